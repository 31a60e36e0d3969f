"""Readers of publishers' files, one module a source family; registered in loading order."""

from evidence.importing.registry import register


def register_all() -> None:
    """Make every importer of this package known to the pipeline."""
    from lmi.importers.ashe_csv import AsheUnitGroups2025
    from lmi.importers.soc import Soc2020Structure

    register(Soc2020Structure(), AsheUnitGroups2025())
