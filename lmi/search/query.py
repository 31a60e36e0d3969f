"""What a reader means: the words of a query with their weights, other spellings and synonyms."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.db import connection

from lmi.search.spellings import ASKING_WORDS, kindred
from lmi.search.words import MOST_WORDS, distance, light, normal_words

_ASKED_SHARE = 0.1
_UNKNOWN_WEIGHT = 8.0
_LONGEST_PHRASE = 5
_RARE = 3  # a word of so few names may be a slip for another
_COMMON = 20  # ... for one of at least so many
_MOST_ALTERNATIVES = 4
_DOER, _SLIP = 0.8, 0.7  # against 1 for the word itself
_LOG_COMMONEST = math.log(2000)  # a word of so many names is as likely as any
_GENDERED = (("woman", "man"), ("person", "man"), ("lady", "man"), ("girl", "boy"), ("ess", ""))

_LOOKUP = """
SELECT 'word', word, names, weight, '', false FROM lmi_searchword WHERE word = ANY(%(lookups)s)
UNION ALL
SELECT 'phrase', phrase, 0, 0, expansion || '|' || array_to_string(units, ' '), broad
FROM lmi_searchphrase WHERE phrase = ANY(%(phrases)s)
UNION ALL
SELECT 'word', w.word, w.names, w.weight, '', false
FROM lmi_searchphrase p JOIN lmi_searchword w ON w.word = ANY(string_to_array(p.expansion, ' '))
WHERE p.phrase = ANY(%(phrases)s)
UNION ALL
SELECT 'near', near.word, near.names, near.weight, asked.word, false
FROM unnest(%(asked)s::text[]) AS asked(word)
LEFT JOIN lmi_searchword known ON known.word = asked.word
CROSS JOIN LATERAL (
    SELECT word, names, weight FROM lmi_searchword WHERE word <> asked.word ORDER BY word <-> asked.word LIMIT 30
) near
WHERE (known.word IS NULL OR known.names <= %(rare)s) AND length(asked.word) >= 3
"""


@dataclass(frozen=True, slots=True)
class Slot:
    """One word of the query: what to look for in its place, each with a factor, and how much it tells.

    `names` is how many names could match, `kin` the words of like meaning that count for less.
    """

    typed: str
    alternatives: tuple[tuple[str, float], ...]
    weight: float
    names: int
    kin: tuple[str, ...] = ()

    @property
    def is_corrected(self) -> bool:
        """Whether the word typed is looked for no longer."""
        return all(word != self.typed for word, _ in self.alternatives)


@dataclass(frozen=True, slots=True)
class Meaning:
    """A query understood: all its words, those that count, and the synonym it is, if it is one."""

    words: tuple[str, ...]
    core: tuple[str, ...]
    slots: tuple[Slot, ...]
    units: tuple[str, ...] = ()
    broad: bool = False


@dataclass(frozen=True, slots=True)
class _Phrase:
    expansion: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    broad: bool = False


@dataclass(slots=True)
class _Known:
    """What the index knows of a query's words: names and weight, phrases, near spellings."""

    words: dict[str, tuple[int, float]] = field(default_factory=dict)
    phrases: dict[str, _Phrase] = field(default_factory=dict)
    near: dict[str, list[str]] = field(default_factory=dict)


def understand(query: str) -> Meaning:
    """Read a query with one SQL statement (none when it has no words)."""
    words = normal_words(query)[:MOST_WORDS]
    if not words:
        return Meaning((), (), ())
    return _Reading(words, _look_up(words)).meaning()


def _look_up(words: Sequence[str]) -> _Known:
    core = _core(words)
    lookups = {part for word in words for part in (word, *_variants(word), *_doers(word), *_halves(word))}
    lookups |= {part for a, b in pairwise(words) for split in _moved_space(a, b) for part in split}
    known = _Known()
    with connection.cursor() as cursor:
        cursor.execute(
            _LOOKUP,
            {
                "lookups": sorted(lookups),
                "phrases": sorted({*_runs(words), *_runs(core)}),
                "asked": sorted(set(words)),
                "rare": _RARE,
            },
        )
        for kind, word, names, weight, text, broad in cursor.fetchall():
            if kind == "phrase":
                expansion, _, units = text.partition("|")
                known.phrases[word] = _Phrase(tuple(expansion.split()), tuple(units.split()), broad)
                continue
            known.words[word] = (names, weight)
            if kind == "near":
                known.near.setdefault(text, []).append(word)
    return known


def _core(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in ASKING_WORDS] or list(words)


def _runs(words: Sequence[str]) -> list[str]:
    count = len(words)
    return [" ".join(words[i:j]) for i in range(count) for j in range(i + 1, min(count, i + _LONGEST_PHRASE) + 1)]


def _variants(word: str) -> list[str]:
    """Forms for everyone of a word for women: "seawoman" is listed as "seaman"."""
    return [word.removesuffix(end) + all_ for end, all_ in _GENDERED if word.endswith(end) and len(word) > len(end) + 2]


def _doers(word: str) -> list[str]:
    """Who does what the word says: "driving" is what a driver does, "acting" what an actor does."""
    return [word[:-3] + end for end in ("er", "or")] if word.endswith("ing") and len(word) > 5 else []


def _moved_space(one: str, other: str) -> list[tuple[str, ...]]:
    """Two words written together, or with the space one letter off: "tea mleader"."""
    return [(one + other,), (one[:-1], one[-1] + other), (one + other[0], other[1:])]


def _splits(word: str) -> list[tuple[str, str]]:
    """A word as two, run together or with a letter in place of the space: "gamesytester"."""
    places = range(3, len(word) - 2)
    cuts = [(word[:n], word[n:]) for n in places] + [(word[:n], word[n + 1 :]) for n in places[:-1]]
    return [(light(one), light(other)) for one, other in cuts]


def _halves(word: str) -> list[str]:
    return [half for split in _splits(word) for half in split]


class _Reading:
    """Works out the slots of one query from what the index knows."""

    def __init__(self, words: Sequence[str], known: _Known) -> None:
        self.words, self.known = words, known
        self.core = _core(words)

    def meaning(self) -> Meaning:
        synonym = self._synonym(self.words) or self._synonym(self.core) or _Phrase()
        read = self._spelt(self.words)
        core = self._spelt(self.core)
        slots = [self._slot(word, word in core) for word in read]
        return Meaning(tuple(read), tuple(core), tuple(slots), synonym.units, synonym.broad)

    def _synonym(self, words: Sequence[str]) -> _Phrase | None:
        return self.known.phrases.get(" ".join(words))

    def _spelt(self, words: Sequence[str]) -> list[str]:
        """The words with phrases replaced, pairs joined and run-together words parted, each once."""
        found: list[str] = []
        at = 0
        while at < len(words):
            taken, spelt = self._at(words, at)
            found += spelt
            at += taken
        return list(dict.fromkeys(found))

    def _at(self, words: Sequence[str], at: int) -> tuple[int, Sequence[str]]:
        for length in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
            phrase = self.known.phrases.get(" ".join(words[at : at + length]))
            if phrase and phrase.expansion:
                return length, phrase.expansion
        if at + 1 < len(words) and (spelt := self._respaced(words[at], words[at + 1])):
            return 2, spelt
        return 1, self._parted(words[at])

    def _respaced(self, one: str, other: str) -> Sequence[str]:
        known = self.known.words
        joined, *moved = _moved_space(one, other)
        if joined[0] in known and len(joined[0]) > 4:
            return joined
        if one in known and other in known:
            return ()
        return next((split for split in moved if split[0] in known and split[1] in known), ())

    def _parted(self, word: str) -> Sequence[str]:
        known = self.known.words
        if word in known or any(variant in known for variant in _variants(word)):
            return [word]
        if any(distance(word, near) == 1 for near in self.known.near.get(word, ())):
            return [word]
        options = [(min(known[a][0], known[b][0]), a, b) for a, b in _splits(word) if a in known and b in known]
        return max(options)[1:] if options and max(options)[0] >= _RARE else [word]

    def _slot(self, word: str, counts: bool) -> Slot:
        known = self.known.words
        alternatives = self._alternatives(word) if counts else [(word, 1.0)]
        names = sum(known[w][0] for w, _ in alternatives if w in known)
        best = next((known[w][1] for w, _ in alternatives if w in known), _UNKNOWN_WEIGHT)
        kin = tuple(k for w, _ in alternatives for k in kindred(w))
        return Slot(word, tuple(alternatives), best if counts else best * _ASKED_SHARE, names, kin)

    def _alternatives(self, word: str) -> list[tuple[str, float]]:
        known = self.known.words
        doers = [(doer, _DOER) for doer in _doers(word) if doer in known]
        if word in known:
            slips = [(w, f * _SLIP) for w, f in self._near(word) if known[w][0] >= _COMMON]
            return [(word, 1.0), *doers, *slips]
        if doers:
            return doers
        for variant in _variants(word):
            if variant in known:
                return [(variant, 1.0)]
        return self._near(word) or [(word, 1.0)]

    def _near(self, word: str) -> list[tuple[str, float]]:
        """A few words within one slip (two in a long word), likeliest first."""
        found = []
        for other in self.known.near.get(word, ()) if word.isalpha() else ():
            slips = distance(word, other)
            if slips <= (1 if len(word) <= 5 else 2):
                commonness = min(1.0, math.log(self.known.words[other][0]) / _LOG_COMMONEST)
                factor = (0.8 if slips == 1 else 0.6) + 0.15 * commonness - (0.05 if other[0] != word[0] else 0.0)
                found.append((other, round(factor, 3)))
        return sorted(found, key=lambda option: (-option[1], option[0]))[:_MOST_ALTERNATIVES]
