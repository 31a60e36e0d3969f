"""Readers of publishers' files and of our editors' tables, one module a family; registered in loading order."""

from evidence.importing.registry import register


def register_all() -> None:
    """Make every importer of this package known to the pipeline."""
    from pathways.importers.editorial import EDITORIAL

    register(*(table() for table in EDITORIAL))
