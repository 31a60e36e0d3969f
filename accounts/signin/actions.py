"""What people change about their own account beside what django-allauth changes for them."""

from __future__ import annotations

import pghistory
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission
from foundation.mail import send_mail


@transaction.atomic
def change_name(*, by: User, name: str) -> None:
    """Give the acting person another name; raises ValidationError for an empty or overlong one."""
    name = " ".join(name.split())
    if not name or len(name) > 120:
        raise ValidationError({"display_name": _("Enter your name, in at most 120 characters.")})
    with pghistory.context(action="change_name"):
        by.display_name = name
        by.save(update_fields=["display_name"])


@transaction.atomic
def reset_two_step(*, by: User, user: User) -> None:
    """Take away the second step of somebody who lost their phone and codes, and tell them by mail.

    Whoever does it has checked who asks. Raises PermissionDenied unless they may manage users.
    """
    if not by.has_perm(Permission.USER_MANAGE):
        raise PermissionDenied
    with pghistory.context(action="reset_two_step", about=user.pk):
        Authenticator.objects.filter(user=user).delete()
    words = _("An administrator took the second step of signing in away, so that it can be set up anew.")
    send_mail(template="account_changed", to=user.email, context={"what": words})
