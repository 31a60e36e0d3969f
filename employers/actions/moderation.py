"""The way of every item from draft to reader: hand in, take back, approve, return, publish, confirm, withdraw, expire.

Wagtail's workflow keeps the state. Curators act at the desk, whose buttons end in the same signals as the
actions here (`employers.signals`), so that side effects happen once, whoever acted.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, TypeVar

import pghistory
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish import UnpublishAction

from accounts.enums import MembershipRole
from accounts.models import Membership, Organisation, User
from accounts.permissions import Permission
from employers.completeness import missing_in
from employers.enums import Stage
from employers.models import (
    EmployerEntry,
    Moderated,
    Opportunity,
    RoleProfile,
    SubjectStatement,
)
from foundation.mail import send_mail

Item = TypeVar("Item", bound=Moderated)
Children = dict[str, list[dict[str, Any]]]

EDIT: dict[type[Moderated], Permission] = {
    EmployerEntry: Permission.ORGANISATION_EDIT,
    RoleProfile: Permission.ROLE_PROFILE_EDIT,
    Opportunity: Permission.OPPORTUNITY_EDIT,
    SubjectStatement: Permission.STATEMENT_EDIT,
}
MODERATE: dict[type[Moderated], Permission] = {
    EmployerEntry: Permission.ORGANISATION_VERIFY,
    RoleProfile: Permission.ROLE_PROFILE_MODERATE,
    Opportunity: Permission.OPPORTUNITY_MODERATE,
    SubjectStatement: Permission.STATEMENT_MODERATE,
}
REMIND_DAYS = 30


class EditConflictError(Exception):
    """Somebody else saved a newer version meanwhile; `current` is its number. Nothing was changed."""

    def __init__(self, current: int) -> None:
        super().__init__(_("Somebody else has saved a newer version. Look at it, then make your changes again."))
        self.current = current


def may_edit(by: User, kind: type[Moderated], organisation: Organisation) -> None:
    """Raise PermissionDenied unless a person may write items of this kind for this organisation."""
    if not by.has_perm(EDIT[kind], organisation):
        raise PermissionDenied


def may_moderate(by: User, item: Moderated) -> None:
    """Raise PermissionDenied unless a person may decide about this item."""
    if not by.has_perm(MODERATE[type(item)]):
        raise PermissionDenied


def locked(item: Item) -> Item:
    """The item's row, held until the transaction ends, with its organisation."""
    rows = type(item).objects.select_for_update(of=("self",)).select_related("organisation")
    found: Item = rows.get(pk=item.pk)
    return found


def fresh(item: Item) -> Item:
    """The item as its row stands now."""
    found: Item = type(item).objects.select_related("organisation").get(pk=item.pk)
    return found


@transaction.atomic
def save_item(item: Item, *, by: User, version: int | None, changes: Any, children: Children) -> Item:
    """Write a new revision of an item, or its first; what readers see stays as it is.

    `version` is the revision that the writer saw (None: does not matter). A child list that is given
    replaces the whole list. Raises PermissionDenied, EditConflictError, and ValidationError by field, those of
    children as "preferred.2.subject".
    """
    may_edit(by, type(item), item.organisation)
    if item.pk is None:
        with pghistory.context(action="save_item", user=by.pk):
            _fill(item, changes, children)
            item.live = False
            item.save()
            item.save_revision(user=by, clean=False)
        return item
    row = locked(item)
    if version is not None and version != row.version:
        raise EditConflictError(row.version)
    if row.stage is Stage.SUBMITTED:
        raise ValidationError(_("This waits for a curator. Take it back first, then change it."))
    draft = row.draft()
    _fill(draft, changes, children)
    with pghistory.context(action="save_item", user=by.pk):
        draft.save_revision(user=by, clean=False)
    return draft


def _fill(item: Moderated, changes: Any, children: Children) -> None:
    """Set fields and child lists, then check all of it; raises ValidationError with every problem at once."""
    for name, value in changes.items():
        setattr(item, name, value)
    problems: dict[str, list[str]] = {}
    for name, rows in children.items():
        problems |= _fill_children(item, name, rows)
    try:
        item.full_clean(exclude={"latest_revision", "live_revision"})
    except ValidationError as error:
        problems |= error.message_dict
    if problems:
        raise ValidationError(problems)


def _fill_children(item: Moderated, name: str, rows: list[dict[str, Any]]) -> dict[str, list[str]]:
    relation: Any = item._meta.get_field(name)
    model = relation.related_model
    parent = relation.field.name
    made: list[Any] = []
    problems: dict[str, list[str]] = {}
    for number, values in enumerate(rows):
        order = {"sort_order": number} if any(f.name == "sort_order" for f in model._meta.fields) else {}
        child = model(**values, **order)
        try:
            child.full_clean(exclude={parent})
        except ValidationError as error:
            problems |= {f"{name}.{number}.{field}": said for field, said in error.message_dict.items()}
        made.append(child)
    getattr(item, name).set(made)
    return problems


@transaction.atomic
def submit_item(*, by: User, item: Item) -> Item:
    """Hand the newest version in to the curators; raises ValidationError, by field, while something is missing."""
    may_edit(by, type(item), item.organisation)
    row = locked(item)
    if row.stage is Stage.SUBMITTED:
        raise ValidationError(_("This waits for a curator already."))
    draft = row.draft()
    if missing := missing_in(draft):
        raise ValidationError(missing)
    with pghistory.context(action="submit_item", user=by.pk):
        _cancel_states(row, by)
        if row.withdrawn_at is not None:
            type(row).objects.filter(pk=row.pk).update(withdrawn_at=None)
            row.withdrawn_at = None
        row.get_workflow().start(draft, by)
    return row


@transaction.atomic
def take_back_item(*, by: User, item: Item) -> Item:
    """Take a handed-in item back to work on it; raises ValidationError when it does not wait any more."""
    may_edit(by, type(item), item.organisation)
    row = locked(item)
    if row.stage is not Stage.SUBMITTED:
        raise ValidationError(_("This no longer waits for a curator. Look at what was decided."))
    with pghistory.context(action="take_back_item", user=by.pk):
        _cancel_states(row, by)
    return row


def _cancel_states(row: Moderated, by: User) -> None:
    for state in row.workflow_states.active():
        state.cancel(user=by)


@transaction.atomic
def approve_item(*, by: User, item: Item, comment: str = "", version: int | None = None) -> Item:
    """Publish the version that was handed in; the mail says so.

    `version` is the one that the curator read (None: does not matter): its writers may have taken it back, changed
    it and handed it in again meanwhile. Raises PermissionDenied, EditConflictError, or ValidationError.
    """
    _decide(by, item, "approve", comment, version)
    return fresh(item)


@transaction.atomic
def return_item(*, by: User, item: Item, reasons: str) -> Item:
    """Give the item back to its writers with reasons; raises ValidationError without any."""
    if not reasons.strip():
        raise ValidationError({"reasons": _("Say what has to change: the employer reads this.")})
    _decide(by, item, "reject", reasons.strip())
    return fresh(item)


def _decide(by: User, item: Moderated, action: str, comment: str, version: int | None = None) -> None:
    may_moderate(by, item)
    row = locked(item)
    step = row.current_workflow_task_state
    if step is None:
        raise ValidationError(_("This does not wait for a decision any more."))
    if version is not None and version != step.revision_id:
        raise EditConflictError(row.version)
    with pghistory.context(action=f"{action}_item", user=by.pk):
        step.task.specific.on_action(step, by, action, comment=comment)


@transaction.atomic
def withdraw_item(*, by: User, item: Item, reason: str = "") -> Item:
    """Take an item out of readers' sight at once: by its writers, or by a curator with a reason."""
    if not by.has_perm(EDIT[type(item)], item.organisation):
        may_moderate(by, item)
        if not reason.strip():
            raise ValidationError({"reason": _("Say why: the employer reads this.")})
    row = locked(item)
    with pghistory.context(action="withdraw_item", user=by.pk, reason=reason):
        _cancel_states(row, by)
        if row.live:
            UnpublishAction(row, user=by).execute(skip_permission_checks=True)  # checked above, by our own vocabulary
        type(row).objects.filter(pk=row.pk).update(withdrawn_at=timezone.now())
        if reason.strip():
            tell_writers(row, "item_withdrawn", {"reason": reason.strip()}, event=f"withdrawn:{timezone.now().date()}")
    return fresh(item)


@transaction.atomic
def confirm_item(*, by: User, item: Item, today: date) -> Item:
    """Say that a published item still holds: it is shown for another twelve months."""
    may_edit(by, type(item), item.organisation)
    row = locked(item)
    if not row.live:
        raise ValidationError(_("This is not published. Hand it in instead."))
    with pghistory.context(action="confirm_item", user=by.pk):
        type(row).objects.filter(pk=row.pk).update(confirmed_until=shown_until(row, today))
    return fresh(item)


def shown_until(item: Moderated, today: date) -> date:
    """The last day an item is shown that is published or confirmed today; an opportunity closes with its offer."""
    until = _a_year_after(today)
    closes = getattr(item, "closes_on", None)
    return min(until, closes) if closes else until


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 1, day=28)


def expire_items(today: date) -> int:
    """End what nobody confirmed, and remind writers a month before; repeatable. Returns how many ended.

    One transaction an item, so that a run killed half-way is finished by the next.
    """
    ended = 0
    for model in EDIT:
        for item in model.objects.filter(live=True, confirmed_until__lt=today):
            ended += _expire(item, today)
        soon = model.objects.filter(live=True, confirmed_until__range=(today, today + timedelta(REMIND_DAYS)))
        for item in soon.select_related("organisation"):
            tell_writers(item, "item_confirm", {"until": item.confirmed_until}, event=f"confirm:{item.confirmed_until}")
    return ended


@transaction.atomic
def _expire(item: Moderated, today: date) -> int:
    row = locked(item)
    if not row.live or row.confirmed_until is None or row.confirmed_until >= today:
        return 0
    with pghistory.context(action="expire_items"):
        row.unpublish(set_expired=True)
        tell_writers(row, "item_expired", {"until": row.confirmed_until}, event=f"expired:{row.confirmed_until}")
    return 1


def writers_of(item: Moderated) -> list[User]:
    """Whom to tell about an item: who handed it in last, while they may still write it, and who answers for it."""
    last = item.workflow_states.order_by("-created_at", "-pk").first()
    told = {MembershipRole.EMPLOYER_OWNER, MembershipRole.LEADER}
    members = Membership.objects.granting().filter(organisation=item.organisation).select_related("user")
    submitter = last.requested_by_id if last else None
    people = {m.user_id: m.user for m in members if m.role in told or m.user_id == submitter}
    return [people[pk] for pk in sorted(people)]


def tell_writers(item: Moderated, template: str, context: dict[str, Any], *, event: str) -> None:
    """Queue a mail to each writer of an item; the same event is told once."""
    words = {"title": str(item), "organisation": item.organisation.name, "path": desk_path(item), **context}
    for person in writers_of(item):
        key = f"{item._meta.label_lower}:{item.pk}:{event}:{person.pk}"
        send_mail(template=template, to=person.email, context=words, dedupe_key=key)


def desk_path(item: Moderated) -> str:
    """Where its writers work on an item."""
    places = {RoleProfile: "profiles", Opportunity: "opportunities", SubjectStatement: "statements"}
    place = places.get(type(item))
    root = f"/employers/desk/{item.organisation.slug}/"
    return f"{root}{place}/{item.pk}/" if place else f"{root}entry/"
