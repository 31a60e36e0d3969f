"""Which importer reads which source. Packages register theirs when the apps are ready."""

from __future__ import annotations

from evidence.importing.contract import Importer

_IMPORTERS: dict[str, Importer] = {}


def register(*importers: Importer) -> None:
    """Make importers known, in the order in which their starter data must be loaded."""
    for importer in importers:
        _IMPORTERS[importer.source] = importer


def importer_for(source: str) -> Importer:
    """The importer of a source; raises KeyError with the known names."""
    try:
        return _IMPORTERS[source]
    except KeyError:
        raise KeyError(f"no importer for {source!r}; known: {', '.join(sorted(_IMPORTERS))}") from None


def all_importers() -> list[Importer]:
    """Every importer, in loading order."""
    return list(_IMPORTERS.values())
