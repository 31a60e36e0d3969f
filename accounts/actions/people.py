"""What administrators decide about people: suspending them, and the roles of the site."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from accounts.actions.invitations import revoke_invitations_of
from accounts.actions.mails import tell
from accounts.actions.support import acting, require, words
from accounts.models import User
from accounts.permissions import Permission
from accounts.roles import Held, Role, role_named, roles_with


def suspend_person(*, by: User, person: User, reason: str) -> None:
    """Shut a person out from their next request on: sessions end, roles, memberships and tokens count no more.

    Nobody suspends themselves, and the last administrator stays. Raises ValidationError, PermissionDenied.
    """
    require(by, Permission.USER_MANAGE)
    why = words(reason, "reason", 500, _("Give the reason: the person is told."))
    with acting(by, "suspend_person"):
        held = _other(by, person)
        if not held.is_active:
            raise ValidationError(_("This person is suspended already."))
        _keep_an_administrator(held)
        tell(held, "person_suspended", {"quote": why})  # first: afterwards nothing is sent to them
        held.is_active = False
        held.save(update_fields=["is_active"])
        revoke_invitations_of(held)
        for session in UserSession.objects.filter(user=held):
            session.end()
    person.refresh_from_db()


def restore_person(*, by: User, person: User) -> None:
    """Let a suspended person sign in again, with the roles and memberships they had."""
    require(by, Permission.USER_MANAGE)
    with acting(by, "restore_person"):
        held = _other(by, person)
        if held.is_active:
            raise ValidationError(_("This person is not suspended."))
        if held.email.endswith(".invalid"):
            raise ValidationError(_("This account was erased."))
        held.is_active = True
        held.save(update_fields=["is_active"])
        tell(held, "person_restored", {})
    person.refresh_from_db()


def give_role(*, by: User, person: User, role: str) -> None:
    """Give a person a role of the site; roles in organisations come by membership only. Nobody gives to themselves."""
    require(by, Permission.USER_MANAGE)
    given = _site_role(role)
    with acting(by, "give_role"):
        held = _other(by, person)
        if not held.is_active:
            raise ValidationError(_("This person is suspended."))
        if held.groups.filter(name=role).exists():
            return
        held.groups.add(Group.objects.get(name=role))
        tell(held, "role_given", {"role": given.title})


def take_role(*, by: User, person: User, role: str) -> None:
    """Take a role of the site from a person, from their next request on; the last administrator stays one."""
    require(by, Permission.USER_MANAGE)
    taken = _site_role(role)
    with acting(by, "take_role"):
        held = _other(by, person)
        if not held.groups.filter(name=role).exists():
            return
        if Permission.USER_MANAGE in taken.permissions:
            _keep_an_administrator(held)
        held.groups.remove(Group.objects.get(name=role))
        tell(held, "role_taken", {"role": taken.title})


def _other(by: User, person: User) -> User:
    """The person, locked; raises PermissionDenied for oneself."""
    if person.pk == by.pk:
        raise PermissionDenied
    return User.objects.select_for_update().get(pk=person.pk)


def _site_role(name: str) -> Role:
    try:
        role = role_named(name)
    except KeyError:
        role = None
    if role is None or role.held is not Held.SITE:
        raise ValidationError({"role": _("Choose a role of the site.")})
    return role


def _keep_an_administrator(person: User) -> None:
    names = roles_with(Permission.USER_MANAGE)
    if not person.groups.filter(name__in=names).exists():
        return
    # Locked, so that two administrators do not take the role from each other at once.
    others = User.objects.select_for_update(of=("self",)).filter(is_active=True, groups__name__in=names)
    if not others.exclude(pk=person.pk).exists():
        raise ValidationError(_("This is the last administrator. Give somebody else the role first."))
