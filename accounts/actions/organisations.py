"""How employers, schools and colleges come to be known here, and how a curator takes their rights away and back."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import URLValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts import identifiers
from accounts.actions.mails import tell
from accounts.actions.members import ask_to_join
from accounts.actions.support import acting, answering, checked_role, line, locked, require, words
from accounts.domains import domain_problem, normal_domain, school_domain
from accounts.enums import (
    WAITING,
    IdentifierKind,
    MembershipRole,
    MembershipState,
    OrganisationKind,
    OrganisationState,
    VerificationState,
)
from accounts.models import Membership, Organisation, User, Verification
from accounts.models.organisation import OrganisationQuerySet
from accounts.permissions import Permission

MOST_WAITING = 5  # organisations that one person may have waiting at a time
LONGEST_NAME, LONGEST_EVIDENCE = 160, 1000
_SCHEMES = URLValidator(schemes=["http", "https"])
_NUMBERS: Mapping[str, Callable[[str], str]] = {
    IdentifierKind.COMPANY: identifiers.company_number,
    IdentifierKind.CHARITY: identifiers.charity_number,
}
EDUCATION = frozenset(OrganisationKind.values) - {OrganisationKind.EMPLOYER}


def register_employer(
    *,
    by: User,
    name: str,
    identifier_kind: str,
    identifier: str = "",
    evidence: str = "",
    website: str = "",
    domain: str = "",
    phone: str = "",
) -> Organisation:
    """Register an employer, to be verified by a curator; whoever registers it owns it from now on.

    The owner may prepare things at once; nothing of it is public before it is verified. Raises
    ValidationError by field.
    """
    _may_begin(by)
    facts = _together(
        {
            "name": lambda: line(name, "name", LONGEST_NAME, _("Enter the name of your organisation.")),
            **_identifier(identifier_kind, identifier, evidence),
            "website": lambda: _website(website),
            "domain": lambda: _domain(domain),
            "phone": lambda: _phone(phone),
        }
    )
    with acting(by, "register_employer"):
        organisation = _new(kind=OrganisationKind.EMPLOYER, identifier_kind=identifier_kind, **facts)
        membership = Membership.objects.create(
            user=by,
            organisation=organisation,
            role=MembershipRole.EMPLOYER_OWNER,
            state=MembershipState.ACTIVE,
            confirmed_at=timezone.now(),
        )
        Verification.objects.create(organisation=organisation, membership=membership)
        tell(by, "organisation_received", {"organisation": organisation})
    return organisation


def claim_school(
    *,
    by: User,
    kind: str,
    name: str,
    role: str,
    urn: str = "",
    ukprn: str = "",
    website: str = "",
    phone: str = "",
    evidence: str = "",
    from_register: bool = False,
) -> Membership:
    """Claim a school, college, university or provider; the membership grants nothing until a curator approves.

    `from_register` says that name, codes and website are as a published list has them; otherwise evidence is
    needed, since the lists held here are not complete. Where somebody has claimed it already and was verified, the
    claim is a request to join, and the answer looks the same. Raises ValidationError by field.
    """
    if kind not in EDUCATION:
        raise ValidationError({"kind": _("Choose what it is.")})
    chosen = checked_role(kind, role)
    _may_begin(by)
    facts = _school_facts(
        from_register, name=name, urn=urn, ukprn=ukprn, website=website, phone=phone, evidence=evidence
    )
    known = _verified_as(facts["urn"], facts["ukprn"])
    if known:
        return ask_to_join(by=by, organisation=known, role=chosen)
    with acting(by, "claim_school"):
        organisation = _new(kind=kind, **facts)
        membership = Membership.objects.create(user=by, organisation=organisation, role=chosen)
        Verification.objects.create(organisation=organisation, membership=membership)
        tell(by, "organisation_received", {"organisation": organisation})
    return membership


def withdraw_claim(*, by: User, verification: Verification) -> None:
    """Take back one's own registration or claim while it waits; raises PermissionDenied and ValidationError."""
    with acting(by, "withdraw_claim"):
        organisation = locked(verification.organisation)
        verification.refresh_from_db()
        if verification.membership.user_id != by.pk:
            raise PermissionDenied
        if verification.state not in WAITING:
            raise ValidationError(_("This has been decided already."))
        now = timezone.now()
        verification.state, verification.decided_at = VerificationState.WITHDRAWN, now
        verification.save(update_fields=["state", "decided_at"])
        membership = verification.membership
        membership.state, membership.ended_at = MembershipState.LEFT, now
        membership.save(update_fields=["state", "ended_at"])
        if organisation.state == OrganisationState.PENDING:
            organisation.state = OrganisationState.REFUSED
            organisation.state_reason = _("Withdrawn by the person who asked.")
            organisation.save(update_fields=["state", "state_reason"])


def suspend_organisation(*, by: User, organisation: Organisation, reason: str) -> None:
    """Take all rights from an organisation at once, and what it wrote out of public view, with a reason it is told."""
    require(by, Permission.ORGANISATION_SUSPEND)
    why = words(reason, "reason", 1000, _("Give the reason: its members are told."))
    with acting(by, "suspend_organisation"):
        held = locked(organisation)
        if held.state == OrganisationState.SUSPENDED:
            raise ValidationError(_("It is suspended already."))
        people = answering(held)
        _decide(held, by, OrganisationState.SUSPENDED, why)
        for one in people:
            tell(one.user, "organisation_suspended", {"organisation": held, "quote": why})
    organisation.refresh_from_db()


def restore_organisation(*, by: User, organisation: Organisation) -> None:
    """Put a suspended organisation back to where it was before."""
    require(by, Permission.ORGANISATION_SUSPEND)
    with acting(by, "restore_organisation"):
        held = locked(organisation)
        if held.state != OrganisationState.SUSPENDED:
            raise ValidationError(_("It is not suspended."))
        if twin := twins(held).verified().first():
            raise ValidationError(_("%(name)s is verified with the same number now.") % {"name": twin.name})
        _decide(held, by, _state_before(held), "")
        for one in answering(held):
            tell(one.user, "organisation_restored", {"organisation": held})
    organisation.refresh_from_db()


def twins(organisation: Organisation) -> OrganisationQuerySet:
    """Other organisations with one of the same identifiers: a queryset, verified ones first."""
    same = Q(pk=None)
    if organisation.identifier:
        same |= Q(identifier_kind=organisation.identifier_kind, identifier=organisation.identifier)
    for code in ("urn", "ukprn"):
        if getattr(organisation, code):
            same |= Q(**{code: getattr(organisation, code)})
    return Organisation.objects.filter(same).exclude(pk=organisation.pk).order_by("-state", "created_at")


def plain_slug(organisation: Organisation) -> str:
    """The address that a verified organisation gets: its name, with a number where another has that already."""
    base = slugify(organisation.name)[:70] or "organisation"
    taken = set(
        Organisation.objects.filter(slug__startswith=base).exclude(pk=organisation.pk).values_list("slug", flat=True)
    )
    free = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(slug for slug in free if slug not in taken)


def _decide(organisation: Organisation, by: User, state: str, reason: str) -> None:
    organisation.state, organisation.state_reason = state, reason
    organisation.decided_by, organisation.decided_at = by, timezone.now()
    organisation.save(update_fields=["state", "state_reason", "decided_by", "decided_at"])


def _state_before(organisation: Organisation) -> str:
    """The state that the audit trail has before the suspension; waiting, where it has none."""
    # The event model is made by `audited`.
    events = Organisation.pgh_event_model.objects.filter(pgh_obj=organisation)  # type: ignore[attr-defined]
    before = events.exclude(state=OrganisationState.SUSPENDED).order_by("-pgh_id").values_list("state", flat=True)
    return str(before.first() or OrganisationState.PENDING)


def _new(**facts: str) -> Organisation:
    """A new organisation. Its address is provisional: whoever is not verified takes no name from anybody."""
    base = slugify(facts["name"])[:60] or "organisation"
    organisation = Organisation(slug=f"{base}-{secrets.token_hex(5)}", **facts)
    organisation.full_clean()
    organisation.save()
    return organisation


def _may_begin(by: User) -> None:
    if not by.is_active:
        raise PermissionDenied
    waiting = Verification.objects.filter(membership__user=by, state__in=WAITING)
    if waiting.count() >= MOST_WAITING:
        raise ValidationError(_("You have several organisations waiting. Wait for a decision, or withdraw one."))


def _together(fields: Mapping[str, Callable[[], str]]) -> dict[str, str]:
    """Every field's value; raises one ValidationError for all that are wrong."""
    found: dict[str, str] = {}
    wrong: dict[str, list[str]] = {}
    for name, read in fields.items():
        try:
            found[name] = read()
        except ValidationError as error:
            by_field = error.message_dict if hasattr(error, "error_dict") else {name: error.messages}
            for field, said in by_field.items():
                wrong.setdefault(field, []).extend(said)
    if wrong:
        raise ValidationError(wrong)
    return found


def _school_facts(from_register: bool, **typed: str) -> dict[str, str]:
    """What is kept of a claimed school; raises ValidationError by field."""
    why = "" if from_register else _("Say where we can check that it exists, such as an official page.")
    facts = _together(
        {
            "name": lambda: line(typed["name"], "name", LONGEST_NAME, _("Enter the name of the school or college.")),
            "urn": lambda: _number(identifiers.urn, typed["urn"], "urn"),
            "ukprn": lambda: _number(identifiers.ukprn, typed["ukprn"], "ukprn"),
            "website": lambda: _website(typed["website"]),
            "phone": lambda: _phone(typed["phone"]),
            "evidence": lambda: words(typed["evidence"], "evidence", LONGEST_EVIDENCE, why),
        }
    )
    if from_register and not (facts["urn"] or facts["ukprn"]):
        raise ValidationError({"urn": _("Give its URN or UKPRN.")})
    return facts | {"domain": school_domain(facts["website"]) or ""}


def _refuse_kind() -> str:
    raise ValidationError({"identifier_kind": _("Choose how your organisation is known.")})


def _identifier(kind: str, identifier: str, evidence: str) -> dict[str, Callable[[], str]]:
    """One of: a number of a register; or evidence, where none has it."""
    if kind not in IdentifierKind.values:
        return {"identifier": _refuse_kind}
    if kind in _NUMBERS:
        return {"identifier": lambda: _NUMBERS[kind](identifier), "evidence": lambda: ""}
    ask = _("Say what shows that it exists, and where we can check that.")
    return {"identifier": lambda: "", "evidence": lambda: words(evidence, "evidence", LONGEST_EVIDENCE, ask)}


def _number(read: Callable[[str], str], text: str, field: str) -> str:
    if not text.strip():
        return ""
    try:
        return read(text)
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from error


def _website(text: str) -> str:
    typed = text.strip()
    if not typed:
        return ""
    address = typed if "://" in typed else f"https://{typed}"
    said = {"website": _("Enter a web address, such as https://www.example.co.uk.")}
    try:
        _SCHEMES(address)
    except ValidationError as error:
        raise ValidationError(said) from error
    if len(address) > 200 or urlsplit(address).username:
        raise ValidationError(said)
    return address


def _domain(text: str) -> str:
    if not text.strip():
        return ""
    if problem := domain_problem(text):
        raise ValidationError({"domain": problem})
    return line(normal_domain(text) or "", "domain", 120)


def _phone(text: str) -> str:
    number = line(text, "phone", 30)
    figures = sum(letter.isdecimal() for letter in number)
    if number and (figures < 9 or not set(number) <= set("0123456789 +()-")):
        raise ValidationError({"phone": _("Enter a telephone number with its area code, such as 0113 496 0000.")})
    return number


def _verified_as(urn: str, ukprn: str) -> Organisation | None:
    same = Q(pk=None)
    if urn:
        same |= Q(urn=urn)
    if ukprn:
        same |= Q(ukprn=ukprn)
    return Organisation.objects.verified().filter(same).order_by("pk").first()
