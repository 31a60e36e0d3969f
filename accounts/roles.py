"""Roles with plain-English descriptions, and the permissions and desk rights of each.

A role of the site becomes a Django group of the same name, made after migrations; the desk's own screens
check Django permissions, which `desk` lists as "app.codename". A role in an organisation is held through
an active membership (accounts.models.Membership) and counts only there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.permissions import SEES_PERSONAL_DATA, Permission

P = Permission  # so that a role's list fits its line
_CRUD = ("add", "change", "delete", "view")


class Held(StrEnum):
    """How somebody comes to hold a role."""

    SITE = "site"  # given by an administrator
    SELF = "self"  # said by the person, and granting nothing about anybody else
    MEMBERSHIP = "membership"  # confirmed in an organisation


@dataclass(frozen=True, slots=True)
class Role:
    """One role: what to call it, what it is for, how it is held, what it may do."""

    name: str
    title: str | Promise
    description: str | Promise
    permissions: frozenset[P]
    desk: frozenset[str] = frozenset()
    held: Held = Held.SITE

    @property
    def needs_two_step(self) -> bool:
        """Whether the work of this role shows other people's personal data, or decides what all readers see."""
        return bool(self.permissions & (SEES_PERSONAL_DATA | {P.RELEASE_PUBLISH})) and self.name != "employer_owner"


def _desk(model: str, verbs: tuple[str, ...] = _CRUD) -> set[str]:
    app, name = model.split(".")
    return {f"{app}.{verb}_{name}" for verb in verbs}


_MEMBER = frozenset({P.ORGANISATION_READ})
_EMPLOYER = _MEMBER | {P.ROLE_PROFILE_EDIT, P.OPPORTUNITY_EDIT, P.API_TOKEN_HOLD}
_EDUCATOR = _MEMBER | {P.ENCOUNTER_REQUEST, P.VISIT_REQUEST, P.API_TOKEN_HOLD}

ROLES: tuple[Role, ...] = (
    Role(
        "student",
        _("Student"),
        _("Saves their own things. Needs no account to read, and is never asked for a birth date."),
        frozenset(),
        held=Held.SELF,
    ),
    Role(
        "parent",
        _("Parent or carer"),
        _("Saves their own things only. Sees nothing of a child's unless the child shares it."),
        frozenset(),
        held=Held.SELF,
    ),
    Role(
        "teacher",
        _("Teacher"),
        _("Works in a school or college that has confirmed it; may ask for employers and ambassadors to visit."),
        _EDUCATOR,
        held=Held.MEMBERSHIP,
    ),
    Role(
        "careers_professional",
        _("Careers professional"),
        _("Advises pupils of a school or college that has confirmed it, and approves placements for them."),
        _EDUCATOR | {P.OPPORTUNITY_APPROVE_AS_HOST},
        held=Held.MEMBERSHIP,
    ),
    Role(
        "leader",
        _("School or college leader"),
        _("Answers for a school, college, university or provider here: its entry, its members, its placements."),
        _EDUCATOR
        | {P.ORGANISATION_EDIT, P.MEMBER_MANAGE, P.OWNERSHIP_TRANSFER, P.OPPORTUNITY_APPROVE_AS_HOST}
        | {P.ENCOUNTER_OFFER_EDIT},
        held=Held.MEMBERSHIP,
    ),
    Role(
        "safeguarding_lead",
        _("Safeguarding lead"),
        _("Is told of reports and visits that concern the safety of pupils of the school or college."),
        _MEMBER | {P.OPPORTUNITY_APPROVE_AS_HOST},
        held=Held.MEMBERSHIP,
    ),
    Role(
        "provider_member",
        _("College or university provider member"),
        _("States which subjects and grades its courses ask for and prefer."),
        _MEMBER | {P.STATEMENT_EDIT, P.ENCOUNTER_OFFER_EDIT, P.API_TOKEN_HOLD},
        held=Held.MEMBERSHIP,
    ),
    Role(
        "employer_member",
        _("Employer member"),
        _("Writes an employer's role profiles and opportunities."),
        _EMPLOYER,
        held=Held.MEMBERSHIP,
    ),
    Role(
        "employer_owner",
        _("Employer owner"),
        _("Answers for an employer here: its entry, its members and all they write. May hand this to a colleague."),
        _EMPLOYER | {P.ORGANISATION_EDIT, P.MEMBER_MANAGE, P.OWNERSHIP_TRANSFER},
        held=Held.MEMBERSHIP,
    ),
    Role(
        "ambassador",
        _("STEM Ambassador"),
        _("Applies, then volunteers once checked: sees their own profile, requests, visits and hours only."),
        frozenset({P.AMBASSADOR_SELF}),
    ),
    Role(
        "ambassador_coordinator",
        _("Ambassador coordinator"),
        _(
            "Matches schools' requests with vetted ambassadors, decides about their checks, brings in other"
            " schemes' people and handles concerns, except those about themselves."
        ),
        frozenset({P.AMBASSADOR_COORDINATE, P.AMBASSADOR_IMPORT, P.VETTING_DECIDE, P.CONCERN_HANDLE, P.API_TOKEN_HOLD}),
    ),
    Role(
        "curator",
        _("Curator"),
        _(
            "Keeps search words, caveats and links right; verifies organisations; decides about what employers"
            " and universities submit, and about reports."
        ),
        frozenset(
            {
                *(P.CURATORS_DESK_OPEN, P.SYNONYM_EDIT, P.OCCUPATION_NOTE_EDIT, P.LINK_DECIDE, P.FEEDBACK_WORK),
                *(P.OUTGOING_LINK_WORK, P.REPORT_DECIDE, P.ORGANISATION_VERIFY, P.ORGANISATION_SUSPEND),
                *(P.ROLE_PROFILE_MODERATE, P.OPPORTUNITY_MODERATE, P.STATEMENT_MODERATE, P.STORY_MODERATE),
            }
        ),
        frozenset(
            {"wagtailadmin.access_admin"}
            | _desk("lmi.synonym")
            | _desk("lmi.occupationnote")
            | _desk("pathways.linkoverride")
            | _desk("employers.employerentry", ("change", "view"))
            | _desk("employers.roleprofile", ("change", "view"))
            | _desk("employers.opportunity", ("change", "view"))
            | _desk("employers.subjectstatement", ("change", "view"))
        ),
    ),
    Role(
        "data_steward",
        _("Data steward"),
        _("Decides which editions of the publishers' figures readers see."),
        frozenset({P.RELEASE_IMPORT, P.RELEASE_PUBLISH, P.RELEASE_WITHDRAW}),
        frozenset({"wagtailadmin.access_admin"}),
    ),
    Role(
        "administrator",
        _("Administrator"),
        _("Gives people their roles, suspends them, decides about data requests and reads the audit trail."),
        frozenset(
            {
                *(P.USER_MANAGE, P.AUDIT_READ, P.CURATORS_DESK_OPEN, P.DATA_REQUEST_DECIDE, P.MAIL_RESEND),
                P.ORGANISATION_SUSPEND,
            }
        ),
        # No right over Wagtail's own screens of users and groups: they know neither our actions nor their limits,
        # and let whoever may change a user make a superuser of one.
        frozenset({"wagtailadmin.access_admin"}),
    ),
    Role(
        "api_reader",
        _("API reader"),
        _("Reads the API with a token of their own, so that their allowance is not their neighbours'."),
        frozenset({P.API_TOKEN_HOLD}),
    ),
)
_BY_NAME = {role.name: role for role in ROLES}


def role_named(name: str) -> Role:
    """The role of this name; raises KeyError for another."""
    return _BY_NAME[name]


def roles_with(permission: str) -> frozenset[str]:
    """Names of the roles that hold a permission."""
    return frozenset(role.name for role in ROLES if permission in role.permissions)


def make_groups(**_kwargs: Any) -> None:
    """Create or correct the Django group of each role that is not a membership's; runs after every migration."""
    from django.contrib.auth.models import Group
    from django.contrib.auth.models import Permission as DjangoPermission

    for role in ROLES:
        if role.held is Held.MEMBERSHIP:
            continue
        group, _created = Group.objects.get_or_create(name=role.name)
        wanted = [
            permission
            for permission in DjangoPermission.objects.select_related("content_type")
            if f"{permission.content_type.app_label}.{permission.codename}" in role.desk
        ]
        group.permissions.set(wanted)


def permissions_of(names: Iterable[str]) -> frozenset[P]:
    """All that the roles with these names may do."""
    return frozenset().union(*(_BY_NAME[name].permissions for name in names if name in _BY_NAME))
