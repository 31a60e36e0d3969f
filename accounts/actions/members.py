"""Members of organisations: asking to join, being confirmed, changing role, being suspended, leaving, handing over."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.invitations import (
    accept_invitation,
    invite_member,
    revoke_invitation,
    revoke_invitations_of,
)
from accounts.actions.mails import tell
from accounts.actions.support import (
    acting,
    answering,
    answering_role,
    checked_role,
    locked,
    may_manage,
)
from accounts.enums import WAITING, MembershipRole, MembershipState
from accounts.models import Membership, Organisation, User
from accounts.models.membership import MembershipQuerySet
from accounts.permissions import Permission

__all__ = [
    "accept_invitation",
    "ask_to_join",
    "change_role",
    "confirm_member",
    "invite_member",
    "leave_organisation",
    "refuse_member",
    "restore_member",
    "revoke_invitation",
    "suspend_member",
    "transfer_ownership",
]
MOST_WAITING = 5  # requests of one person that wait at a time
ASK_AGAIN = timedelta(days=30)  # after being refused
MOST_ASKED = 3  # requests of one person to one organisation in a day: each is a mail to those who answer for it


def ask_to_join(*, by: User, organisation: Organisation, role: str) -> Membership:
    """Ask to become a member; grants nothing until somebody who answers for the organisation, or a curator, agrees.

    Asking again while a request waits changes nothing. Raises ValidationError by field, and says never who else
    is a member.
    """
    chosen = checked_role(organisation.kind, role)
    if chosen == MembershipRole.EMPLOYER_OWNER:
        raise ValidationError({"role": _("Ask to join as a member; the owner can hand ownership over.")})
    if not by.is_active:
        raise PermissionDenied
    now = timezone.now()
    with acting(by, "ask_to_join"):
        held = locked(organisation)
        if not held.is_verified:
            raise ValidationError(_("This organisation takes no requests at present."))
        theirs = Membership.objects.filter(user=by, organisation=held)
        waiting = theirs.filter(state=MembershipState.PENDING).first()
        if waiting is not None:
            return waiting
        _may_ask(by, theirs, chosen)
        membership = theirs.filter(role=chosen).first() or Membership(user=by, organisation=held, role=chosen)
        membership.state, membership.created_at, membership.ended_at = MembershipState.PENDING, now, None
        membership.save()
        for one in answering(held):
            tell(one.user, "member_asks", {"organisation": held, "asker": by.get_full_name(), "role": chosen.label})
    return membership


def _may_ask(by: User, theirs: MembershipQuerySet, role: str) -> None:
    rows = list(theirs)
    if any(one.state == MembershipState.SUSPENDED for one in rows):
        raise ValidationError(_("You are suspended in this organisation. Ask the person who answers for it."))
    if any(one.state == MembershipState.ACTIVE and one.role == role for one in rows):
        raise ValidationError({"role": _("You have this role already.")})
    fresh = timezone.now() - ASK_AGAIN
    if any(one.state == MembershipState.REFUSED and one.ended_at and one.ended_at > fresh for one in rows):
        raise ValidationError(_("Your request was refused. You can ask again after 30 days."))
    if by.memberships.filter(state=MembershipState.PENDING).count() >= MOST_WAITING:
        raise ValidationError(_("You have several requests waiting. Wait until they are answered."))
    if rows and _asked_today(rows[0]) >= MOST_ASKED:
        raise ValidationError(_("You have asked several times today. Try again tomorrow."))


def _asked_today(membership: Membership) -> int:
    """How often the person asked this organisation within a day, requests taken back included."""
    asked = Membership.pgh_event_model.objects.filter(  # type: ignore[attr-defined]  # made by `audited`
        user_id=membership.user_id,
        organisation_id=membership.organisation_id,
        state=MembershipState.PENDING,
        pgh_created_at__gt=timezone.now() - timedelta(days=1),
    )
    return int(asked.count())


def confirm_member(*, by: User, membership: Membership) -> None:
    """Agree to a request to join; nobody agrees to their own."""
    with acting(by, "confirm_member"):
        held = _for_decision(by, membership)
        if membership.state != MembershipState.PENDING:
            raise ValidationError(_("This request has been answered already."))
        if not held.is_verified:
            raise ValidationError(_("The organisation is not verified yet."))
        if membership.role == MembershipRole.EMPLOYER_OWNER:
            raise ValidationError(_("There is one owner; ownership is handed over instead."))
        membership.state, membership.ended_at = MembershipState.ACTIVE, None
        membership.confirmed_by, membership.confirmed_at = by, timezone.now()
        membership.save()
        tell(membership.user, "member_confirmed", _about(membership))


def refuse_member(*, by: User, membership: Membership) -> None:
    """Refuse a request to join; the person is told, and may ask again after 30 days."""
    with acting(by, "refuse_member"):
        _for_decision(by, membership)
        if membership.state != MembershipState.PENDING:
            raise ValidationError(_("This request has been answered already."))
        if membership.verifications.filter(state__in=WAITING).exists():
            raise ValidationError(_("This is a claim that a curator decides."))
        membership.state, membership.ended_at = MembershipState.REFUSED, timezone.now()
        membership.save()
        tell(membership.user, "member_refused", _about(membership))


def suspend_member(*, by: User, membership: Membership) -> None:
    """Take a member's rights in the organisation, from their next request on.

    The last one who answers for it is not suspended without a successor. Raises ValidationError.
    """
    with acting(by, "suspend_member"):
        _for_decision(by, membership)
        if membership.state != MembershipState.ACTIVE:
            raise ValidationError(_("Only an active member can be suspended."))
        _keep_one_answering(membership)
        membership.state = MembershipState.SUSPENDED
        membership.save()
        revoke_invitations_of(membership.user, membership.organisation)
        tell(membership.user, "member_suspended", _about(membership))


def restore_member(*, by: User, membership: Membership) -> None:
    """Give a suspended member their rights back."""
    with acting(by, "restore_member"):
        held = _for_decision(by, membership)
        if membership.state != MembershipState.SUSPENDED:
            raise ValidationError(_("This member is not suspended."))
        owners = Membership.objects.filter(organisation=held, role=MembershipRole.EMPLOYER_OWNER)
        # An owner whose account is suspended is still the one owner.
        if membership.role == MembershipRole.EMPLOYER_OWNER and owners.filter(state=MembershipState.ACTIVE).exists():
            raise ValidationError(_("There is an owner by now. Restore this person as a member instead."))
        membership.state = MembershipState.ACTIVE
        membership.save()
        tell(membership.user, "member_restored", _about(membership))


def change_role(*, by: User, membership: Membership, role: str) -> Membership:
    """Give a member another role; returns the membership in it. Ownership of an employer is handed over instead."""
    with acting(by, "change_role"):
        held = locked(membership.organisation)
        if not may_manage(by, held):
            raise PermissionDenied
        if membership.user_id == by.pk and not by.has_perm(Permission.MEMBER_MANAGE, held):
            raise PermissionDenied  # a curator who is a member decides about the others only
        chosen = checked_role(held.kind, role)
        membership.refresh_from_db()
        if membership.state != MembershipState.ACTIVE:
            raise ValidationError(_("Only an active member’s role can be changed."))
        if MembershipRole.EMPLOYER_OWNER in (chosen, membership.role):
            raise ValidationError({"role": _("There is one owner; ownership is handed over instead.")})
        if chosen == membership.role:
            return membership
        _keep_one_answering(membership)
        return _moved(membership, chosen, by)


def leave_organisation(*, by: User, membership: Membership) -> None:
    """Leave; whoever answers for the organisation alone hands it over first. Raises ValidationError."""
    with acting(by, "leave_organisation"):
        locked(membership.organisation)
        membership.refresh_from_db()
        if membership.user_id != by.pk:
            raise PermissionDenied
        if membership.state not in (MembershipState.ACTIVE, MembershipState.PENDING):
            raise ValidationError(_("You are not a member any more."))
        if membership.verifications.filter(state__in=WAITING).exists():
            raise ValidationError(_("Withdraw your claim instead."))
        _keep_one_answering(membership)
        membership.state, membership.ended_at = MembershipState.LEFT, timezone.now()
        membership.save()
        revoke_invitations_of(by, membership.organisation)


def transfer_ownership(*, by: User, organisation: Organisation, to: Membership) -> Membership:
    """Hand over what one answers for to an active member, all at once; returns their new membership.

    The former owner becomes a member; a former leader a teacher or provider member. A curator may do it for an
    owner who cannot, but not to hand it to themselves. Raises ValidationError, PermissionDenied.
    """
    with acting(by, "transfer_ownership"):
        held = locked(organisation)
        own = by.has_perm(Permission.OWNERSHIP_TRANSFER, held)
        if not own and (to.user_id == by.pk or not by.has_perm(Permission.ORGANISATION_VERIFY)):
            raise PermissionDenied
        to.refresh_from_db()
        if to.organisation_id != held.pk or to.state != MembershipState.ACTIVE or not to.user.is_active:
            raise ValidationError({"to": _("Choose an active member.")})
        role = answering_role(held.kind)
        if to.role == role:
            raise ValidationError({"to": _("This person answers for it already.")})
        for former in _handing_over(held, role, by if own else None):
            _moved(former, _role_after(held.kind), by)
            tell(former.user, "ownership_given", {"organisation": held, "successor": to.user.get_full_name()})
        new = _moved(to, role, by)
        tell(new.user, "ownership_received", _about(new))
    return new


def _handing_over(organisation: Organisation, role: str, by: User | None) -> list[Membership]:
    """Whose role ends: a person's own; all those of an employer, which has one owner."""
    active = Membership.objects.filter(organisation=organisation, role=role, state=MembershipState.ACTIVE)
    mine = Q() if role == MembershipRole.EMPLOYER_OWNER else Q(user=by)
    return list(active.filter(mine).select_related("user"))


def _role_after(kind: str) -> MembershipRole:
    least = (MembershipRole.EMPLOYER_MEMBER, MembershipRole.TEACHER, MembershipRole.PROVIDER_MEMBER)
    return next(role for role in least if _has(kind, role))


def _has(kind: str, role: str) -> bool:
    try:
        checked_role(kind, role)
    except ValidationError:
        return False
    return True


def _moved(membership: Membership, role: MembershipRole, by: User) -> Membership:
    """The person's membership in another role; a former one in that role comes back to life."""
    now = timezone.now()
    same = Membership.objects.filter(user_id=membership.user_id, organisation_id=membership.organisation_id, role=role)
    former = same.exclude(pk=membership.pk).select_related("user").first()
    if former is None:
        membership.role = role
        membership.confirmed_by, membership.confirmed_at = by, now
        membership.save()
        return membership
    membership.state, membership.ended_at = MembershipState.LEFT, now
    membership.save()
    former.state, former.ended_at = MembershipState.ACTIVE, None
    former.confirmed_by, former.confirmed_at = by, now
    former.save()
    return former


def _for_decision(by: User, membership: Membership) -> Organisation:
    """The organisation, locked, when this person decides about that membership; nobody decides about their own."""
    held = locked(membership.organisation)
    if not may_manage(by, held) or membership.user_id == by.pk:
        raise PermissionDenied
    membership.refresh_from_db()
    return held


def _keep_one_answering(membership: Membership) -> None:
    """Raise ValidationError when nobody would answer for the organisation afterwards."""
    role = answering_role(membership.organisation.kind)
    if membership.role != role or membership.state != MembershipState.ACTIVE:
        return
    if all(one.pk == membership.pk for one in answering(membership.organisation)):
        raise ValidationError(_("Somebody has to answer for the organisation. Hand it over to a colleague first."))


def _about(membership: Membership) -> dict[str, object]:
    return {"organisation": membership.organisation, "role": membership.get_role_display()}
