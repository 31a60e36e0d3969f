"""Builds what search reads, all or nothing, from the published editions and the synonyms."""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db import connection, models, transaction
from psycopg2 import sql

from evidence.queries import Editions, current_editions
from lmi.models import (
    EmploymentFigure,
    JobTitle,
    NameKind,
    OccupationGroup,
    SearchName,
    SearchPhrase,
    SearchWord,
    Synonym,
)
from lmi.models.figures import ALL_INDUSTRIES
from lmi.search.words import normal_words

TITLE_SOURCES = ("soc-2020-index", "soc-2020-related-titles")
PEOPLE_SOURCE = "aps-unit-industry"
READ_SOURCES = ("soc-2020", *TITLE_SOURCES, PEOPLE_SOURCE)
UK = "K02000001"
# The unit groups run from about a thousand to about a million people; a unit without a figure counts as middling.
_FEWEST, _MOST, _MIDDLING = 1_000.0, 1_000_000.0, 0.5
_BUILD_LOCK = 8_214_032
_KIND_ORDER = {NameKind.UNIT_GROUP: 0, NameKind.SYNONYM: 1, NameKind.RELATED: 2, NameKind.CODING_INDEX: 3}


@dataclass(slots=True)
class Entry:
    """One row of SearchName in the making."""

    soc2020: str
    kind: str
    name: str
    detail: str
    words: list[str]
    detail_words: list[str]
    position: int = 0
    mass: float = 0.0
    prior: float = _MIDDLING
    suggested: bool = False


@dataclass(frozen=True, slots=True)
class Built:
    """How many rows an index build wrote."""

    names: int
    words: int
    phrases: int


def rebuild_index() -> Built:
    """Write the three tables anew from what is published now; readers see the old ones until it is done.

    Takes a few seconds for 45,000 names. Waits for another build to end.
    """
    with transaction.atomic():
        _lock()
        editions = current_editions()
        spellings = Spellings([*_facts(editions)])
        entries = [*spellings.entries, *_synonyms(spellings)]
        words = _weigh(entries)
        _add_priors(entries, editions)
        phrases = [*spellings.rewrites(), *_phrases(spellings)]
        _mark_suggested(entries, {phrase for phrase, _, _, broad in phrases if broad})
        _replace(SearchName, _NAME_COLUMNS, (_name_row(e) for e in entries))
        _replace(SearchWord, ("word", "names", "weight"), words)
        _replace(SearchPhrase, ("phrase", "expansion", "units", "broad"), _once(phrases))
    return Built(len(entries), len(words), SearchPhrase.objects.count())


def _facts(editions: Editions) -> Iterable[Entry]:
    for code, title in OccupationGroup.objects.units().order_by("code").values_list("code", "title"):
        yield _entry(code, NameKind.UNIT_GROUP, title.removesuffix(" n.e.c.").removesuffix(" n.e.c"), "")
    titles = JobTitle.objects.filter(release_id__in=editions.of(*TITLE_SOURCES)).order_by("release_id", "entry")
    for code, origin, title, qualifier in titles.values_list("soc2020_id", "origin", "title", "qualifier"):
        for name in _each_name(title):
            yield _entry(code, origin, name, qualifier)


def _entry(code: str, kind: str, name: str, detail: str) -> Entry:
    return Entry(code, kind, name, detail, normal_words(name), normal_words(detail))


def _each_name(title: str) -> list[str]:
    """A title with a slash in its first word is two names: "HGV/LGV driver"."""
    first, space, rest = title.partition(" ")
    return [f"{part}{space}{rest}" for part in first.split("/")] if "/" in first else [title]


class Spellings:
    """Words that are written together in some names and apart in others, brought to the commoner way."""

    def __init__(self, entries: list[Entry]) -> None:
        self.entries = [e for e in entries if e.words]
        singles: Counter[str] = Counter()
        pairs: Counter[tuple[str, str]] = Counter()
        for entry in self.entries:
            singles.update(entry.words)
            pairs.update(pairwise(entry.words))
        self.known = singles
        self._joins: dict[tuple[str, str], str] = {}
        self._parts: dict[str, tuple[str, str]] = {}
        for pair, together in ((p, "".join(p)) for p in sorted(pairs)):
            if together not in singles or not together.isalpha():
                continue
            if singles[together] >= pairs[pair]:
                self._joins[pair] = together
            else:
                self._parts[together] = pair
        for entry in self.entries:
            entry.words = self.common(entry.words)
            entry.detail_words = self.common(entry.detail_words)

    def common(self, words: Sequence[str]) -> list[str]:
        """The words in the way most names write them."""
        found: list[str] = []
        for word in words:
            if found and (found[-1], word) in self._joins:
                found[-1] = self._joins[(found[-1], word)]
            else:
                found += self._parts.get(word, (word,))
        return found

    def rewrites(self) -> list[tuple[str, str, list[str], bool]]:
        """The same as phrases, for use on queries."""
        apart = [(" ".join(pair), together) for pair, together in self._joins.items()]
        together = [(word, " ".join(pair)) for word, pair in self._parts.items()]
        return [(phrase, expansion, [], False) for phrase, expansion in (*apart, *together)]


def _synonyms(spellings: Spellings) -> Iterable[Entry]:
    known = set(OccupationGroup.objects.units().values_list("code", flat=True))
    for synonym in Synonym.objects.order_by("phrase"):
        words = spellings.common(normal_words(synonym.phrase))
        for position, code in enumerate(code for code in synonym.units if code in known):
            yield Entry(code, NameKind.SYNONYM, synonym.phrase, "", words, [], position)


def _phrases(spellings: Spellings) -> Iterable[tuple[str, str, list[str], bool]]:
    for synonym in Synonym.objects.order_by("phrase"):
        phrase = " ".join(spellings.common(normal_words(synonym.phrase)))
        expansion = " ".join(spellings.common(normal_words(synonym.expansion)))
        if phrase:
            yield phrase, expansion, list(synonym.units), synonym.broad


def _once(phrases: Iterable[tuple[str, str, list[str], bool]]) -> list[tuple[str, str, str, bool]]:
    """One row a phrase; a curator's entry, which comes later, wins over a spelling."""
    unique = {
        phrase: (phrase, expansion, "{" + ",".join(units) + "}", broad) for phrase, expansion, units, broad in phrases
    }
    return list(unique.values())


def _weigh(entries: Sequence[Entry]) -> list[tuple[str, int, float]]:
    """Each word with its number of names and weight; sets the mass of the entries."""
    counts: Counter[str] = Counter()
    for entry in entries:
        counts.update({*entry.words, *entry.detail_words})
    total = len(entries)
    weights = {word: math.log(1 + total / count) for word, count in counts.items()}
    for entry in entries:
        entry.mass = sum(weights[word] for word in dict.fromkeys(entry.words))
    return [(word, counts[word], weights[word]) for word in sorted(counts)]


def _add_priors(entries: Iterable[Entry], editions: Editions) -> None:
    people = _people(editions)
    for entry in entries:
        number = people.get(entry.soc2020)
        if number:
            share = math.log(number / _FEWEST) / math.log(_MOST / _FEWEST)
            entry.prior = min(1.0, max(0.0, share))


def _people(editions: Editions) -> dict[str, float]:
    """At least how many people work in each unit, by the latest edition held; empty when there is none."""
    latest = editions.latest(PEOPLE_SOURCE)
    if latest is None:
        return {}
    figures = EmploymentFigure.objects.of_releases([latest]).filter(area_id=UK).exclude(industry=ALL_INDUSTRIES)
    year = figures.aggregate(latest=models.Max("year"))["latest"]
    rows = (
        figures.filter(year=year, people__isnull=False).values_list("soc2020_id").annotate(total=models.Sum("people"))
    )
    return {code: float(total) for code, total in rows}


def _mark_suggested(entries: Sequence[Entry], broad: set[str]) -> None:
    """Choose the row that stands for each name; a broad word leads to no one unit and is not suggested."""
    best: dict[str, Entry] = {}
    for entry in entries:
        key = " ".join(entry.words)
        if key not in best or _suggest_order(entry) < _suggest_order(best[key]):
            best[key] = entry
    for key, entry in best.items():
        entry.suggested = key not in broad


def _suggest_order(entry: Entry) -> tuple[Any, ...]:
    return (bool(entry.detail), _KIND_ORDER[NameKind(entry.kind)], entry.position, -entry.prior, entry.soc2020)


_NAME_COLUMNS = (
    "soc2020_id", "kind", "name", "detail", "words", "detail_words", "position", "mass", "prior", "suggested",
)  # fmt: skip


def _name_row(entry: Entry) -> tuple[Any, ...]:
    return (
        entry.soc2020, entry.kind, entry.name, entry.detail, " ".join(entry.words), " ".join(entry.detail_words),
        entry.position, f"{entry.mass:.5f}", f"{entry.prior:.4f}", entry.suggested,
    )  # fmt: skip


def _replace(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    table = sql.Identifier(model._meta.db_table)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    text.seek(0)
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    with connection.cursor() as cursor:
        # DELETE, not TRUNCATE: readers go on reading the old rows.
        # Plain text: the audit trail's wrapper, at work while the desk saves, reads statements as such.
        cursor.execute(sql.SQL("DELETE FROM {}").format(table).as_string(cursor.cursor))
        cursor.cursor.copy_expert(sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(table, names), text)
        cursor.execute(sql.SQL("ANALYZE {}").format(table).as_string(cursor.cursor))


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_BUILD_LOCK])
