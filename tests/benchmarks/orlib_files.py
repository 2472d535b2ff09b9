"""Facility location instances of the literature, read from the public files beside the project; nothing is copied.

Sources: OR-Library (J. E. Beasley, Journal of the Operational Research Society 41, 1990), files cap and pmed, with the
capacitated sets also in the layout of Guastaroba and Speranza; single-source sets of J. A. Diaz and E. Fernandez
(2002) and of Z. Yang, F. Chu and H. Chen (2012).
"""

from __future__ import annotations

import csv
import gzip
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from planner.model.program import FloatArray, IntArray

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "benchmarks"
BLANKS = "\x1a \t\r\n"


@dataclass(frozen=True)
class Facilities:
    """Customers (rows) and facilities (columns). `cost` is that of all of a customer's demand at a facility."""

    name: str
    demand: IntArray
    capacity: IntArray
    fixed: FloatArray
    cost: FloatArray

    @property
    def unit_cost(self) -> FloatArray:
        """Cost of one unit of demand."""
        return self.cost / self.demand[:, None]


@dataclass(frozen=True)
class Median:
    """The p-median on a graph: every vertex is a customer of one unit and may be one of `bases` facilities."""

    name: str
    bases: int
    distance: IntArray


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the index: `best_known` by the literature, optimal or not; facilities and customers (vertices)."""

    folder: str
    name: str
    path: Path
    best_known: float
    optimal: bool
    facilities: int
    customers: int

    @property
    def pairs(self) -> int:
        """Pairs of customer and facility."""
        return self.facilities * self.customers


def available() -> bool:
    """Whether the public files lie beside the project."""
    return FOLDER.is_dir()


def listed(folder: str) -> list[Listed]:
    """Instances of a set in the order of the index; of pmed only the p-median."""
    with (FOLDER / "INDEX.csv").open(encoding="utf-8", newline="") as table:
        rows = [row for row in csv.DictReader(table) if row["set"] == folder and "centre" not in row["problem"]]
    return [
        Listed(
            folder,
            row["instance"],
            FOLDER / row["file"],
            float(row["best_known"]),
            row["status"].startswith("optimal"),
            int(row["n_facilities"]),
            int(row["n_customers"]),
        )
        for row in rows
    ]


def read_facilities(one: Listed) -> Facilities:
    """Read an instance of any of the four layouts. Customers without demand cost nothing and are left out."""
    layout = {
        "orlib_cap_original": _original,
        "orlib_cap_brescia_format": _by_facility,
        "sscflp_yang": _by_facility,
        "sscflp_diaz_fernandez": _by_customer,
    }[one.folder]
    demand, capacity, fixed, cost = layout(_numbers(one.path))
    asked = demand > 0
    return Facilities(one.name, _whole(demand[asked]), _whole(capacity), fixed, cost[asked])


def _numbers(path: Path) -> FloatArray:
    packed = path.read_bytes()
    text = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode("ascii")
    words = text.replace("capacity", "nan").strip(BLANKS).split()
    return np.asarray(words, dtype=np.float64)


def _whole(numbers: FloatArray) -> IntArray:
    rounded = np.rint(numbers)
    if (rounded != numbers).any():
        msg = "demand and capacity are not whole"
        raise ValueError(msg)
    return rounded.astype(np.int64)


Parts = tuple[FloatArray, FloatArray, FloatArray, FloatArray]


def _original(numbers: FloatArray) -> Parts:
    """Facilities, customers; capacity and fixed cost of each facility; demand and all costs of each customer.

    capa states no capacity; its published optimum is that without a limit, so each facility can hold all.
    """
    facilities, customers = int(numbers[0]), int(numbers[1])
    split = 2 + 2 * facilities
    capacity, fixed = numbers[2:split].reshape(facilities, 2).T
    rows = numbers[split:].reshape(customers, facilities + 1)
    return rows[:, 0], np.where(np.isnan(capacity), rows[:, 0].sum(), capacity), fixed, rows[:, 1:]


def _by_facility(numbers: FloatArray) -> Parts:
    """Facilities, customers; capacity and fixed cost of each facility; all demands; the costs facility by facility."""
    facilities, customers = int(numbers[0]), int(numbers[1])
    split = 2 + 2 * facilities
    capacity, fixed = numbers[2:split].reshape(facilities, 2).T
    costs = split + customers
    cost = numbers[costs : costs + facilities * customers].reshape(facilities, customers).T
    return numbers[split:costs], capacity, fixed, cost


def _by_customer(numbers: FloatArray) -> Parts:
    """Customers, facilities; the costs customer by customer; all demands; all fixed costs; all capacities."""
    customers, facilities = int(numbers[0]), int(numbers[1])
    split = 2 + customers * facilities
    demand, fixed, capacity = np.split(numbers[split:], [customers, customers + facilities])
    return demand, capacity, fixed, numbers[2:split].reshape(customers, facilities)


def read_median(one: Listed) -> Median:
    """Read a pmed graph and work out all shortest ways; of repeated edges the last one counts."""
    numbers = _whole(_numbers(one.path))
    vertices, _, bases = (int(number) for number in numbers[:3])
    far = int(numbers[3:].sum())
    distance = np.full((vertices, vertices), far, dtype=np.int64)
    np.fill_diagonal(distance, 0)
    for start, end, length in numbers[3:].reshape(-1, 3):
        distance[start - 1, end - 1] = distance[end - 1, start - 1] = length
    for middle in range(vertices):
        np.minimum(distance, distance[:, middle, None] + distance[middle], out=distance)
    return Median(one.name, bases, distance)
