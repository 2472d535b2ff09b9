"""Whole pupils by weight, so that nobody changes place when a total grows.

Each cell i with weight w[i] has a signpost u[i] between 0 and 1. Its first pupil has priority w[i] / u[i], its second
w[i] / (1 + u[i]), and so on; the pupils of a total N are the N highest priorities of all cells.

    pupils[i] = number of k >= 0 with w[i] / (k + u[i]) >= p,  p such that the sum over i of pupils[i] = N

- The sum is exact, and each cell gets its share rounded down or up (within a whisker of the common scale p).
- N + 1 pupils are the N pupils and one more: a growing total moves nobody, so years and bounds stay comparable.
- u = 1/2 for all cells is the method of Sainte-Lague. It would round the same small cells down for every need and
  band, so the signposts follow the golden-ratio sequence u[i] = frac(offset + (i + 1) / phi), which spreads the
  rounding evenly over the cells (Weyl's equidistribution); another need or band has another offset.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence

GOLDEN = (math.sqrt(5) - 1) / 2
SECOND_STEP = math.sqrt(2) - 1
LOWEST_SIGNPOST = 1e-9


def signposts(count: int, series: int) -> list[float]:
    """Signposts of `count` cells; `series` numbers the need and band, so that each has its own offset."""
    offset = series * SECOND_STEP
    return [max(math.fmod(offset + (index + 1) * GOLDEN, 1.0), LOWEST_SIGNPOST) for index in range(count)]


def allot(total: int, weights: Sequence[float], posts: Sequence[float]) -> list[int]:
    """Whole numbers that sum to `total`, by weight; raises ValueError when no weight is above 0 and total is."""
    pupils = [0] * len(weights)
    queue = [
        (-weight / post, index) for index, (weight, post) in enumerate(zip(weights, posts, strict=True)) if weight > 0
    ]
    if total > 0 and not queue:
        msg = f"{total} pupils and no weight above 0"
        raise ValueError(msg)
    heapq.heapify(queue)
    for _ in range(total):
        _, index = queue[0]
        pupils[index] += 1
        heapq.heapreplace(queue, (-weights[index] / (pupils[index] + posts[index]), index))
    return pupils
