"""How text is brought to normal form, the same for names in the index and for what people type."""

from __future__ import annotations

import re
import unicodedata

from lmi.search.spellings import BEGINNINGS, LITTLE_WORDS, WHOLE_WORDS, WRITTEN_OUT

MOST_CHARACTERS = 120
MOST_WORDS = 10
TOO_FAR = 9  # what `distance` answers for words that cannot be one another's slip

_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}(?:[a-z]\b)?")
_MANY_INITIALS = re.compile(r"\b([A-Z]{2,})'?s\b")
_OWNER = re.compile(r"(?<=\w)'s\b|(?<=s)'|'")
_WORD = re.compile(r"[a-z0-9]+")
_IZE = re.compile(r"^(\w{3,}?)([iy])z(e|er|ers|ed|es|ing|ation|ations)$")
_KEEPS_Z = frozenset({"prize", "prizes", "size", "sizes", "sizer", "sizing", "seize"})
_KEEPS_S = re.compile(r"(ss|us|is|ics|ws)$")
_LETTERS = str.maketrans({"\u00f8": "o", "\u00e6": "ae", "\u0153": "oe", "\u00df": "ss", "\u2019": "'", "`": "'"})


def split(text: str) -> list[str]:
    """The words of a text in small letters, without accents, marks and possessives; little words included."""
    return _WORD.findall(_plain(text))


def normal_words(text: str) -> list[str]:
    """The words that count, each in normal form, in order: what names are compared by."""
    return [light(word) for word in split(text) if word not in LITTLE_WORDS]


def normal(text: str) -> str:
    """`normal_words` as one string."""
    return " ".join(normal_words(text))


def light(word: str) -> str:
    """One word in British spelling and singular: "organizers" is "organiser", "firemen" is "fireman"."""
    if word in WHOLE_WORDS:
        return WHOLE_WORDS[word]
    for beginning, british in BEGINNINGS:
        if word.startswith(beginning) and not word.startswith(british):
            word = british + word[len(beginning) :]
            break
    if word not in _KEEPS_Z:
        word = _IZE.sub(r"\1\2s\3", word)
    return _singular(word)


def _singular(word: str) -> str:
    if word.endswith("men") and len(word) > 5:
        return word[:-2] + "an"
    if len(word) < 4 or not word.endswith("s") or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word if _KEEPS_S.search(word) else word[:-1]


def _plain(text: str) -> str:
    text = "".join(c for c in text[: MOST_CHARACTERS * 4] if c.isprintable() or c.isspace()).translate(_LETTERS)
    decomposed = unicodedata.normalize("NFKD", _MANY_INITIALS.sub(r"\1", text))
    small = "".join(c for c in decomposed if not unicodedata.combining(c)).lower().translate(_LETTERS)
    for pattern, written in WRITTEN_OUT:
        small = pattern.sub(written, small)
    small = _INITIALS.sub(lambda found: found.group().replace(".", ""), small)
    return _OWNER.sub("", small)


def distance(one: str, other: str) -> int:
    """How many slips lie between two words: a letter too many, too few, wrong, or two swapped."""
    if abs(len(one) - len(other)) > 2:
        return TOO_FAR
    row = list(range(len(other) + 1))
    before: list[int] = []
    for i, x in enumerate(one, 1):
        before2, before, row = before, row, [i]
        for j, y in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == other[j - 2] and one[i - 2] == y:
                cost = min(cost, before2[j - 2] + 1)
            row.append(cost)
    return row[-1]
