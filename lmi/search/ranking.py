"""The order of results: one statement that scores every candidate name and keeps the best of each unit group.

A name's score is how much of the query it answers (by the weight of the words) and how little else it
says, with additions for the exact name, for its head word and for titles of unit groups. Nothing about
the reader goes in; employment only parts names that match equally well. Equal scores go by code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

from django.db import connection
from psycopg2 import sql

from lmi.search.query import Meaning, Slot

# Tuned on half of the benchmark's queries and on job-profile titles; docs/guides/search.md says how.
PRECISION = 0.55  # share of the score that words of the name which nobody asked for can cost
STEM, KIN, DETAIL, DETAIL_STEM = 0.5, 0.45, 0.5, 0.4  # against 1 for the very word in the name
EXACT, EXACT_OTHER_DETAIL = 0.25, 0.15  # the whole name is the query; with a qualifier nobody asked for
SYNONYM, SYNONYM_STEP = 2.0, 0.03  # a curator's word wins, in the curator's order
UNIT_TITLE, RELATED_TITLE = 0.05, 0.02
HEAD = 0.05  # the name ends in the query's last word: "care worker" is a worker
OTHER_DETAIL = 0.1  # the name is meant for a trade nobody asked for
SYNONYM_PART = 0.02  # for each place down a synonym's list, when only part of it matches
SIZE, MANY = 0.03, 0.1  # people employed; how many names of the unit match
# A word of more names than this is looked for only beside another: "manager" alone says little.
_MOST_NAMES = 700
_LEAST_OF_BEST = 0.3  # the share of the best score below which a unit is no result
_LEAST_SHARE = 0.15  # ... and of the query that the best name must answer


@dataclass(frozen=True, slots=True)
class Found:
    """One unit group with its best name; `share` is how much of the query that name answers."""

    soc2020: str
    title: str
    name: str
    words: str
    kind: str
    exact: bool
    share: float
    score: float


_CANDIDATES = """
WITH candidate AS (
    SELECT id, soc2020_id, kind, name, detail, words, position, mass, prior, {slots}
    FROM lmi_searchname WHERE document @@ ({candidates})
), matched AS (
    SELECT *, ({asked}) / %(total)s AS share, least(1, ({named}) / greatest(mass, 0.1)) AS precise,
        detail = '' OR ({detailed}) > 0 AS fits, words = ANY(%(exact)s) AS exact,
        kind = 'synonym' AND words = ANY(%(typed)s) AS curated
    FROM candidate
), scored AS (
    SELECT *, CASE WHEN curated THEN %(synonym)s - %(synonym_step)s * position ELSE
        share * (1 - %(precision)s + %(precision)s * precise)
        + CASE WHEN exact AND fits THEN %(exact_fits)s WHEN exact THEN %(exact_other)s ELSE 0 END
        + CASE kind WHEN 'unit_group' THEN %(unit)s * share WHEN 'related' THEN %(related)s * share
               WHEN 'synonym' THEN - %(synonym_part)s * position ELSE 0 END
        + CASE WHEN words LIKE '%%' || %(last)s THEN %(head)s ELSE 0 END
        - CASE WHEN fits THEN 0 ELSE %(other_detail)s END
        + %(size)s * prior END AS score
    FROM matched
), unit AS (
    SELECT *, score + %(many)s * ln(1 + sum(score ^ 4) OVER same) AS total,
        row_number() OVER (same ORDER BY score DESC, kind DESC, words, id) AS place
    FROM scored WINDOW same AS (PARTITION BY soc2020_id)
)
SELECT soc2020_id, title, name, words, kind, exact, share, total
FROM unit JOIN lmi_occupationgroup ON code = soc2020_id
WHERE place = 1 ORDER BY total DESC, soc2020_id LIMIT %(limit)s
"""


def rank(meaning: Meaning, limit: int) -> list[Found]:
    """Unit groups for a query understood, best first; one SQL statement, none for no words."""
    if not meaning.slots:
        return []
    params = _params(meaning, limit)
    numbers = range(len(meaning.slots))
    query = sql.SQL(_CANDIDATES).format(
        slots=sql.SQL(", ").join(_slot(n, meaning.slots[n], params) for n in numbers),
        candidates=_candidates(meaning),
        asked=_sum("{weight} * greatest({name}, {detail})", numbers),
        named=_sum("{weight} * {name}", numbers),
        detailed=_sum("{detail}", numbers),
    )
    with connection.cursor() as cursor:
        # As text: the audit trail looks at the statements of requests that write, and reads text only.
        cursor.execute(query.as_string(cursor.cursor), params)
        found = [Found(*row) for row in cursor.fetchall()]
    return [one for one in found if one.score >= _LEAST_OF_BEST * found[0].score and found[0].share >= _LEAST_SHARE]


def _params(meaning: Meaning, limit: int) -> dict[str, Any]:
    return {
        "total": sum(slot.weight for slot in meaning.slots),
        "exact": sorted({*_spellings(meaning, meaning.words), *_spellings(meaning, meaning.core)}),
        "typed": [" ".join(meaning.words), " ".join(meaning.core)],
        "last": meaning.core[-1],
        "limit": limit,
        "synonym": SYNONYM,
        "synonym_step": SYNONYM_STEP,
        "precision": PRECISION,
        "exact_fits": EXACT,
        "exact_other": EXACT_OTHER_DETAIL,
        "unit": UNIT_TITLE,
        "related": RELATED_TITLE,
        "synonym_part": SYNONYM_PART,
        "head": HEAD,
        "other_detail": OTHER_DETAIL,
        "size": SIZE,
        "many": MANY,
    }


def _spellings(meaning: Meaning, words: Sequence[str]) -> list[str]:
    """The words in every spelling that is looked for, at most a dozen."""
    options = {slot.typed: [word for word, _ in slot.alternatives] for slot in meaning.slots}
    return [" ".join(choice) for choice in islice(product(*(options.get(word, [word]) for word in words)), 12)]


def _slot(n: int, slot: Slot, params: dict[str, Any]) -> sql.Composable:
    """Columns name_n and detail_n: how well word n of the query is answered by the name and by its qualifier."""
    words = [word for word, _ in slot.alternatives]
    best = slot.alternatives[0][1]
    params[f"weight_{n}"] = slot.weight
    cases = [(factor, _plain([word], "A")) for word, factor in slot.alternatives]
    cases.append((best * STEM, _stemmed(words, "B")))
    if slot.kin:
        cases.append((best * KIN, _plain(slot.kin, "A")))
    detail_cases = [(best * DETAIL, _plain(words, "C")), (best * DETAIL_STEM, _stemmed(words, "D"))]
    return sql.SQL("{} AS {}, {} AS {}").format(
        _first_of(cases), sql.Identifier(f"name_{n}"), _first_of(detail_cases), sql.Identifier(f"detail_{n}")
    )


def _first_of(cases: list[tuple[float, sql.Composable]]) -> sql.Composable:
    ordered = sorted(cases, key=lambda case: -case[0])
    whens = [sql.SQL("WHEN document @@ {} THEN {}").format(query, sql.Literal(factor)) for factor, query in ordered]
    return sql.SQL("(CASE {} ELSE 0 END)").format(sql.SQL(" ").join(whens))


def _plain(words: Sequence[str], label: str) -> sql.Composable:
    """Any of these very words under a label of the document; the words are letters and digits only."""
    return sql.SQL("{}::tsquery").format(sql.Literal(" | ".join(f"'{word}':{label}" for word in words)))


def _stemmed(words: Sequence[str], label: str = "") -> sql.Composable:
    text = " | ".join(f"'{word}':{label}" if label else f"'{word}'" for word in words)
    return sql.SQL("to_tsquery('waymark', {})").format(sql.Literal(text))


def _sum(term: str, numbers: Sequence[int]) -> sql.Composable:
    terms = [
        sql.SQL(term).format(
            weight=sql.Placeholder(f"weight_{n}"),
            name=sql.Identifier(f"name_{n}"),
            detail=sql.Identifier(f"detail_{n}"),
        )
        for n in numbers
    ]
    return sql.SQL(" + ").join(terms)


def _candidates(meaning: Meaning) -> sql.Composable:
    """A query for the names worth scoring: with one telling word, or with two common ones."""
    counted = [slot for slot in meaning.slots if slot.typed in meaning.core] or list(meaning.slots)
    common = [slot for slot in counted if slot.names > _MOST_NAMES]
    parts = [_any(slot) for slot in counted if 0 < slot.names <= _MOST_NAMES]
    for at, one in enumerate(common):
        parts += [sql.SQL("({} && {})").format(_any(one), _any(other)) for other in common[at + 1 :]]
    return sql.SQL(" || ").join(parts or [_any(slot) for slot in common or counted])


def _any(slot: Slot) -> sql.Composable:
    return _stemmed([word for word, _ in slot.alternatives])
