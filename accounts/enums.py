"""Words of accounts: kinds of organisation, states of a membership, of a verification and of a report."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    """What an organisation is here for; decides which roles its members may hold."""

    EMPLOYER = "employer", _("Employer")
    SCHOOL = "school", _("School")
    COLLEGE = "college", _("College")
    UNIVERSITY = "university", _("University")
    PROVIDER = "provider", _("Training provider")


class IdentifierKind(TextChoices):
    """By what an employer is known to a public register, or why to none."""

    COMPANY = "company", _("Company number")
    CHARITY = "charity", _("Charity number")
    PUBLIC_BODY = "public_body", _("Public body")
    SOLE_TRADER = "sole_trader", _("Sole trader")


class OrganisationState(TextChoices):
    """How far an organisation is verified. Nothing of one that is not verified is public."""

    PENDING = "pending", _("Waiting to be verified")
    VERIFIED = "verified", _("Verified")
    REFUSED = "refused", _("Refused")
    SUSPENDED = "suspended", _("Suspended")


class MembershipRole(TextChoices):
    """What a person may be in an organisation; each is a role of accounts.roles with the same name."""

    TEACHER = "teacher", _("Teacher")
    CAREERS_PROFESSIONAL = "careers_professional", _("Careers professional")
    LEADER = "leader", _("School or college leader")
    SAFEGUARDING_LEAD = "safeguarding_lead", _("Safeguarding lead")
    PROVIDER_MEMBER = "provider_member", _("College or university provider member")
    EMPLOYER_MEMBER = "employer_member", _("Employer member")
    EMPLOYER_OWNER = "employer_owner", _("Employer owner")


class MembershipState(TextChoices):
    """Only an active membership grants anything."""

    PENDING = "pending", _("Waiting to be confirmed")
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    REFUSED = "refused", _("Refused")
    LEFT = "left", _("Left")


class VerificationState(TextChoices):
    """How far somebody's proof that they speak for an organisation has come."""

    OPEN = "open", _("Waiting for proof")
    READY = "ready", _("Ready for a decision")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# A claim in one of these has yet to be decided.
WAITING = (VerificationState.OPEN, VerificationState.READY)


class ReportReason(TextChoices):
    """Why somebody reports an item."""

    WRONG = "wrong", _("Something in it is wrong or out of date")
    MISLEADING = "misleading", _("It is misleading or a scam")
    DISCRIMINATORY = "discriminatory", _("It discriminates or offends")
    UNSAFE = "unsafe", _("It could put somebody at risk")
    PERSONAL = "personal", _("It shows somebody's personal details")
    OTHER = "other", _("Something else")


class ReportState(TextChoices):
    """Whether somebody has dealt with a report."""

    OPEN = "open", _("Waiting")
    UPHELD = "upheld", _("Acted on")
    NOT_UPHELD = "not_upheld", _("No action needed")


# Which roles each kind of organisation has, the one who answers for it first.
ROLES_OF_KIND: dict[str, tuple[MembershipRole, ...]] = {
    OrganisationKind.EMPLOYER: (MembershipRole.EMPLOYER_OWNER, MembershipRole.EMPLOYER_MEMBER),
    OrganisationKind.SCHOOL: (
        MembershipRole.LEADER,
        MembershipRole.CAREERS_PROFESSIONAL,
        MembershipRole.TEACHER,
        MembershipRole.SAFEGUARDING_LEAD,
    ),
    OrganisationKind.COLLEGE: (
        MembershipRole.LEADER,
        MembershipRole.CAREERS_PROFESSIONAL,
        MembershipRole.TEACHER,
        MembershipRole.SAFEGUARDING_LEAD,
        MembershipRole.PROVIDER_MEMBER,
    ),
    OrganisationKind.UNIVERSITY: (MembershipRole.PROVIDER_MEMBER, MembershipRole.LEADER),
    OrganisationKind.PROVIDER: (MembershipRole.PROVIDER_MEMBER, MembershipRole.LEADER),
}
