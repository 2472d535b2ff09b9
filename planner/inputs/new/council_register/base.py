"""One row of the council's list as rows of provision.csv, with every question that it leaves."""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain.geography import School
from planner.domain.terms import AcademicYear, SiteStatus
from planner.inputs.new.council_register.amounts import note_opening, places_of, read_capital, read_state
from planner.inputs.new.council_register.asked import Asked
from planner.inputs.new.council_register.grid import text_of
from planner.inputs.new.council_register.header import Header
from planner.inputs.new.council_register.kind_and_need import find_school, read_groups, read_range, read_type
from planner.inputs.new.council_register.layout import BaseRow
from planner.inputs.new.council_register.opening import read_opening, year_to_suggest
from planner.inputs.new.council_register.places import UNKNOWN
from planner.inputs.new.council_register.school_names import SchoolNames
from planner.inputs.new.council_register.settled import LEAVE_OUT, TABLE_OF, Settled
from planner.inputs.new.council_register.words import NO_BASE
from planner.inputs.new.report import Notes
from planner.inputs.pack_rows import CONSULTED

KEY = ("urn", "phase", "need_groups", "provision_type", "ncy_low", "ncy_high")
Step = tuple[AcademicYear, int, int | None]


@dataclass(frozen=True, slots=True)
class Base:
    """A row of provision.csv without its site; `follows` is true for a later step of the same row of the list."""

    where: str
    cells: dict[str, str]
    follows: bool

    @property
    def key(self) -> tuple[str, ...]:
        """What tells one site from another."""
        return tuple(self.cells[name] for name in KEY)


class BaseReader:
    """Reads rows of one list.

    `left_out` counts rows that wait for an answer, `without_base` those that say there is no base; `undated` are the
    numbers of rows of open bases without a date, `questions` what the register map must answer.
    """

    def __init__(
        self, names: SchoolNames, settled: Settled, header: Header, open_since: AcademicYear, notes: Notes
    ) -> None:
        self.left_out = 0
        self.without_base = 0
        self.undated: list[int] = []
        self.questions: list[str] = []
        self._names = names
        self._settled = settled
        self._header = header
        self._open_since = open_since
        self._notes = notes

    def read(self, row: BaseRow) -> list[Base]:
        """Steps of the base in one row; empty when it has none, is left out or faulty."""
        asked = Asked(row, self._header, self._settled, self._notes)
        if self._has_no_base(row):
            self.without_base += 1
            return []
        if row.alone and self._names.by_name(row.text("school")).school is None:
            self._notes.assume(f"{row.where}: a note, not read")
            return []
        before = len(self._notes.faults)
        _note_formulas(asked)
        school = find_school(asked, self._names)
        bases = [] if asked.dropped else self._bases(asked, school)
        if asked.dropped:
            return []
        for line in asked.doubts:
            self._notes.doubt(f"{row.where}: {line}")
        self.questions += [f"{row.where}: {line}" for line in asked.questions]
        self.left_out += asked.out and len(self._notes.faults) == before
        return bases

    def _has_no_base(self, row: BaseRow) -> bool:
        blank = all(text_of(cell).casefold() in NO_BASE for _, cell in row.places)
        return "type" in self._header.columns and row.text("type").casefold() in NO_BASE and blank and not row.alone

    def _bases(self, asked: Asked, school: School | None) -> list[Base]:
        kind = read_type(asked)
        groups = read_groups(asked)
        taught = read_range(asked, school)
        stated = read_state(asked)
        steps = self._steps(asked, stated)
        if asked.out or school is None or kind is None or taught is None or not steps:
            return []
        statuses = [self._status(asked, stated, year) for year, _, _ in steps]
        capital = read_capital(asked)
        phase, low, high = taught
        cells = {
            "urn": school.urn,
            "school_name": school.name,
            "ncy_low": "" if low is None else str(low),
            "ncy_high": "" if high is None else str(high),
            "phase": phase.value,
            "need_groups": "+".join(groups),
            "provision_type": kind.value,
            "quality": "amber" if asked.doubts or asked.remarks else "green",
            "note": "; ".join([*asked.doubts, *asked.remarks]),
            "source": f"The council's own register ({asked.row.where})",
        }
        bases = []
        for number, ((year, places, max_places), status) in enumerate(zip(steps, statuses, strict=True)):
            own = {
                "status": status,
                "academic_year": str(year),
                "commissioned_places": str(places),
                "max_places": "" if max_places is None else str(max_places),
                "capital_gbp": "" if number else capital,
            }
            bases.append(Base(asked.row.where, {**cells, **own}, follows=number > 0))
        return bases

    def _status(self, asked: Asked, stated: str, year: AcademicYear) -> str:
        """Status of a step: what is open by the last year that is past exists, what comes later is committed."""
        if stated == CONSULTED:
            return stated
        past = year <= self._open_since
        if past and stated == SiteStatus.COMMITTED:
            asked.doubt("status", asked.row.text("status"), f"not open yet, but dated {year}: written as existing")
        return SiteStatus.EXISTING.value if past else SiteStatus.COMMITTED.value

    def _steps(self, asked: Asked, stated: str) -> list[Step]:
        """Steps in order of their years; empty with the question noted."""
        year_of_column, cell = asked.row.places[0]
        text = text_of(cell)
        if asked.row.shared and asked.settled.answer("places", text, asked.row.number) is None:
            asked.ask("places", "", "one number of places merged over several rows", "places")
            self._opened(asked, stated)
            return []
        if year_of_column is not None:
            return self._yearly(asked, stated)
        read = places_of(asked, text, cell)
        year = self._opened(asked, stated)
        if read.places is None or year is None:
            return []
        steps: list[Step] = [(year, read.places, read.max_places)]
        if read.grows_to is not None:
            later = read_opening(read.grows_when)
            if later.year is None or later.year <= year:
                asked.ask("places", text, "the date of the later number is not understood", "places")
            else:
                asked.doubt("places", text, f"{read.places} places, and {read.grows_to} from {later.year}")
                steps.append((later.year, read.grows_to, None))
        return steps

    def _yearly(self, asked: Asked, stated: str) -> list[Step]:
        """Steps of columns that name a year: the first number, and each year in which it changes."""
        steps: list[Step] = []
        for column, cell in asked.row.places:
            text = text_of(cell)
            if not text or text.casefold() in NO_BASE or (text == "0" and not steps):
                continue
            read = places_of(asked, text, cell)
            if read.places is not None and (not steps or read.places != steps[-1][1]):
                steps.append((AcademicYear.parse(str(column)), read.places, read.max_places))
        if not steps and not asked.out:
            asked.ask("places", "", "no number of places in any year", "places")
        if steps and stated == SiteStatus.EXISTING and steps[0][0] > self._open_since:
            first = f"{steps[0][1]} places in {steps[0][0]}, the first year listed, written as open since"
            self._notes.assume(f"{asked.row.where}: {first} {self._open_since}")
            asked.remarks.append(f"{first} {self._open_since}")
            steps[0] = (self._open_since, *steps[0][1:])
        return steps

    def _opened(self, asked: Asked, stated: str) -> AcademicYear | None:
        answer = asked.answer("opened", "opened")
        if answer is not None:
            return None if answer == LEAVE_OUT else AcademicYear.parse(answer)
        text = asked.row.text("opened")
        read = read_opening(asked.row.cells.get("opened", ""))
        if read.fault:
            remedy = f'Correct it, or answer it: [opened] "{text}" = "{year_to_suggest(text)}".'
            asked.fault("opened", repr(text), read.fault, remedy)
        elif read.year is None:
            return self._unknown_opening(asked, text, stated)
        note_opening(asked, text, read)
        return read.year

    def _unknown_opening(self, asked: Asked, text: str, stated: str) -> AcademicYear | None:
        """A base that is open counts for all years that are past; of one that is to come the year must be known."""
        if stated in (SiteStatus.COMMITTED, CONSULTED):
            asked.ask("opened", text, "not open yet, and the year of opening is unknown", "opened")
            return None
        status = asked.row.text("status")
        if not stated and status and status.casefold() not in UNKNOWN:
            asked.mention(
                f"no year of opening; unless the base is open, [opened] {asked.key(text)!r} = ... is needed too"
            )
        self.undated.append(asked.row.number)
        asked.remarks.append(f"no date of opening: written as open since {self._open_since}")
        return self._open_since


def _note_formulas(asked: Asked) -> None:
    """Text that begins with "=" is a formula nobody worked out: refused unless answered, never read as its text."""
    cells = [*asked.row.cells.items(), *(("places", cell) for _, cell in asked.row.places)]
    found = [(ours, text) for ours, cell in cells if (text := text_of(cell)).startswith("=")]
    for ours, text in dict.fromkeys(found):
        table = TABLE_OF.get(ours)
        if table is None or asked.settled.answer(table, text, asked.row.number) is None:
            key = f"row {asked.row.number}"
            remedy = f', or answer it: [{table}] "{key}" = ...' if table else "."
            remedy = f"Paste the column as values and save again{remedy}"
            asked.fault(ours, f"the formula {text!r} as text", "its value", remedy)
            asked.formulas.add(ours)
