"""Reads of evidence: which editions answer, and what the pages about sources show."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import get_language

from evidence.enums import ReleaseState
from evidence.figures import ReleaseRef
from evidence.models import Publisher, Release, Source, SourceCheck, citation
from foundation.prepared import run_prepared


class UnknownEditionError(Exception):
    """Asked for an edition that does not exist, or was never published; `key` names it."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class ConflictingEditionsError(Exception):
    """Asked for two editions of one source; `source` names it."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.source = source


@dataclass(frozen=True, slots=True)
class Editions:
    """The editions that answer one request: the published ones, or those named by ?release=.

    `refs` maps a release id to its citation; `by_source` a source to its release ids, latest slot
    first.
    """

    refs: dict[int, ReleaseRef]
    by_source: dict[str, tuple[int, ...]]
    named: tuple[str, ...] = ()

    def of(self, *sources: str) -> list[int]:
        """Release ids of these sources, latest slot first."""
        return [pk for source in sources for pk in self.by_source.get(source, ())]

    def latest(self, source: str) -> int | None:
        """The release id of the latest slot of a source, or None when none is held."""
        ids = self.by_source.get(source, ())
        return ids[0] if ids else None

    def ref(self, release_id: int) -> ReleaseRef:
        """The citation of a release in this set."""
        return self.refs[release_id]

    @property
    def etag(self) -> str:
        """Changes whenever another edition would answer."""
        return ".".join(str(pk) for pk in sorted(self.refs))


def current_editions(release_keys: Iterable[str] = ()) -> Editions:
    """The editions that answer now; a named key makes that edition the latest of its source.

    With a key, what its source published for later slots is left out, so an address that names its
    editions answers the same after the next publication. One SQL statement. Raises
    UnknownEditionError for a key that names no citable edition, ConflictingEditionsError for two
    keys of one source.
    """
    keys = tuple(dict.fromkeys(key for key in release_keys if key))
    ((found,),) = run_prepared(_CITED, [ReleaseState.PUBLISHED, list(keys), ReleaseState.SUPERSEDED])
    return _editions(found, keys, get_language())


class _Cited(NamedTuple):
    """What a citation needs of a release."""

    pk: int
    key: str
    source: str
    slot: str
    edition: str
    period: str
    status: str
    title: str
    publisher: str

    def ref(self) -> ReleaseRef:
        label = citation(self.title, self.edition, self.status, self.publisher)
        return ReleaseRef(self.key, self.source, label, self.period, self.status)


# By hand and as one text, because every request begins with it: putting the query together and reading
# its rows took longer than the answer to a small question.
_CITED = """
SELECT coalesce(json_agg(json_build_array(
    r.id, r.key, r.source_id, r.slot, r.edition, r.period, r.status, s.title, p.name
  ) ORDER BY r.source_id, r.slot DESC, r.id), '[]')::text
FROM evidence_release r
JOIN evidence_source s ON s.slug = r.source_id
JOIN evidence_publisher p ON p.slug = s.publisher_id
WHERE r.state = $1 OR (r.key = ANY($2::text[]) AND r.state = $3)
"""


@lru_cache(maxsize=128)
def _editions(cited: str, keys: tuple[str, ...], language: str | None) -> Editions:
    """Put together what the rows say; remembered, because every request asks and the rows seldom change."""
    found = [_Cited(*row) for row in json.loads(cited)]
    named = _named_by_source(found, keys)
    chosen = [release for release in found if _answers(release, named.get(release.source))]
    by_source: dict[str, tuple[int, ...]] = {}
    for release in chosen:
        by_source[release.source] = (*by_source.get(release.source, ()), release.pk)
    return Editions(refs={r.pk: r.ref() for r in chosen}, by_source=by_source, named=keys)


def _named_by_source(found: Sequence[_Cited], keys: Sequence[str]) -> dict[str, _Cited]:
    by_key = {release.key: release for release in found}
    named: dict[str, _Cited] = {}
    for key in keys:
        if key not in by_key:
            raise UnknownEditionError(key)
        release = by_key[key]
        if release.source in named:
            raise ConflictingEditionsError(release.source)
        named[release.source] = release
    return named


def _answers(release: _Cited, named: _Cited | None) -> bool:
    if named is None:
        return True
    return release.pk == named.pk or release.slot < named.slot


class UnknownSourceError(Exception):
    """There is no source with this slug."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What we hold of one source, as its page and the API show it.

    `published_by` is the body that published it, `answering` the one that answers for it today.
    `current` are the editions that answer now, latest slot first; `history` every edition that was
    read to the end, newest first, withdrawn ones included. `current` is empty when none is held.
    """

    source: Source
    published_by: Publisher
    answering: Publisher
    current: tuple[Release, ...]
    history: tuple[Release, ...]
    last_check: SourceCheck | None

    @property
    def latest(self) -> Release | None:
        """The edition of the latest slot, or None."""
        return self.current[0] if self.current else None

    @property
    def row_count(self) -> int:
        """Rows of all editions that answer now."""
        return sum(release.row_count for release in self.current)


def holdings(today: date, *slugs: str) -> tuple[Holding, ...]:
    """Every source (or these), in page order, with what is held of it; three SQL statements.

    Raises UnknownSourceError when slugs are given and none of them is a source.
    """
    sources = list(Source.objects.for_page().filter(Q(slug__in=slugs) if slugs else Q()))
    if slugs and not sources:
        raise UnknownSourceError(", ".join(slugs))
    releases: dict[str, list[Release]] = {source.slug: [] for source in sources}
    read = Release.objects.of(*releases).exclude(state=ReleaseState.IMPORTING).with_source()
    for release in read.order_by("source_id", "-slot", "-pk"):
        releases[release.source_id].append(release)
    checks = SourceCheck.objects.filter(source_id__in=list(releases)).order_by("source_id", "-checked_at")
    last = {check.source_id: check for check in checks.distinct("source_id")}
    return tuple(_holding(source, releases[source.slug], last.get(source.slug), today) for source in sources)


def _holding(source: Source, history: Sequence[Release], check: SourceCheck | None, today: date) -> Holding:
    current = tuple(release for release in history if release.state == ReleaseState.PUBLISHED)
    body = source.publisher
    return Holding(source, body, body.answering(today), current, tuple(history), check)
