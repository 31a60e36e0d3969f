"""Invitations by mail to join an organisation: sent, sent again, accepted, taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.support import acting, answering_role, checked_role, locked, mail_address, require
from accounts.enums import MembershipRole, MembershipState
from accounts.models import Invitation, Membership, Organisation, User, hash_of, new_token
from accounts.permissions import Permission
from foundation.mail import send_mail

VALID = timedelta(days=14)
MOST_OPEN = 100  # invitations of one organisation that wait at a time
MOST_MAILS = 4  # to one address for one role in a day


def invite_member(*, by: User, organisation: Organisation, email: str, role: str) -> Invitation:
    """Ask somebody by mail to join in a role; asking again sends a new link, and the old one stops working.

    Nothing in the answer says whether the address has an account. Only verified organisations invite, since the
    mail bears their name. Raises PermissionDenied and ValidationError by field.
    """
    require(by, Permission.MEMBER_MANAGE, organisation)
    address = mail_address(email)
    chosen = checked_role(organisation.kind, role)
    if chosen == MembershipRole.EMPLOYER_OWNER:
        raise ValidationError({"role": _("There is one owner. Invite a member, then hand ownership over.")})
    now = timezone.now()
    with acting(by, "invite_member"):
        held = locked(organisation)
        if not held.is_verified:
            raise ValidationError(_("You can invite colleagues once your organisation is verified."))
        _refuse_members(held, address, chosen)
        token = new_token()
        invitation = _open_one(held, address, chosen, now)
        invitation.token_hash, invitation.expires_at = hash_of(token), now + VALID
        invitation.invited_by = by
        invitation.save()
        context = {"organisation": held, "role": chosen.label, "token": token, "until": invitation.expires_at}
        send_mail(template="invitation", to=address, context=context)
    return invitation


def accept_invitation(*, by: User, token: str) -> Membership:
    """Join as the invitation says; only for the person whose confirmed address it was sent to, and only once.

    Raises ValidationError; its words are the same for a link that never was, is used, too old or taken back.
    """
    now = timezone.now()
    with acting(by, "accept_invitation"):
        invitation = invitation_of(token, now)
        if invitation is None:
            raise ValidationError(_("This invitation cannot be used any more. Ask for a new one."))
        if not is_for(invitation, by):
            raise ValidationError(
                _("This invitation was sent to another address. Sign in with the address that you got it at.")
            )
        organisation = locked(invitation.organisation)
        # Read again: while we waited for the organisation it may have been used, taken back or sent anew.
        invitation = invitation_of(token, now)
        if invitation is None or not organisation.is_verified:
            raise ValidationError(_("This invitation cannot be used any more. Ask for a new one."))
        membership = _membership(by, organisation, invitation, now)
        invitation.accepted_at = now
        invitation.save(update_fields=["accepted_at"])
    return membership


def revoke_invitation(*, by: User, invitation: Invitation) -> None:
    """Take an invitation back: its link stops working."""
    require(by, Permission.MEMBER_MANAGE, invitation.organisation)
    with acting(by, "revoke_invitation"):
        locked(invitation.organisation)  # somebody may be accepting it at this moment
        waiting = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
        if not waiting.update(revoked_at=timezone.now()):
            raise ValidationError(_("This invitation was accepted or taken back already."))


def revoke_invitations_of(person: User, organisation: Organisation | None = None) -> None:
    """Stop every open invitation that a person sent (for one organisation); called where their rights end."""
    sent = Invitation.objects.filter(invited_by=person, accepted_at=None, revoked_at=None)
    if organisation is not None:
        sent = sent.filter(organisation=organisation)
    sent.update(revoked_at=timezone.now())


def invitation_of(token: str, now: datetime) -> Invitation | None:
    """The invitation of this link, while it can be accepted."""
    waiting = Invitation.objects.waiting(now).select_related("organisation")
    return waiting.filter(token_hash=hash_of(token)).first()


def is_for(invitation: Invitation, person: User) -> bool:
    """Whether the invitation was sent to an address that the person has confirmed."""
    return bool(EmailAddress.objects.filter(user=person, email__iexact=invitation.email, verified=True).exists())


def _open_one(organisation: Organisation, address: str, role: str, now: datetime) -> Invitation:
    """The open invitation of this address and role, or a new one; raises ValidationError past the limits."""
    open_ones = Invitation.objects.filter(organisation=organisation, accepted_at=None, revoked_at=None)
    same = open_ones.select_for_update().filter(email=address, role=role).first()
    if same is None and open_ones.filter(expires_at__gt=now).count() >= MOST_OPEN:
        raise ValidationError(_("Many invitations are waiting. Take some back before you send more."))
    sent = Invitation.pgh_event_model.objects.filter(  # type: ignore[attr-defined]  # made by `audited`
        organisation=organisation, email=address, pgh_created_at__gt=now - timedelta(days=1)
    )
    if sent.values("expires_at").distinct().count() >= MOST_MAILS:
        raise ValidationError({"email": _("This address was sent several invitations today. Try again tomorrow.")})
    return same or Invitation(organisation=organisation, email=address, role=role)


def _refuse_members(organisation: Organisation, address: str, role: str) -> None:
    """Who invites sees the list of members anyway, so this tells nothing new."""
    there = Membership.objects.filter(
        organisation=organisation,
        user__email__iexact=address,
        state__in=(MembershipState.ACTIVE, MembershipState.SUSPENDED),
    )
    for one in there:
        if one.state == MembershipState.SUSPENDED:
            raise ValidationError({"email": _("This person is suspended here. Restore them instead.")})
        if one.role == role or one.role == answering_role(organisation.kind):
            raise ValidationError({"email": _("This person is a member already.")})


def _membership(by: User, organisation: Organisation, invitation: Invitation, now: datetime) -> Membership:
    """The person's membership in the role, active; raises ValidationError when they are suspended there."""
    theirs = Membership.objects.select_for_update().filter(user=by, organisation=organisation)
    if theirs.filter(state=MembershipState.SUSPENDED).exists():
        raise ValidationError(_("You are suspended in this organisation. Ask the person who answers for it."))
    if invitation.invited_by is None or not _still_answers(invitation.invited_by, organisation):
        raise PermissionDenied
    membership = theirs.filter(role=invitation.role).first() or Membership(
        user=by, organisation=organisation, role=invitation.role
    )
    membership.state, membership.ended_at = MembershipState.ACTIVE, None
    membership.confirmed_by, membership.confirmed_at = invitation.invited_by, now
    membership.save()
    return membership


def _still_answers(inviter: User, organisation: Organisation) -> bool:
    return inviter.has_perm(Permission.MEMBER_MANAGE, organisation)
