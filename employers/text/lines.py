"""Takes a pasted text apart: clean lines, the section each stands in, its label, and its sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

MOST_CHARACTERS = 100_000
MOST_LINES = 1_500
MOST_LINE_CHARACTERS = 1_500
_HEADING_CHARACTERS, _HEADING_WORDS = 60, 8

_HALVES = str.maketrans({"½": ".5", "¼": ".25", "¾": ".75", "\u00a0": " ", "\u200b": "", "’": "'", "‘": "'"})
_BULLET = re.compile(r"(?:[-*•·▪◦●○‣✓✔➢>–—]+|\(?(?:\d{1,2}|[a-z])[.)])\s+")
_MARKS = re.compile(r"[*_#=|~]{2,}|^[#=~-]{2,}\s*$|^\s*#+\s")
_LABEL = re.compile(r"([A-Za-z][A-Za-z /&']{2,28}?)\s?(?::|\s--?\s|\s[–—]\s)\s*(.*)")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z£0-9\"'(])")
_NOT_LETTERS = re.compile(r"[^a-z ]+")


class Section(StrEnum):
    """What the lines under a heading are about."""

    TOP = "top"
    DUTIES = "duties"
    ESSENTIAL = "essential"
    USEFUL = "useful"
    PERSON = "person"
    OFFER = "offer"
    ABOUT = "about"
    OTHER = "other"


ASKING = frozenset({Section.ESSENTIAL, Section.USEFUL, Section.PERSON})

# In this order: "essential skills" is about what is essential, "what we offer you" is no duty.
_HEADINGS: tuple[tuple[Section, tuple[str, ...]], ...] = (
    (Section.USEFUL, ("desirable", "nice to have", "preferred", "ideally", "bonus", "advantage", "useful", "helps",
                      "it would help", "good to have")),
    (Section.OFFER, ("benefits", "we offer", "what you get", "what youll get", "in return", "perks", "rewards",
                     "why join", "why work", "on offer", "practical bits", "package", "training provided")),
    (Section.OTHER, ("how to apply", "to apply", "closing date", "next steps", "equal opportunit", "diversity",
                     "interview", "contact", "safeguarding", "training")),
    (Section.ESSENTIAL, ("essential", "must have", "you need", "youll need", "you will need", "do i need",
                         "requirements", "required", "must haves")),
    (Section.DUTIES, ("duties", "responsibilit", "you will do", "youll do", "be doing", "you do", "day to day",
                      "day in the", "key tasks", "main tasks", "accountabilit", "job involve", "role involve",
                      "the role", "your role", "role summary", "job summary", "job purpose", "the job",
                      "what will i do", "job description", "you will")),
    (Section.PERSON, ("about you", "person spec", "skills", "experience", "qualifications", "looking for",
                      "who you are", "the person", "ideal candidate", "criteria", "candidate")),
    (Section.ABOUT, ("about us", "who we are", "our company", "the company", "our team", "about the", "our story")),
)  # fmt: skip
_EXACT: dict[str, Section] = {"about": Section.ABOUT, "training": Section.OTHER, "tasks": Section.DUTIES}

_OPENS_DUTIES = (" will:", " will be:", " you'll:", " you will", " duties include:")


@dataclass(frozen=True, slots=True)
class Line:
    """A line as written, without its bullet; `label` and `value` where it reads "Salary: £20,000"."""

    text: str
    section: Section
    is_bullet: bool
    label: str = ""
    value: str = ""

    @property
    def body(self) -> str:
        """What the line says, without a label."""
        return self.value if self.label else self.text


def read_lines(text: str) -> tuple[list[Line], bool]:
    """The lines that say something, and whether any were left out for length. Never raises; time grows with length."""
    cut = len(text) > MOST_CHARACTERS
    clean = unicodedata.normalize("NFKC", text[:MOST_CHARACTERS].translate(_HALVES))
    rows = clean[:MOST_CHARACTERS].splitlines()
    pieces = list(islice((piece for row in rows for piece in _pieces(row)), MOST_LINES + 1))
    return list(_with_sections(pieces[:MOST_LINES])), cut or len(pieces) > MOST_LINES


def _pieces(row: str) -> Iterator[str]:
    """A row in lengths that every pattern reads quickly, broken between sentences or words where it can be."""
    while len(row) > MOST_LINE_CHARACTERS:
        start = row[:MOST_LINE_CHARACTERS]
        end = max(start.rfind(". ") + 1, 0) or max(start.rfind(" "), 0) or MOST_LINE_CHARACTERS
        yield row[:end]
        row = row[end:]
    yield row


def _with_sections(rows: list[str]) -> Iterator[Line]:
    here, is_first = Section.TOP, True
    for row in rows:
        words = " ".join(_MARKS.sub(" ", row).split())
        bullet = _BULLET.match(words)
        plain = words[bullet.end() :] if bullet else words
        if not any(character.isalnum() for character in plain):
            continue
        heading = None if bullet or (is_first and not plain.endswith(":")) else _heading(plain)
        is_first = False
        if heading is not None:
            here = heading
            continue
        yield _line(plain, here, bullet is not None)
        if plain.lower().endswith(_OPENS_DUTIES):
            here = Section.DUTIES


def _line(plain: str, here: Section, is_bullet: bool) -> Line:
    labelled = None if is_bullet else _LABEL.fullmatch(plain)
    if labelled is None or not labelled[2]:
        return Line(plain, here, is_bullet)
    label = labelled[1].strip().lower()
    named = _named(label)
    section = named if named in {Section.ESSENTIAL, Section.USEFUL, Section.OTHER} else here
    return Line(plain, section, is_bullet, label, labelled[2])


def _heading(plain: str) -> Section | None:
    """The section that a line opens; None when it is no heading."""
    if len(plain) > _HEADING_CHARACTERS or len(plain.split()) > _HEADING_WORDS:
        return None
    ends_open = plain.endswith((":", "?")) or plain.lower().endswith((" you'll", " you will", " include"))
    if not ends_open and (plain.endswith((".", "!", ",", ";")) or any(c in plain for c in "£0123456789:")):
        return None
    named = _named(plain.lower())
    if named is None:
        return Section.OTHER if ends_open else None
    return named if ends_open or (len(plain.split()) <= 6 and not _speaks(plain)) else None


def _named(words: str) -> Section | None:
    letters = " ".join(_NOT_LETTERS.sub(" ", words.replace("'", "")).split())
    if letters in _EXACT:
        return _EXACT[letters]
    return next((section for section, names in _HEADINGS if any(name in letters for name in names)), None)


def _speaks(plain: str) -> bool:
    """Whether a short line without a colon says something itself: "NVQ Level 2 preferred", "job share considered"."""
    return plain.lower().endswith((" essential", " desirable", " preferred", " required", " considered", " useful"))


def sentences(text: str) -> list[str]:
    """The sentences of one line; the whole line where it has no full stop."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]
