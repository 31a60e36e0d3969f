"""What employers and providers write, each model in its own module."""

from employers.models.encounters import EncounterRequest
from employers.models.entries import EmployerEntry, Site
from employers.models.moderated import Moderated
from employers.models.opportunities import HostApproval, Opportunity
from employers.models.profiles import (
    Preferred,
    PreferredQualification,
    ProfileLink,
    ProfilePhoto,
    ProfileSite,
    ProfileSkill,
    ProfileWayIn,
    RoleProfile,
)
from employers.models.review import CuratorReview
from employers.models.statements import StatedSubject, SubjectStatement
from employers.models.trail import DecisionState, SubmissionState
from employers.models.vacancies import Vacancy

__all__ = [
    "CuratorReview",
    "DecisionState",
    "EmployerEntry",
    "EncounterRequest",
    "HostApproval",
    "Moderated",
    "Opportunity",
    "Preferred",
    "PreferredQualification",
    "ProfileLink",
    "ProfilePhoto",
    "ProfileSite",
    "ProfileSkill",
    "ProfileWayIn",
    "RoleProfile",
    "Site",
    "StatedSubject",
    "SubjectStatement",
    "SubmissionState",
    "Vacancy",
]
