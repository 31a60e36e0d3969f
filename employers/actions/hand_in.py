"""Handing an item in with what its writer says about wording that needs a reason, and handing in many at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

import pghistory
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from employers.actions.moderation import may_edit, submit_item
from employers.completeness import missing_in, wording_to_explain
from employers.enums import Stage
from employers.models import Moderated, RoleProfile, SubmissionState

Item = TypeVar("Item", bound=Moderated)


@dataclass(slots=True)
class HandedIn:
    """What happened to many: titles that were handed in, and those that are not complete yet."""

    done: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@transaction.atomic
def hand_in(*, by: User, item: Item, reason: str = "") -> Item:
    """Hand an item in; wording that only a reason allows needs one, which the audit trail keeps for the curator.

    Raises what `submit_item` raises, and ValidationError for "reason" where one is needed and missing.
    """
    may_edit(by, type(item), item.organisation)
    asked = wording_to_explain(item.draft())
    if asked and not reason.strip():
        phrases = ", ".join(dict.fromkeys(f"“{finding.phrase}”" for _field, finding in asked))
        said = _("Say why the role needs %(phrases)s, for the curator; or change the words.")
        raise ValidationError({"reason": said % {"phrases": phrases}})
    if not asked:
        return submit_item(by=by, item=item)
    with pghistory.context(wording_reason=reason.strip()):
        return submit_item(by=by, item=item)


def hand_in_complete(*, by: User, organisation: Organisation, items: Iterable[RoleProfile]) -> HandedIn:
    """Hand in every draft that is complete and needs no reason; each on its own, so that one cannot hold up others."""
    may_edit(by, RoleProfile, organisation)
    found = HandedIn()
    for item in items:
        draft = item.draft()
        if item.stage not in (Stage.DRAFT, Stage.RETURNED) or missing_in(draft) or wording_to_explain(draft):
            found.left.append(draft.title)
            continue
        submit_item(by=by, item=item)
        found.done.append(draft.title)
    return found


def reason_given(item: Moderated) -> str:
    """What the writer said about wording that needs a reason, when they last handed the item in; "" for nothing."""
    kind = ContentType.objects.get_for_model(type(item))
    events = SubmissionState.pgh_event_model.objects.filter(object_id=str(item.pk), pgh_label="insert")
    last = events.filter(content_type=kind).select_related("pgh_context").order_by("-pgh_id").first()
    metadata = last.pgh_context.metadata if last and last.pgh_context else {}
    return str(metadata.get("wording_reason", ""))
