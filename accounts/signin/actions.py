"""What people change about their own account beside what django-allauth changes for them."""

from __future__ import annotations

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User


@transaction.atomic
def change_name(*, by: User, name: str) -> None:
    """Give the acting person another name; raises ValidationError for an empty or overlong one."""
    name = " ".join(name.split())
    if not name or len(name) > 120:
        raise ValidationError({"display_name": _("Enter your name, in at most 120 characters.")})
    with pghistory.context(action="change_name"):
        by.display_name = name
        by.save(update_fields=["display_name"])
