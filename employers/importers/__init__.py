"""Readers of adverts that national services publish; registered with the pipeline when the apps are ready."""

from evidence.importing.registry import register


def register_importers() -> None:
    """Make every importer of this package known to the pipeline."""
    from employers.importers.vacancies import ApprenticeshipVacancies

    register(ApprenticeshipVacancies())
