"""Proofs that somebody speaks for an organisation, and a curator's decision about them."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.actions.mails import tell
from accounts.actions.organisations import plain_slug, twins
from accounts.actions.support import acting, line, locked, mail_address, require, words
from accounts.domains import DnsAnswer, check_token, mail_problem
from accounts.enums import (
    ROLES_OF_KIND,
    WAITING,
    MembershipRole,
    MembershipState,
    OrganisationState,
    VerificationState,
)
from accounts.models import Membership, Organisation, User, Verification, hash_of, new_token
from accounts.permissions import Permission
from accounts.proofs import is_proved
from foundation.mail import send_mail

MAIL_VALID = timedelta(days=7)
MOST_MAILS = 5  # of one person in a day
BETWEEN_MAILS = timedelta(minutes=2)


def send_domain_mail(*, by: User, verification: Verification, email: str) -> Verification:
    """Send a link to an address on the organisation's own domain; a new link ends the one before it.

    Raises ValidationError by field for other addresses and past the limits (each mail goes to somebody who may
    not have asked for it).
    """
    address = mail_address(email)
    now = timezone.now()
    with acting(by, "send_domain_mail"):
        held = _own_open(by, verification)
        if not held.organisation.domain:
            raise ValidationError({"email": _("We know no domain of this organisation. A curator will look at it.")})
        if problem := mail_problem(address, held.organisation.domain):
            raise ValidationError({"email": problem})
        if held.mail_sent_at and now - held.mail_sent_at < BETWEEN_MAILS:
            raise ValidationError({"email": _("A mail was sent a moment ago. Wait two minutes before the next.")})
        # Of all the person's claims: whoever withdraws one and begins another is sent no more than others.
        sent = Verification.pgh_event_model.objects.filter(  # type: ignore[attr-defined]  # made by `audited`
            membership__user=by, mail_sent_at__gt=now - timedelta(days=1)
        )
        if sent.values("mail_sent_at").distinct().count() >= MOST_MAILS:
            raise ValidationError({"email": _("Several mails were sent today. Try again tomorrow.")})
        token = new_token()
        held.email, held.mail_token_hash = address, hash_of(token)
        held.mail_sent_at, held.mail_confirmed_at = now, None
        held.save()
        _note_progress(held)
        context = {"organisation": held.organisation, "person": by.get_full_name(), "token": token}
        send_mail(template="domain_proof", to=address, context=context)
    return held


def confirm_domain_mail(*, by: User, token: str) -> Verification:
    """Keep that the claimant opened the link; raises ValidationError for a link that is not theirs or too old.

    The claimant, signed in, opens it: a colleague who reads that mailbox passes it on to a person they know.
    """
    now = timezone.now()
    with acting(by, "confirm_domain_mail"):
        found = Verification.objects.filter(
            mail_token_hash=hash_of(token), membership__user=by, mail_sent_at__gt=now - MAIL_VALID, state__in=WAITING
        ).first()
        if found is None:
            raise ValidationError(_("This link does not work any more. Send a new mail from your organisation’s page."))
        held = _own_open(by, found)
        held.mail_confirmed_at, held.mail_token_hash = now, ""
        held.save()
        _domain_confirmed(held.organisation)
        _note_progress(held)
    return held


def can_check_dns() -> bool:
    """Whether this site has been told how to read the DNS (setting DOMAIN_TXT_RESOLVER)."""
    return bool(settings.DOMAIN_TXT_RESOLVER)


def check_domain_dns(*, by: User, verification: Verification) -> DnsAnswer:
    """Look now whether the domain's TXT records hold the organisation's token, and keep it when they do.

    Raises ValidationError where this site cannot read the DNS, or the organisation has no domain.
    """
    if not can_check_dns():
        raise ValidationError(_("This site cannot read the DNS at present. Use the mail instead."))
    organisation = verification.organisation
    if not organisation.domain:
        raise ValidationError(_("We know no domain of this organisation. A curator will look at it."))
    if verification.membership.user_id != by.pk:
        raise PermissionDenied
    # Before the transaction: somebody else's server may be slow.
    answer = check_token(organisation.domain, organisation.domain_token, import_string(settings.DOMAIN_TXT_RESOLVER))
    if answer is DnsAnswer.FOUND:
        with acting(by, "check_domain_dns"):
            held = _own_open(by, verification)
            _domain_confirmed(held.organisation)
            _note_progress(held)
    return answer


def record_call_back(*, by: User, verification: Verification, number: str, source: str, note: str = "") -> Verification:
    """Keep that a curator called the number that the organisation publishes and was told that the claim is right.

    Raises ValidationError by field.
    """
    require(by, Permission.ORGANISATION_VERIFY)
    with acting(by, "record_call_back"):
        held = _for_curator(by, verification)
        held.call_number = line(number, "number", 30, _("Give the number that was called."))
        held.call_source = line(source, "source", 200, _("Say where that number is published."))
        held.call_note = words(note, "note", 500)
        held.called_by, held.called_at = by, timezone.now()
        held.save()
        _note_progress(held)
    return held


def approve_organisation(*, by: User, verification: Verification, by_hand: str = "") -> Organisation:
    """Verify the organisation and make the claimant its member; others who claimed to be it now ask to join it.

    Both proofs are needed, or a written reason why a curator decides by hand. Raises ValidationError, also where
    another organisation with the same number is verified already.
    """
    require(by, Permission.ORGANISATION_VERIFY)
    with acting(by, "approve_organisation"):
        _lock_with_twins(verification.organisation)
        held = _for_curator(by, verification)
        organisation = held.organisation
        if organisation.state == OrganisationState.SUSPENDED:
            raise ValidationError(_("It is suspended. Restore it first, then decide."))
        reason = words(by_hand, "by_hand", 1000)
        if not is_proved(held) and len(reason) < 10:
            raise ValidationError(
                {"by_hand": _("Not all proofs are there. Say why you decide by hand: what you saw, and where.")}
            )
        if not is_proved(held):
            held.by_hand = reason
        _verify(organisation, by)
        _confirm(held.membership, by)
        _close(held, by, VerificationState.APPROVED)
        tell(held.membership.user, "organisation_verified", {"organisation": organisation})
        for other in twins(organisation).filter(state=OrganisationState.PENDING):
            _fold(other, organisation, by)
    return organisation


def refuse_organisation(*, by: User, verification: Verification, reason: str) -> None:
    """Refuse a claim with reasons that the claimant is told; raises ValidationError."""
    require(by, Permission.ORGANISATION_VERIFY)
    why = words(reason, "reason", 1000, _("Say why: the person is told."))
    with acting(by, "refuse_organisation"):
        held = _for_curator(by, verification)
        organisation = held.organisation
        _end(held, by, VerificationState.REFUSED, why)
        if organisation.state == OrganisationState.PENDING:
            _refuse(organisation, by, why)
        tell(held.membership.user, "organisation_refused", {"organisation": organisation, "quote": why})


def _held(verification: Verification) -> Verification:
    """The verification and before it its organisation, locked, so that claimant and curator take turns."""
    locked(verification.organisation)
    rows = Verification.objects.select_for_update(of=("self",)).select_related("organisation", "membership__user")
    return rows.get(pk=verification.pk)


def _lock_with_twins(organisation: Organisation) -> None:
    """Lock it and all that claim to be the same, in one order, so that of two approvals the second sees the first."""
    same = [organisation.pk, *twins(organisation).values_list("pk", flat=True)]
    list(Organisation.objects.select_for_update().filter(pk__in=same).order_by("pk"))


def _own_open(by: User, verification: Verification) -> Verification:
    """The verification, locked, when it is this person's own and waits."""
    found = _held(verification)
    if found.membership.user_id != by.pk or not by.is_active:
        raise PermissionDenied
    if found.state not in WAITING:
        raise ValidationError(_("This has been decided already."))
    return found


def _for_curator(by: User, verification: Verification) -> Verification:
    """The verification, locked, when it waits; nobody decides about their own claim."""
    held = _held(verification)
    if Membership.objects.filter(user=by, organisation=held.organisation).exists():
        raise PermissionDenied
    if held.state not in WAITING:
        raise ValidationError(_("This has been decided already."))
    return held


def _domain_confirmed(organisation: Organisation) -> None:
    organisation.domain_confirmed_at = timezone.now()
    organisation.save(update_fields=["domain_confirmed_at"])


def _note_progress(verification: Verification) -> None:
    state = VerificationState.READY if is_proved(verification) else VerificationState.OPEN
    if verification.state != state:
        verification.state = state
        verification.save(update_fields=["state"])


def _verify(organisation: Organisation, by: User) -> None:
    """Mark it as verified, under the address that its name gives; raises ValidationError when its number is taken."""
    organisation.state, organisation.state_reason = OrganisationState.VERIFIED, ""
    organisation.decided_by, organisation.decided_at = by, timezone.now()
    organisation.slug = plain_slug(organisation)
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as error:
        taken = twins(organisation).verified().first()
        if taken is None:
            raise
        said = _("%(name)s is verified with this number already. Refuse this claim, and ask the person to join it.")
        raise ValidationError(said % {"name": taken.name}) from error


def _confirm(membership: Membership, by: User) -> None:
    membership.state, membership.ended_at = MembershipState.ACTIVE, None
    membership.confirmed_by, membership.confirmed_at = by, timezone.now()
    membership.save()


def _close(verification: Verification, by: User, state: str, reason: str = "") -> None:
    verification.state, verification.reason = state, reason
    verification.decided_by, verification.decided_at = by, timezone.now()
    verification.mail_token_hash = ""
    verification.save()


def _end(verification: Verification, by: User, state: str, reason: str) -> None:
    """Close a verification and end the membership that rested on it."""
    _close(verification, by, state, reason)
    membership = verification.membership
    membership.state, membership.ended_at = MembershipState.REFUSED, timezone.now()
    membership.save()


def _refuse(organisation: Organisation, by: User, reason: str) -> None:
    organisation.state, organisation.state_reason = OrganisationState.REFUSED, reason
    organisation.decided_by, organisation.decided_at = by, timezone.now()
    organisation.save()


def _fold(other: Organisation, verified: Organisation, by: User) -> None:
    """Turn claims to be an organisation that is verified by now into requests to join it."""
    said = _("Somebody else of this organisation was verified first; you can join it.")
    for waiting in other.verifications.filter(state__in=WAITING).select_related("membership__user"):
        person, role = waiting.membership.user, waiting.membership.role
        _end(waiting, by, VerificationState.REFUSED, said)
        if role == MembershipRole.EMPLOYER_OWNER:
            role = MembershipRole.EMPLOYER_MEMBER
        if role in ROLES_OF_KIND[verified.kind]:
            Membership.objects.get_or_create(user=person, organisation=verified, role=role)
        tell(person, "organisation_joined_queue", {"organisation": verified})
    _refuse(other, by, said)
