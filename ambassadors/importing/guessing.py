"""Guesses which column is which of our fields, and which of their words is which of ours; people correct them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from ambassadors.importing.fields import BY_KEY, FIELDS, Field, Kind

LEAVE_OUT = "-"
MOST_WORDS = 200  # of one column: more, and the column is not what it was taken for
_LIKE = 0.88
_PARTED = re.compile(r"\s*[;,|/\n]\s*")

Columns = Mapping[str, str]
Values = Mapping[str, Mapping[str, str]]


def plain(words: str) -> str:
    """Words without case and punctuation."""
    return " ".join(re.findall(r"[^\W_]+", words.casefold()))


def guess_columns(headings: Sequence[str], saved: Columns | None = None) -> dict[str, str]:
    """Our field to their heading, each heading used once; what was saved for the scheme comes first."""
    guessed = {key: heading for key, heading in (saved or {}).items() if key in BY_KEY and heading in headings}
    free = [heading for heading in headings if heading not in guessed.values()]
    for exact in (True, False):
        for field in FIELDS:
            found = None if field.key in guessed else _heading_of(field, free, exact=exact)
            if found:
                guessed[field.key] = found
                free.remove(found)
    if "full_name" in guessed and {"given_name", "family_name"} & set(guessed):
        del guessed["full_name"]
    return guessed


def _heading_of(field: Field, free: Sequence[str], *, exact: bool) -> str | None:
    names = {plain(str(name)) for name in (field.key, str(field.title), *field.headings)}
    for heading in free:
        known = plain(heading)
        if known in names or (not exact and get_close_matches(known, names, 1, _LIKE)):
            return heading
    return None


def words_in(field: Field, cell: str) -> list[str]:
    """The words of one cell: several where somebody can choose several."""
    if field.kind is Kind.ONE_OF:
        return [cell] if cell else []
    return [word for word in _PARTED.split(cell.strip()) if word]


def words_of_column(field: Field, cells: Iterable[str]) -> list[tuple[str, int]]:
    """Every different word of a column with how many cells hold it, the commonest first; case is nothing."""
    seen: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for cell in cells:
        for word in words_in(field, cell):
            key = plain(word) or word
            seen.setdefault(key, word)
            counts[key] += 1
    return [(seen[key], count) for key, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))]


def guess_word(field: Field, word: str) -> str:
    """Our code for one of their words; "" where there is none to guess."""
    names = _names_of(field)
    key = plain(word)
    if key in names:
        return names[key]
    close = get_close_matches(key, names, 1, _LIKE)
    return names[close[0]] if close else ""


def _names_of(field: Field) -> dict[str, str]:
    names: dict[str, str] = {}
    for code, label in field.choices.items():
        names[plain(str(label))] = code
        names[plain(code)] = code
    return names | {plain(word): code for word, code in field.meaning.items()}


def guess_values(
    columns: Columns, column_words: Mapping[str, Sequence[str]], saved: Values | None
) -> dict[str, dict[str, str]]:
    """By field, their word (in plain letters) to our code; what was saved comes first, unknown words are missing."""
    guessed: dict[str, dict[str, str]] = {}
    for key in columns:
        field = BY_KEY[key]
        if not field.has_words:
            continue
        known = dict((saved or {}).get(key, {}))
        for word in column_words.get(key, ()):
            code = known.get(plain(word)) or guess_word(field, word)
            if code:
                known[plain(word)] = code
        guessed[key] = known
    return guessed
