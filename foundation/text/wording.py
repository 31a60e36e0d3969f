"""Finds wording in adverts and profiles that shuts people out: what, why, what to write instead, and by which rule."""

from __future__ import annotations

import csv
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.text.ages import age_wording

MOST_CHARACTERS = 100_000
MOST_FINDINGS = 50
_TABLE = Path(__file__).with_name("wording.csv")
_COLUMNS = [
    *("phrases", "characteristic", "level", "wanted_only", "fine_before", "fine_after", "fine_beside", "instead")
]  # fmt: skip
_TOKEN = re.compile(r"[^\W_]+(?:['’](?:t|re|ll|ve)\b)?")
# A line that goes on in small letters goes on with its sentence.
_BREAK = re.compile(r"[.!?;:•]+(?=\s|$)|\n(?![ \t]*[a-z])")
_BEFORE, _BESIDE, _DENIED = 4, 3, 5  # words
_SHOWN = 200  # characters of the sentence either side of a finding


class Level(models.TextChoices):
    """What happens with a finding."""

    REFUSED = "refused", gettext_lazy("cannot be published")
    ASK = "ask", gettext_lazy("only with a reason that a curator accepts")
    WARN = "warn", gettext_lazy("please think again")


class Characteristic(models.TextChoices):
    """The protected characteristics of the Equality Act 2010, sections 5 to 12 and 18."""

    AGE = "age", gettext_lazy("age")
    DISABILITY = "disability", gettext_lazy("disability")
    REASSIGNMENT = "reassignment", gettext_lazy("gender reassignment")
    MARRIAGE = "marriage", gettext_lazy("marriage and civil partnership")
    PREGNANCY = "pregnancy", gettext_lazy("pregnancy and maternity")
    RACE = "race", gettext_lazy("race, nationality and origin")
    RELIGION = "religion", gettext_lazy("religion or belief")
    SEX = "sex", gettext_lazy("sex")
    ORIENTATION = "orientation", gettext_lazy("sexual orientation")


# Northern Ireland has its own laws to much the same effect; the sections are those of England, Wales and Scotland.
_SECTIONS: dict[str, str] = {
    Characteristic.AGE: "5, 13, 19, 39",
    Characteristic.DISABILITY: "6, 13, 15, 39, 60",
    Characteristic.REASSIGNMENT: "7, 13, 39",
    Characteristic.MARRIAGE: "8, 13, 39",
    Characteristic.PREGNANCY: "11, 13, 18, 39",
    Characteristic.RACE: "9, 13, 19, 39",
    Characteristic.RELIGION: "10, 13, 19, 39",
    Characteristic.SEX: "11, 13, 39",
    Characteristic.ORIENTATION: "12, 13, 39",
}
_REQUIREMENT = "Schedule 9"
_RULE: Promise = gettext_lazy(
    "Equality Act 2010, sections %(sections)s; Equality and Human Rights Commission, guidance on discriminatory adverts"
)
_WHY: dict[str, Promise] = {
    Characteristic.AGE: gettext_lazy("It reads as if people of other ages were not wanted."),
    Characteristic.DISABILITY: gettext_lazy("It shuts out disabled people, or asks about health before an offer."),
    Characteristic.REASSIGNMENT: gettext_lazy("It shuts out trans people."),
    Characteristic.MARRIAGE: gettext_lazy("It says whether people should be married."),
    Characteristic.PREGNANCY: gettext_lazy("It shuts out parents and people who may have children."),
    Characteristic.RACE: gettext_lazy("It goes by where people come from instead of what they can do."),
    Characteristic.RELIGION: gettext_lazy("It goes by what people believe or wear."),
    Characteristic.SEX: gettext_lazy("It reads as if only men or only women were wanted."),
    Characteristic.ORIENTATION: gettext_lazy("It goes by sexual orientation."),
}
# Between "looking for" and "young people" stand only such words when young people are whom an employer looks for.
_FILLERS = frozenset(
    (
        *("a", "an", "the", "some", "any", "more", "one", "two", "three", "four", "several", "bright", "keen", "for"),
        *("enthusiastic", "hardworking", "hard", "working", "ambitious", "talented", "motivated", "reliable", "new"),
        *("confident", "local", "smart", "fit", "lively", "and", "energetic", "dynamic", "friendly", "our", "next"),
    )
)
_WANTING = frozenset(
    (
        *("looking", "seek", "seeking", "seeks", "want", "wants", "wanted", "need", "needs", "require", "requires"),
        *("recruit", "recruiting", "hire", "hiring", "suit", "suits", "suitable", "ideal", "ideally", "perfect"),
        *("prefer", "prefers", "attract", "employ", "appoint"),
    )
)
_WANTED_AFTER = frozenset({"wanted", "required", "needed", "preferred", "sought"})
_DENYING = frozenset(
    {"not", "never", "don't", "don’t", "needn't", "needn’t", "doesn't", "doesn’t", "aren't", "aren’t", "isn't", "isn’t"}
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A phrase that shuts people out, where it stands in the text, and what to do about it."""

    phrase: str
    start: int
    end: int
    sentence: str
    characteristic: Characteristic
    level: Level
    instead: str

    @property
    def why(self) -> str:
        """What is wrong with it, in a sentence."""
        return str(_WHY[self.characteristic])

    @property
    def source(self) -> str:
        """The rule: sections of the Act, the exception where one may be claimed, and the guidance."""
        sections = f"{_SECTIONS[self.characteristic]}; {_REQUIREMENT}" * (self.level == Level.ASK)
        said = {"sections": sections or _SECTIONS[self.characteristic]}
        return str(_RULE) % said


@dataclass(frozen=True, slots=True)
class _Entry:
    words: tuple[str, ...]
    characteristic: Characteristic
    level: Level
    wanted_only: bool
    fine_before: frozenset[str]
    fine_after: frozenset[str]
    fine_beside: frozenset[str]
    instead: str


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    start: int
    end: int


def check_wording(text: str, *, for_students: bool = False) -> tuple[Finding, ...]:
    """Wording that may not, or had better not, be published, in the order of the text; at most 50 findings.

    Looks at what stands around a phrase: work with young people, a mature tree and "you need not be a native speaker"
    are no findings. With `for_students` (placements, insight days) age is not looked at: they are for people in
    education. It finds phrases, not intentions: a curator reads the text all the same. Raises nothing for any text.
    """
    read = text[:MOST_CHARACTERS]
    starts = [0, *(match.end() for match in _BREAK.finditer(read))]
    found = [*_by_phrases(read, starts), *_by_numbers(read, starts)]
    kept = [one for one in found if not (for_students and one.characteristic == Characteristic.AGE)]
    kept.sort(key=lambda one: (one.start, -one.end))
    return tuple(_apart(kept))[:MOST_FINDINGS]


def _apart(found: Sequence[Finding]) -> Iterator[Finding]:
    """Of findings that overlap only the first, which is the longest."""
    reached = 0
    for one in found:
        if one.start >= reached:
            yield one
            reached = one.end


def _by_phrases(text: str, starts: Sequence[int]) -> Iterator[Finding]:
    table = _entries()
    for sentence in _sentences(text, starts):
        words = [token.word for token in sentence]
        for place, token in enumerate(sentence):
            for entry in table.get(token.word, ()):
                end = place + len(entry.words)
                if tuple(words[place:end]) == entry.words and not _is_fine(entry, words, place, end):
                    first, last = token.start, sentence[end - 1].end
                    yield _finding(text, starts, first, last, entry.characteristic, entry.level, _(entry.instead))


def _sentences(text: str, starts: Sequence[int]) -> Iterator[list[_Token]]:
    sentence: list[_Token] = []
    here = 0
    for match in _TOKEN.finditer(text):
        now = bisect_right(starts, match.start())
        if now != here and sentence:
            yield sentence
            sentence = []
        here = now
        word = unicodedata.normalize("NFKC", match[0]).casefold()
        sentence.append(_Token(word, match.start(), match.end()))
    if sentence:
        yield sentence


def _is_fine(entry: _Entry, words: Sequence[str], place: int, end: int) -> bool:
    """Whether what stands around a phrase makes it about something else, or denies it."""
    before, after = words[max(0, place - _BEFORE) : place], words[end : end + 1]
    beside = {*words[max(0, place - _BESIDE) : place], *words[end : end + _BESIDE]}
    if entry.fine_before.intersection(before) or entry.fine_after.intersection(after):
        return True
    if entry.fine_beside.intersection(beside):
        return True
    if entry.words[0] not in ("no", "not", "free", "without", "non") and _DENYING.intersection(
        words[max(0, place - _DENIED) : place]
    ):
        return True
    return entry.wanted_only and not _is_wanted(words, place, end)


def _is_wanted(words: Sequence[str], place: int, end: int) -> bool:
    """Whether the employer looks for them, as in "seeking a bright young person", and does not work with them."""
    if _WANTED_AFTER.intersection(words[end : end + 2]):
        return True
    for word in reversed(words[max(0, place - 8) : place]):
        if word in _WANTING:
            return True
        if word not in _FILLERS:
            return False
    return False


def _by_numbers(text: str, starts: Sequence[int]) -> Iterator[Finding]:
    for found in age_wording(text):
        level = {"refuse": Level.REFUSED, "ask": Level.ASK}.get(found.what, Level.WARN)
        yield _finding(text, starts, found.start, found.end, Characteristic.AGE, level, str(found.instead))


def _finding(
    text: str, starts: Sequence[int], first: int, last: int, about: Characteristic, level: Level, instead: str
) -> Finding:
    at = bisect_right(starts, first)
    stop = starts[at] if at < len(starts) else len(text)
    around = text[max(starts[at - 1], first - _SHOWN) : min(stop, last + _SHOWN)]
    sentence = " ".join(around.strip(" \n•-").split())
    return Finding(" ".join(text[first:last].split()), first, last, sentence, about, level, instead)


@cache
def _entries() -> dict[str, tuple[_Entry, ...]]:
    """The entries of the table by the first word of their phrases. Raises ValueError for other columns."""
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        if rows.fieldnames != _COLUMNS:
            raise ValueError(f"{_TABLE.name} must have the columns {', '.join(_COLUMNS)}")
        found: dict[str, list[_Entry]] = {}
        for row in rows:
            for phrase in row["phrases"].split(";"):
                entry = _entry(tuple(phrase.split()), row)
                found.setdefault(entry.words[0], []).append(entry)
    return {word: tuple(entries) for word, entries in found.items()}


def _entry(words: tuple[str, ...], row: dict[str, str]) -> _Entry:
    def some(column: str) -> frozenset[str]:
        return frozenset(filter(None, row[column].split(";")))

    return _Entry(
        words,
        Characteristic(row["characteristic"]),
        Level(row["level"]),
        row["wanted_only"] == "yes",
        some("fine_before"),
        some("fine_after"),
        some("fine_beside"),
        row["instead"],
    )
