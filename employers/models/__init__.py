"""What employers and providers write, each model in its own module."""

from employers.models.entries import EmployerEntry, Site
from employers.models.moderated import MONTHS_PUBLISHED, Moderated
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
from employers.models.statements import StatedSubject, SubjectStatement
from employers.models.trail import DecisionState, SubmissionState

__all__ = [
    "MONTHS_PUBLISHED",
    "DecisionState",
    "EmployerEntry",
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
]
