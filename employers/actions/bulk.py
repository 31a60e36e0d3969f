"""Drafts of many role profiles from a table: all of them or none."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from employers.actions.moderation import may_edit
from employers.actions.profiles import save_role_profile
from employers.bulk import BulkRow
from employers.models import RoleProfile


@transaction.atomic
def create_drafts(*, by: User, organisation: Organisation, rows: Iterable[BulkRow]) -> list[RoleProfile]:
    """Make a draft of every row in one transaction, in their order.

    Raises PermissionDenied, and ValidationError with the line of the first row that is refused; then none is made.
    """
    may_edit(by, RoleProfile, organisation)
    made = []
    for row in rows:
        try:
            made.append(save_role_profile(by=by, organisation=organisation, changes=row.changes, children=row.children))
        except ValidationError as error:
            said = "; ".join(error.messages)
            raise ValidationError(_("Line %(line)d: %(said)s") % {"line": row.line, "said": said}) from error
    return made
