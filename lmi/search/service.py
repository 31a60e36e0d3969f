"""The one way to search occupations and job titles: pages, the API and the benchmark call these."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from django.db import connection

from evidence.queries import Editions
from foundation.counters import count
from lmi.enums import Level
from lmi.models import NameKind, OccupationGroup
from lmi.search.index import TITLE_SOURCES
from lmi.search.query import Meaning, understand
from lmi.search.ranking import Found, rank
from lmi.search.shapes import GroupChoice, SearchAnswer, SearchHit, Suggestion, Why
from lmi.search.words import MOST_CHARACTERS, normal

_CODE = re.compile(r"\s*(?:soc)?\s*(?:2020)?\s*[:#]?\s*(\d{1,4})\s*", re.IGNORECASE)
_NEAREST = """
SELECT name, soc2020_id, title, kind
FROM lmi_searchname JOIN lmi_occupationgroup ON code = soc2020_id
WHERE suggested AND kind <> 'coding_index' AND similarity(words, %(words)s) > 0.25
ORDER BY words <-> %(words)s, words, soc2020_id LIMIT 6
"""
# One word that fits several kinds of work about equally well is answered with groups as a broad word is.
_CLOSE, _MANY_GROUPS, _LOOKED_AT = 0.9, 4, 10


def search_occupations(query: str, *, editions: Editions, limit: int = 20, today: date | None = None) -> SearchAnswer:
    """Unit groups for what somebody typed, best first; at most three SQL statements.

    A code finds its unit, or the units of its group. A broad word also has groups to choose from, a
    query without results the nearest names. With `today`, a query without results is counted as
    "search-none". The names are those of the published editions, which `sources` cites. Raises nothing
    for any text.
    """
    answer = _by_code(query, limit) or _by_words(query, limit)
    if not answer.results and today is not None and answer.query:
        count("search-none", answer.query, today=today)
    sources = tuple(editions.ref(release) for release in editions.of("soc-2020", *TITLE_SOURCES))
    return SearchAnswer(answer.query, answer.results, answer.groups, answer.corrected, answer.nearest, sources)


def _by_code(query: str, limit: int) -> SearchAnswer | None:
    """The unit of a four-figure code or the units of a shorter one; None when it is no code that exists."""
    written = _CODE.fullmatch(query[:MOST_CHARACTERS])
    if written is None:
        return None
    code = written[1]
    found = list(OccupationGroup.objects.within(code).exclude(level=Level.ALL).order_by("code"))
    units = [group for group in found if group.level == Level.UNIT]
    hits = tuple(SearchHit(unit.code, unit.title, unit.title, Why.CODE, 1.0) for unit in units[:limit])
    groups = tuple(
        GroupChoice(group.code, group.title, tuple(unit.code for unit in units if unit.code.startswith(group.code)))
        for group in found
        if group.level == Level.MINOR and len(code) < len(group.code)
    )
    return SearchAnswer(code, hits, groups) if hits else None


def _by_words(query: str, limit: int) -> SearchAnswer:
    meaning = understand(query)
    found = rank(meaning, limit)
    typed = normal(query)[:MOST_CHARACTERS]
    if not found:
        return SearchAnswer(typed, nearest=() if typed.isdigit() else _nearest(typed))
    hits = tuple(_hit(meaning, one) for one in found)
    return SearchAnswer(typed, hits, _groups(meaning, found), _corrected(meaning, found[0]))


def _hit(meaning: Meaning, found: Found) -> SearchHit:
    return SearchHit(found.soc2020, found.title, found.name, _why(meaning, found), round(found.score, 4))


def _why(meaning: Meaning, found: Found) -> Why:
    named = set(found.words.split())
    if any(slot.is_corrected and named & {word for word, _ in slot.alternatives} for slot in meaning.slots):
        return Why.SPELLING
    if found.exact:
        return Why.SYNONYM if found.kind == NameKind.SYNONYM else Why.NAME
    return Why.ALL_WORDS if named.issuperset(meaning.core) else Why.SOME_WORDS


def _corrected(meaning: Meaning, best: Found) -> str:
    """What was looked for in place of words that no name has; empty when all are known."""
    if not any(slot.is_corrected for slot in meaning.slots):
        return ""
    named = set(best.words.split())
    spelt = {slot.typed: [word for word, _ in slot.alternatives] for slot in meaning.slots}
    read = [next((word for word in spelt[typed] if word in named), spelt[typed][0]) for typed in meaning.core]
    return " ".join(read)


def _groups(meaning: Meaning, found: Sequence[Found]) -> tuple[GroupChoice, ...]:
    """The minor groups of a word that spans kinds of work, in the order of the results."""
    if meaning.broad:
        codes = [one.soc2020 for one in found if one.soc2020 in meaning.units]
    elif len(meaning.core) == 1:
        close = [one.soc2020 for one in found[:_LOOKED_AT] if one.score >= _CLOSE * found[0].score]
        codes = close if len({code[:3] for code in close}) >= _MANY_GROUPS else []
    else:
        codes = []
    units: dict[str, list[str]] = {}
    for code in codes:
        units.setdefault(code[:3], []).append(code)
    if len(units) < 2:
        return ()
    titles = dict(OccupationGroup.objects.filter(code__in=list(units)).values_list("code", "title"))
    return tuple(GroupChoice(code, titles[code], tuple(inside)) for code, inside in units.items())


def _nearest(words: str) -> tuple[Suggestion, ...]:
    if not words:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(_NEAREST, {"words": words})
        return tuple(Suggestion(text, code, title, kind) for text, code, title, kind in cursor.fetchall())


def matching_units(query: str, *, editions: Editions, limit: int = 100) -> list[str]:
    """Codes of the unit groups that a query finds, best first: for lists that narrow by words."""
    return [hit.soc2020 for hit in search_occupations(query, editions=editions, limit=limit).results]
