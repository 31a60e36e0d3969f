"""Names that begin, or have a word that begins, with what somebody is typing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from psycopg2 import sql

from lmi.search.shapes import Suggestion
from lmi.search.spellings import ASKING_WORDS
from lmi.search.words import MOST_CHARACTERS, MOST_WORDS, distance, light, normal, split

# Less is better: short names of work that many people do come first; names that have the text further on,
# and names with a qualifier, wait; a broad word brings its units, likeliest first. A unit group is shown
# twice at most, so that others are seen too.
_CHOICE = sql.SQL("""
, weighed AS (
    SELECT *, 0.6 * length(words) + 4 * place + CASE WHEN detail <> '' THEN 4 ELSE 0 END - 10 * prior
        - CASE kind WHEN 'coding_index' THEN 0 WHEN 'synonym' THEN 2 ELSE 3 END
        - CASE WHEN words = %(whole)s THEN 100 ELSE 0 END AS effort
    FROM candidate
), chosen AS (
    SELECT *, row_number() OVER (PARTITION BY soc2020_id ORDER BY effort, words) AS nth FROM weighed
)
SELECT name, soc2020_id, title, kind, words FROM chosen JOIN lmi_occupationgroup ON code = soc2020_id
WHERE nth <= 2 ORDER BY effort, words, soc2020_id LIMIT %(limit)s
""")
_FIELDS = sql.SQL("name, words, soc2020_id, kind, prior, detail")
_BEGINNING = sql.SQL("""
WITH candidate AS (
    SELECT {fields}, min(place) AS place FROM (
        SELECT {fields}, 0 AS place FROM lmi_searchname WHERE suggested
        AND ((words >= %(whole)s AND words < %(whole_end)s) OR (words >= %(joined)s AND words < %(joined_end)s))
        UNION ALL
        SELECT {fields}, 1 FROM lmi_searchname WHERE suggested AND document @@ %(inside)s::tsquery
        UNION ALL
        SELECT {fields}, ordinality - 20 FROM lmi_searchphrase, unnest(units) WITH ORDINALITY AS broad_unit(code)
        JOIN lmi_searchname ON soc2020_id = code AND kind = 'unit_group' WHERE phrase = %(whole)s AND broad
    ) AS either GROUP BY {fields}
){choice}
""").format(fields=_FIELDS, choice=_CHOICE)
# What was typed, with the last word replaced by several that begin alike and the others by the nearest known.
_MISSPELT = sql.SQL("""
WITH before AS (
    SELECT coalesce(string_agg((
        SELECT known.word FROM lmi_searchword known ORDER BY known.word <-> typed.word, known.word LIMIT 1
    ), ' ' ORDER BY n) || ' ', '') AS text
    FROM unnest(%(before)s::text[]) WITH ORDINALITY AS typed(word, n)
), last AS (
    SELECT word FROM lmi_searchword WHERE left(word, 1) = left(%(last)s, 1)
    ORDER BY similarity(left(word, length(%(last)s)), %(last)s) DESC, names DESC, word LIMIT 12
), candidate AS (
    SELECT DISTINCT {fields}, 0 AS place FROM before CROSS JOIN last CROSS JOIN LATERAL (
        SELECT {fields} FROM lmi_searchname
        WHERE suggested AND words >= text || word AND words < text || word || '~' ORDER BY words LIMIT 40
    ) AS name
){choice}
""").format(fields=_FIELDS, choice=_CHOICE)
_LOOKED_AT = 60
_TELLING, _LONG = 3, 6
_AFTER = "~"  # sorts after every letter and figure


def suggest(prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
    """Up to `limit` names for the beginning of a query; at most two SQL statements.

    The last word may be unfinished. When no name begins so, each word is taken for a slip of the known
    word nearest to it. Empty for a text without letters or figures.
    """
    typed = split(prefix[:MOST_CHARACTERS])[:MOST_WORDS]
    if not typed:
        return ()
    last = light(typed[-1]) if len(typed[-1]) > 3 else typed[-1]
    before = normal(" ".join(typed[:-1])).split()
    words = [*(word for word in before if word not in ASKING_WORDS), last]
    whole = " ".join(words)
    # One or two letters begin some word of most names: then only how the name itself begins tells anything.
    tells = len(words) > 1 or len(last) >= _TELLING
    inside = " & ".join([*(f"'{word}':A" for word in words[:-1]), f"'{last}':*A"]) if tells else ""
    joined = _joined(words)
    ends = {"whole_end": whole + _AFTER, "joined": joined, "joined_end": joined + _AFTER}
    found = _rows(_BEGINNING, {"whole": whole, **ends, "inside": inside, "limit": limit})
    if not found and len(last) > 2:
        parts = {"whole": whole, "before": words[:-1], "last": last, "limit": _LOOKED_AT}
        near = [(_slips(whole, row[4]), row) for row in _rows(_MISSPELT, parts)]
        allowed = 1 if len(whole) < _LONG else 2
        found = [row for slips, row in sorted(near, key=lambda one: one[0]) if slips <= allowed][:limit]
    return tuple(Suggestion(text, code, title, kind) for text, code, title, kind, _ in found)


def _slips(typed: str, words: str) -> int:
    """Slips between what was typed and the beginning of a name as long as it, give or take two letters."""
    return min(distance(typed, words[: len(typed) + more]) for more in range(-2, 3))


def _joined(words: Sequence[str]) -> str:
    """The last two words written as one: "fire fig" begins "firefighter"."""
    return " ".join([*words[:-2], "".join(words[-2:])])


def _rows(query: sql.Composed, params: dict[str, Any]) -> list[tuple[str, str, str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        rows: list[tuple[str, str, str, str, str]] = cursor.fetchall()
    return rows
