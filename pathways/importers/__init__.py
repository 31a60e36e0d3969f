"""Readers of publishers' files and of our editors' tables, one module a family; registered in loading order."""

from evidence.importing.registry import register


def register_all() -> None:
    """Make every importer of this package known to the pipeline."""
    from lmi.importers import register_all as register_lmi
    from pathways.importers.achievement import AchievementRates
    from pathways.importers.apprenticeships import ApprenticeshipStandards, StandardCodes2021
    from pathways.importers.degree_subjects import CahCurrent, CahSubjects, HecosSubjects
    from pathways.importers.delivery import (
        ApprenticeshipDelivery,
        ApprenticeshipProviderStandards,
        ApprenticeshipRegions,
    )
    from pathways.importers.editorial import EDITORIAL
    from pathways.importers.graduates import DiscoverUni
    from pathways.importers.leo import LeoGraduates, LeoPost16Activity, LeoPost16Earnings
    from pathways.importers.money import MoneyRules
    from pathways.importers.profiles import JobProfiles2020
    from pathways.importers.providers import ApprenticeshipProviders, TLevelProviders
    from pathways.importers.qualifications import OfqualApproved
    from pathways.importers.registration import ProfessionalRegistration
    from pathways.importers.school_subjects import ALevelCombinations, ALevelEntries
    from pathways.importers.schools import Schools
    from pathways.importers.tariff import UcasTariff
    from pathways.importers.tlevels import TLevelOffers2022, TLevels, TLevelSpecialisms
    from pathways.importers.universities import Universities

    # Occupations and areas come first: our rows name their codes. Registering twice changes nothing.
    register_lmi()
    register(ApprenticeshipStandards(), StandardCodes2021(), AchievementRates())
    register(TLevels(), TLevelSpecialisms(), TLevelOffers2022(), JobProfiles2020())
    register(ApprenticeshipProviders(), ApprenticeshipDelivery(), ApprenticeshipProviderStandards())
    register(ApprenticeshipRegions(), TLevelProviders(), Universities(), Schools())
    register(MoneyRules(), ProfessionalRegistration())
    # The present version of the hierarchy after the earlier one, and figures by subject after both.
    register(OfqualApproved(), UcasTariff(), CahSubjects(), CahCurrent(), HecosSubjects())
    register(ALevelEntries(), ALevelCombinations(), DiscoverUni(), LeoGraduates())
    register(LeoPost16Earnings(), LeoPost16Activity())
    register(*(table() for table in EDITORIAL))
