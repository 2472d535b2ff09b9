"""Words for need, phase, year groups, kind of base and status, as councils use them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planner.domain.terms import NEED_GROUP_OF_PRIMARY_NEED, NeedGroup, Phase, ProvisionType

# Beside DfE's codes (terms.py): words of the SEND code of practice, older ones, and offices' shorthand.
_NEEDS: dict[str, str] = {
    "asd": "asc|autism|autistic|autism spectrum|autistic spectrum|autistic spectrum disorder|autism spectrum disorder|"
    "autism spectrum condition|autistic spectrum condition|asperger|aspergers",
    "slcn": "speech language and communication|speech and language|speech language|speech language communication|sli|"
    "dld|language|speech|salt|developmental language disorder|speech language communication difficulties",
    "semh": "sebd|besd|ebd|bescd|social emotional and mental health|social emotional mental health|mental health|"
    "behaviour|emotional and behavioural difficulties|social emotional and mental health difficulties",
    "mld": "moderate learning|moderate learning difficulty|moderate learning difficulties",
    "sld": "severe learning|severe learning difficulty|severe learning difficulties",
    "pmld": "profound and multiple learning difficulty|profound and multiple learning difficulties",
    "spld": "dyslexia|specific learning difficulty|specific learning difficulties",
    "ds": "down syndrome|downs syndrome|down s syndrome",
    "hi": "hearing|deaf|hearing impairment|hearing impaired|deaf and hearing impaired|deafness",
    "vi": "visual|vision|visual impairment|visually impaired|vision impairment|sight impairment",
    "msi": "multi sensory|multi sensory impairment|deafblind",
    "pd": "physical|physical disability|physical disabilities|physical difficulties|pdmn|physical and medical|"
    "physical disability and medical needs|pd medical",
}  # fmt: skip
_GROUPS: dict[NeedGroup, str] = {
    NeedGroup.COMMUNICATION_INTERACTION: "c i|ci|c and i|candi|communication and interaction|communication interaction|"
    "social communication|social communication and interaction|communication|social communication difficulties|scd",
    NeedGroup.SEMH: "social emotional and mental health",
    NeedGroup.COGNITION_LEARNING: "c l|c and l|candl|cognition and learning|cognition learning|learning difficulties|"
    "general learning difficulties",
    NeedGroup.SENSORY_PHYSICAL: "s p|s and p|sandp|sensory and physical|sensory physical|sensory and or physical|"
    "sensory|sensory impairment|physical and sensory",
}
_FILLER = frozenset(
    ("unit", "units", "base", "provision", "resourced", "resource", "rp", "srp", "erp", "arp", "centre", "class",
     "need", "needs", "specialist", "pupils", "children", "with", "for", "designated", "primary", "secondary",
     "send", "sen")
)  # fmt: skip


def _need_words() -> dict[str, NeedGroup]:
    words: dict[str, NeedGroup] = dict(NEED_GROUP_OF_PRIMARY_NEED)
    for code, phrases in _NEEDS.items():
        words.update(dict.fromkeys(phrases.split("|"), NEED_GROUP_OF_PRIMARY_NEED[code]))
    for group, phrases in _GROUPS.items():
        words.update(dict.fromkeys([*phrases.split("|"), group.value.replace("_", " ")], group))
    return words


NEED_PARTINGS = (r"[/+;()|\n]", r"\bor\b", ",", r"\band\b", "&")
"""What stands between two needs, the clearest first."""
UNDECIDED = {"or", "undecided", "either"}
NEED_WORDS = _need_words()
NO_BASE = frozenset(("", "not applicable", "n/a", "na", "none", "no", "nil", "-", "–"))
STATUS_WORDS: dict[str, tuple[str, ...]] = {
    "existing": ("existing", "open", "opened", "current", "live", "operational", "established", "active", "running"),
    "committed": ("committed", "approved", "agreed", "planned", "confirmed", "opening", "in development", "to open",
                  "under construction", "in build", "due to open", "cabinet approved", "approved to open", "pipeline"),
    "consulted": ("consulted", "consultation", "in consultation", "consulting", "proposed", "proposal",
                  "under consideration", "feasibility", "in discussion", "potential", "subject to approval",
                  "subject to dfe approval", "idea"),
    "closed": ("closed", "closing", "ceased", "decommissioned", "withdrawn", "cancelled", "not proceeding"),
}  # fmt: skip
PHASE_WORDS: dict[str, tuple[Phase, tuple[int, int] | None]] = {
    "infant": (Phase.PRIMARY, (0, 2)),
    "junior": (Phase.PRIMARY, (3, 6)),
    "primary": (Phase.PRIMARY, None),
    "pri": (Phase.PRIMARY, None),
    "prim": (Phase.PRIMARY, None),
    "p": (Phase.PRIMARY, None),
    "secondary": (Phase.SECONDARY, None),
    "sec": (Phase.SECONDARY, None),
    "s": (Phase.SECONDARY, None),
}
# Key stages as National Curriculum years; Reception goes with key stage 1, as bases of infants take both.
_STAGES = {"eyfs": (-1, 0), "1": (0, 2), "2": (3, 6), "3": (7, 9), "4": (10, 11)}
_YEAR = r"(?:years?|yrs?|yr|y|nc)?\s*(\d{1,2}|r|rec|reception|n|nursery)"
YEARS = re.compile(rf"{_YEAR}\s*(?:-|–|to|&|and)\s*{_YEAR}", re.IGNORECASE)


def plain_words(text: str) -> str:
    """Letters without accents and digits in lower case, parted by single blanks; "&" reads as "and"."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[0-9a-z]+", re.sub("['’`]", "", bare.casefold().replace("&", " and "))))


@dataclass(frozen=True, slots=True)
class NeedRead:
    """Need groups, each once; `unknown` are parts that no table knows, `undecided` is true for an "or"."""

    groups: tuple[NeedGroup, ...]
    unknown: tuple[str, ...]
    undecided: bool


def read_need(text: str) -> NeedRead:
    """Need groups of a text such as "ASD", "C&I / SEMH" or "HI unit"."""
    groups: list[NeedGroup] = []
    unknown: list[str] = []
    for part in _parts(text, NEED_PARTINGS):
        found = _known(part)
        if found is not None:
            groups.append(found)
        elif plain_words(part) not in UNDECIDED:
            unknown.append(part)
    undecided = bool(UNDECIDED & set(plain_words(text).split())) and len(set(groups)) > 1
    return NeedRead(tuple(dict.fromkeys(groups)), tuple(unknown), undecided)


def _parts(text: str, partings: Sequence[str]) -> Iterator[str]:
    """A text that is known whole, else its parts; "C&I" is one need and "ASD & SEMH" are two."""
    if not partings or _known(text) is not None:
        yield text.strip()
        return
    for part in filter(str.strip, re.split(partings[0], text, flags=re.IGNORECASE)):
        yield from _parts(part, partings[1:])


def _known(text: str) -> NeedGroup | None:
    words = plain_words(text)
    bare = " ".join(word for word in words.split() if word not in _FILLER)
    return NEED_WORDS.get(words) or NEED_WORDS.get(bare)


def read_kind(text: str) -> ProvisionType | None:
    """Kind of base; None when the words name both kinds or neither."""
    words = set(plain_words(text).split())
    unit = "unit" in words or "units" in words
    base = bool(words & {"rp", "srp", "erp", "arp", "drp", "rb", "base", "resourced", "resource", "specialist"})
    if unit and not base:
        return ProvisionType.SEN_UNIT
    if base and not ("unit" in words and "and" in words):
        return ProvisionType.RESOURCED_PROVISION
    return None


def is_special_school(text: str) -> bool:
    """True for the words of a school that is special as a whole."""
    return {"special", "school"} <= set(plain_words(text).removesuffix("s").split())


def read_status(text: str) -> str | None:
    """One of existing, committed, consulted and closed; None when the words are not known."""
    words = plain_words(text)
    return next((status for status, known in STATUS_WORDS.items() if words in known), None)


def read_phase(text: str) -> tuple[Phase, tuple[int, int] | None] | None:
    """Phase and, for infant and junior, the year groups; None when the words are not known."""
    words = plain_words(text).removesuffix(" schools").removesuffix(" school").removesuffix(" phase")
    return PHASE_WORDS.get(words) or PHASE_WORDS.get(words.removesuffix("s"))


def read_years(text: str, *, ages: bool) -> tuple[int, int] | None:
    """National Curriculum years of "KS1/2", "Years 7-11", "R-6"; of ages 4-11 where the column holds ages."""
    plain = text.casefold().replace("key stage", "ks")
    if plain.startswith(("ks", "eyfs")):
        stages = re.findall(r"eyfs|[1-4]", plain)
        rest = re.sub(r"eyfs|ks|[1-4]|\s|[-/&,+–]|and|to", "", plain)
        if rest or not stages:
            return None
        return min(_STAGES[stage][0] for stage in stages), max(_STAGES[stage][1] for stage in stages)
    match = YEARS.fullmatch(plain.strip())
    if match is None:
        return None
    low, high = _year(match[1]), _year(match[2])
    if ages:
        low, high = (0 if low == 5 else low - 4), high - 5
    return (low, min(high, 11)) if -1 <= low <= high <= 14 else None


def _year(text: str) -> int:
    if text.isdigit():
        return int(text)
    return -1 if text.startswith("n") else 0
