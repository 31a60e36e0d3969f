"""Readers of publishers' files and of our editors' tables, one module a family; registered in loading order."""

from evidence.importing.registry import register


def register_all() -> None:
    """Make every importer of this package known to the pipeline."""
    from pathways.importers.achievement import AchievementRates
    from pathways.importers.apprenticeships import ApprenticeshipStandards, StandardCodes2021
    from pathways.importers.delivery import (
        ApprenticeshipDelivery,
        ApprenticeshipProviderStandards,
        ApprenticeshipRegions,
    )
    from pathways.importers.editorial import EDITORIAL
    from pathways.importers.money import MoneyRules
    from pathways.importers.profiles import JobProfiles2020
    from pathways.importers.providers import ApprenticeshipProviders, TLevelProviders
    from pathways.importers.registration import ProfessionalRegistration
    from pathways.importers.schools import Schools
    from pathways.importers.tlevels import TLevelOffers2022, TLevels, TLevelSpecialisms
    from pathways.importers.universities import Universities

    register(ApprenticeshipStandards(), StandardCodes2021(), AchievementRates())
    register(TLevels(), TLevelSpecialisms(), TLevelOffers2022(), JobProfiles2020())
    register(ApprenticeshipProviders(), ApprenticeshipDelivery(), ApprenticeshipProviderStandards())
    register(ApprenticeshipRegions(), TLevelProviders(), Universities(), Schools())
    register(MoneyRules(), ProfessionalRegistration())
    register(*(table() for table in EDITORIAL))
