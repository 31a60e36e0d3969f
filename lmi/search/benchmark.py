"""How good and how quick search is, against three plain ways of searching the same names."""

from __future__ import annotations

import csv
import hashlib
import random
import string
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from evidence.queries import Editions
from lmi.search.service import search_occupations
from lmi.search.suggestions import suggest
from lmi.search.words import normal

Searcher = Callable[[str], list[str]]
DEPTH = 20
HEADER = ("query", "known_as", "accepted_soc2020", "in_coding_index")

_FULL_TEXT = """
SELECT soc2020_id FROM lmi_searchname, plainto_tsquery('english', %(query)s) AS asked
WHERE to_tsvector('english', name || ' ' || detail) @@ asked
ORDER BY ts_rank_cd(to_tsvector('english', name || ' ' || detail), asked) DESC, length(name), name, id LIMIT 200
"""
_TRIGRAM = """
SELECT soc2020_id FROM lmi_searchname ORDER BY similarity(name, %(query)s) DESC, length(name), name, id LIMIT 200
"""


@dataclass(frozen=True, slots=True)
class Judged:
    """A query with the unit groups that are right answers."""

    query: str
    accepted: frozenset[str]


@dataclass(frozen=True, slots=True)
class Quality:
    """Shares of queries with a right answer first and among five, and the mean reciprocal rank within twenty."""

    queries: int
    hit_at_1: float
    hit_at_5: float
    mrr: float

    def __str__(self) -> str:
        return f"{self.queries:>4}  {self.hit_at_1:.3f}  {self.hit_at_5:.3f}  {self.mrr:.3f}"


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds."""

    p50: float
    p95: float

    def __str__(self) -> str:
        return f"{self.p50:6.1f}  {self.p95:6.1f}"


def read_queries(path: Path) -> list[Judged]:
    """Judged queries of a file with the columns of HEADER; raises ValueError for other columns."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        if tuple(rows.fieldnames or ()) != HEADER:
            raise ValueError(f"{path.name} must have the columns {', '.join(HEADER)}")
        return [Judged(row["query"], frozenset(row["accepted_soc2020"].split())) for row in rows]


def is_tuned_on(judged: Judged) -> bool:
    """Whether a query belongs to the half that the ranking was tuned on; the other half only checks."""
    return hashlib.sha256(judged.query.encode()).digest()[0] % 2 == 0


def with_slip(text: str, seed: int) -> str:
    """The text with one random slip: a letter left out, put in, replaced, or swapped with the next."""
    chance = random.Random(f"{seed}:{text}")  # noqa: S311  # a benchmark, not a secret
    at, kind, letter = chance.randrange(len(text)), chance.choice("oirs"), chance.choice(string.ascii_lowercase)
    if kind == "o":
        return text[:at] + text[at + 1 :]
    if kind == "i":
        return text[:at] + letter + text[at:]
    if kind == "r":
        return text[:at] + letter + text[at + 1 :]
    at = min(at, max(0, len(text) - 2))
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


def quality(search: Searcher, judged: Sequence[Judged], seed: int | None = None) -> Quality:
    """How well a way of searching answers these queries; with a seed, each with one slip."""
    first = five = reciprocal = 0.0
    for one in judged:
        found = search(one.query if seed is None else with_slip(one.query, seed))
        rank = next((place for place, code in enumerate(found[:DEPTH], 1) if code in one.accepted), 0)
        first += rank == 1
        five += 0 < rank <= 5
        reciprocal += 1 / rank if rank else 0
    count = max(1, len(judged))
    return Quality(len(judged), first / count, five / count, reciprocal / count)


def latency(call: Callable[[str], Any], texts: Sequence[str], clients: int) -> Latency:
    """How long calls take while so many clients ask at once, each all of the texts in an order of its own."""
    taken: list[float] = []
    errors: list[BaseException] = []

    def client(number: int) -> None:
        order = list(texts)
        random.Random(number).shuffle(order)  # noqa: S311
        try:
            for text in order:
                started = time.perf_counter()
                call(text)
                taken.append(1000 * (time.perf_counter() - started))
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    taken.sort()
    return Latency(taken[len(taken) // 2], taken[int(0.95 * (len(taken) - 1))])


def beginnings(texts: Iterable[str]) -> list[str]:
    """What a reader has typed when suggestions are asked for: two letters, half, and all but the last."""
    return [text[:end] for text in texts for end in sorted({2, len(text) // 2, len(text) - 1}) if end > 1]


def ours(editions: Editions) -> Searcher:
    """The search that readers use."""
    return lambda query: [hit.soc2020 for hit in search_occupations(query, editions=editions, limit=DEPTH).results]


def suggestions(text: str) -> list[str]:
    """The suggestions that readers see."""
    return [one.soc2020 for one in suggest(text)]


def plain_full_text(query: str) -> list[str]:
    """Names with all words of the query, by PostgreSQL's own rank."""
    return _sql(_FULL_TEXT, query)


def plain_trigram(query: str) -> list[str]:
    """Names by the trigrams they share with the query."""
    return _sql(_TRIGRAM, query)


def plain_rapidfuzz() -> Searcher:
    """Names by rapidfuzz's weighted ratio; needs the development dependencies."""
    from rapidfuzz import fuzz, process

    with connection.cursor() as cursor:
        cursor.execute("SELECT name, soc2020_id FROM lmi_searchname ORDER BY id")
        names = [(normal(name), code) for name, code in cursor.fetchall()]
    words = [name for name, _ in names]

    def search(query: str) -> list[str]:
        best = process.extract(normal(query), words, scorer=fuzz.WRatio, limit=200)
        return list(dict.fromkeys(names[place][1] for _, _, place in best))

    return search


def _sql(statement: str, query: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"query": query})
        return list(dict.fromkeys(code for (code,) in cursor.fetchall()))
