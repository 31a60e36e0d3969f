"""Reads of evidence: which editions answer, and what the pages about sources show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from evidence.figures import ReleaseRef
from evidence.models import Release


class UnknownEditionError(Exception):
    """Asked for an edition that does not exist, or was never published; `key` names it."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Editions:
    """The editions that answer one request: the published ones, or those named by ?release=.

    `refs` maps a release id to its citation; `by_source` a source to its release ids, latest slot
    first.
    """

    refs: dict[int, ReleaseRef]
    by_source: dict[str, tuple[int, ...]]
    named: tuple[str, ...] = ()
    slots: dict[int, str] = field(default_factory=dict)

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
    """The editions that answer now; each named key stands in for the published one of its slot.

    One SQL statement. Raises UnknownEditionError for a key that names no citable edition.
    """
    keys = tuple(dict.fromkeys(key for key in release_keys if key))
    releases = Release.objects.with_source().published()
    if keys:
        releases = releases | Release.objects.with_source().citable().named(keys)
    found = list(releases.order_by("source_id", "-slot"))
    by_key = {release.key: release for release in found}
    for key in keys:
        if key not in by_key:
            raise UnknownEditionError(key)
    chosen = _one_per_slot(found, keys)
    by_source: dict[str, tuple[int, ...]] = {}
    for release in chosen:
        by_source[release.source_id] = (*by_source.get(release.source_id, ()), release.pk)
    return Editions(
        refs={r.pk: r.ref() for r in chosen},
        by_source=by_source,
        named=keys,
        slots={r.pk: r.slot for r in chosen},
    )


def _one_per_slot(found: Sequence[Release], keys: Sequence[str]) -> list[Release]:
    best: dict[tuple[str, str], Release] = {}
    for release in found:
        place = (release.source_id, release.slot)
        if place not in best or release.key in keys:
            best[place] = release
    return list(best.values())
