"""Which school of the pack a row means: by URN, by DfE number, by its name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from planner.domain.geography import School
from planner.inputs.new.council_register.words import plain_words
from planner.inputs.suggest import near_codes, near_names

# Words that tell how a school is governed or spelt, not which one it is.
_SPELLINGS = (
    (re.compile(r"\bchurch of england\b|\bc of e\b|\bcofe\b|\bce\b|\bcoe\b"), "ce"),
    (re.compile(r"\broman catholic\b|\brc\b"), "catholic"),
    (re.compile(r"\bsaint\b"), "st"),
)
_GOVERNANCE = frozenset(("school", "the", "academy", "ce", "va", "vc", "voluntary", "aided", "controlled"))

# Words that many schools of all places have.
_COMMON = frozenset(
    ("primary", "secondary", "junior", "infant", "nursery", "high", "college", "and", "st", "of", "catholic", "for",
     "in", "community", "sixth", "form", "first", "middle", "grammar", "foundation", "trust")
)  # fmt: skip
MOST_NEAR = 3

# One word behind a comma is as often a town as a school.
FEWEST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Match:
    """`school` None = not found; then `near` are schools it may be, `ambiguous` when the name fits each of them alike.

    `remark` says how it was found where that is not by URN, DfE number or the exact name.
    """

    school: School | None
    near: tuple[School, ...] = ()
    ambiguous: bool = False
    remark: str = ""


class SchoolNames:
    """Schools of the pack by all that a council may call them.

    `laestab_of` is DfE's seven digits by URN; `today` gives the URN of today's school for one that may have closed and
    the place where it stands.
    """

    def __init__(
        self,
        schools: Iterable[School],
        laestab_of: Mapping[str, str],
        today: Callable[[str, str], str] = lambda urn, where: urn,
    ) -> None:
        self.today = today
        self.by_urn = {school.urn: school for school in schools}
        self._telling = {school.urn: telling_words(school.name) for school in self.by_urn.values()}
        self._by_laestab: dict[str, list[School]] = {}
        self._by_name: dict[str, list[School]] = {}
        self._by_core: dict[str, list[School]] = {}
        for school in self.by_urn.values():
            laestab = laestab_of.get(school.urn, "")
            for number in filter(None, {laestab, laestab[-4:]}):
                self._by_laestab.setdefault(number, []).append(school)
            self._by_name.setdefault(spelt(school.name), []).append(school)
            self._by_core.setdefault(core(school.name), []).append(school)

    def by_number(self, urn: str, laestab: str) -> Match:
        """School of a URN or, where that is blank, of a DfE number such as 937/2001."""
        if urn:
            near = [self.by_urn[code] for code in near_codes(urn, self.by_urn)]
            return Match(self.by_urn.get(urn), tuple(near))
        found = self._by_laestab.get(re.sub(r"\D", "", laestab), [])
        return Match(found[0]) if len(found) == 1 else Match(None, tuple(found), ambiguous=len(found) > 1)

    def by_name(self, name: str) -> Match:
        """School of a name: as it stands; without what stands in brackets or behind a comma; without governance."""
        exact = self._by_name.get(spelt(name), [])
        bare = re.sub(r"\([^)]*\)", " ", name)
        parts = [text for text in (name, bare, *bare.split(",")) if len(core(text).split()) >= FEWEST_WORDS]
        loose = [school for text in parts for school in self._by_core.get(core(text), [])]
        found = exact or list(dict.fromkeys(loose))
        if len(found) > 1:
            return Match(None, tuple(found), ambiguous=True)
        if found:
            return Match(found[0], remark="" if exact else f"read as {found[0].urn} {found[0].name}")
        if not name:
            return Match(None)
        names = {urn: school.name for urn, school in self.by_urn.items()}
        alike = near_names(bare.split(",")[0].strip(), names)
        near = dict.fromkeys([*self._sharing_words(name), *(self.by_urn[urn] for urn in alike)])
        return Match(None, tuple(near)[:MOST_NEAR])

    def _sharing_words(self, name: str) -> list[School]:
        """Schools with the rarest words of a name, the best first: words that no school has tell nothing."""
        spread = Counter(word for words in self._telling.values() for word in words)
        asked = telling_words(name)
        weight = {urn: sum(1 / spread[word] for word in words & asked) for urn, words in self._telling.items()}
        best = max(weight.values(), default=0.0)
        if not best:
            return []
        # Of as rare words, the shorter name is told better by them.
        order = sorted(self._telling, key=lambda urn: (-weight[urn], len(self._telling[urn]), urn))
        return [self.by_urn[urn] for urn in order if weight[urn] == best]

    def is_named(self, school: School, name: str) -> bool:
        """True unless the name is that of other schools."""
        found = self.by_name(name)
        others = (found.school,) if found.school is not None else found.near if found.ambiguous else ()
        return not others or school in others


def spelt(name: str) -> str:
    """Name without case and punctuation, with one spelling of Church of England, Catholic and Saint."""
    words = plain_words(name)
    for pattern, instead in _SPELLINGS:
        words = pattern.sub(instead, words)
    return words


def core(name: str) -> str:
    """Words of a name that tell which school it is."""
    return " ".join(word for word in spelt(name).split() if word not in _GOVERNANCE)


def telling_words(name: str) -> frozenset[str]:
    """Words of a name that few schools share, without a plural or possessive s: "St Johns" and "St John's" are one."""
    singular = {word.removesuffix("s") if len(word) > 3 else word for word in core(name).split()}
    return frozenset(singular - _COMMON)
