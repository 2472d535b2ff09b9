"""Places by hand for the two schools: S100 has 8, then 10; S200 opens in the second year with 8.

In the first year 8 of the 15 pupils sit at S100. B's pupils weigh 2 and A's 1, so B's come first: 8 of B's 9, who
travel 6,000 m, and none of A's 6. In the second year there are 18 places for all 15: 8 of B at home, 1 of B and 6 of
A at S100.
"""

from __future__ import annotations

import numpy as np

HAND_PLACES = np.asarray([[8, 10], [0, 8]])
