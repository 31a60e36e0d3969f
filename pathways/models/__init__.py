"""Models of pathways, one subject a module."""

from pathways.models.apprenticeships import AchievementRate, Standard, StandardCode
from pathways.models.entries import CourseFamily, OccupationCourse, OccupationEntry, StandardRule
from pathways.models.frameworks import (
    MoneyRule,
    OfferDate,
    QualificationLevel,
    QualificationType,
    Registration,
    TariffPoints,
)
from pathways.models.links import JobProfile, Link, LinkOverride
from pathways.models.outcomes import GraduateIndustry, GraduateOutcome, RouteActivity, RouteEarnings
from pathways.models.providers import Provider, ProviderDelivery, ProviderStandard, RegionStarts
from pathways.models.qualifications import Qualification
from pathways.models.subjects import DegreeSubject, HecosSubject, SubjectCombination, SubjectEntry
from pathways.models.tlevels import Specialism, TLevel, TLevelOffer, TLevelStatus

__all__ = [
    "AchievementRate",
    "CourseFamily",
    "DegreeSubject",
    "GraduateIndustry",
    "GraduateOutcome",
    "HecosSubject",
    "JobProfile",
    "Link",
    "LinkOverride",
    "MoneyRule",
    "OccupationCourse",
    "OccupationEntry",
    "OfferDate",
    "Provider",
    "ProviderDelivery",
    "ProviderStandard",
    "Qualification",
    "QualificationLevel",
    "QualificationType",
    "RegionStarts",
    "Registration",
    "RouteActivity",
    "RouteEarnings",
    "Specialism",
    "Standard",
    "StandardCode",
    "StandardRule",
    "SubjectCombination",
    "SubjectEntry",
    "TLevel",
    "TLevelOffer",
    "TLevelStatus",
    "TariffPoints",
]
