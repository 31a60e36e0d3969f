"""Writes to what universities and colleges state about their courses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from employers.actions.moderation import save_item
from employers.actions.profiles import MOST_ROWS, refuse_unknown
from employers.models import SubjectStatement
from pathways.models import DegreeSubject

FIELDS = frozenset({"degree_subject", "course", "note", "address"})
CAH_LEVEL = 3


@transaction.atomic
def save_statement(
    *,
    by: User,
    organisation: Organisation,
    changes: Mapping[str, Any],
    stated: list[dict[str, Any]] | None = None,
    statement: SubjectStatement | None = None,
    version: int | None = None,
) -> SubjectStatement:
    """Save a new version of a statement, or a first one; `stated` are rows of its subjects, a list replaces the old.

    Raises PermissionDenied, EditConflictError, and ValidationError by field ("stated.0.subject" for a row).
    """
    refuse_unknown(changes, FIELDS)
    if stated is not None and len(stated) > MOST_ROWS:
        raise ValidationError({"stated": _("At most %(most)d rows.") % {"most": MOST_ROWS}})
    if statement is None and "degree_subject" not in changes:
        raise ValidationError({"degree_subject": _("Choose the subject of your courses.")})
    if "degree_subject" in changes:
        _known(str(changes["degree_subject"]))
    children = {} if stated is None else {"stated": stated}
    item = statement or SubjectStatement(organisation=organisation)
    return save_item(item, by=by, version=version, changes=dict(changes), children=children)


def _known(code: str) -> None:
    if not DegreeSubject.objects.filter(code=code, level=CAH_LEVEL).exists():
        raise ValidationError({"degree_subject": _("Choose the subject of your courses.")})
