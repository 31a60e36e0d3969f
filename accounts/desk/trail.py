"""The audit trail at the desk: who changed what, when and from where; read only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import OuterRef, Q, Subquery
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts.audit import WITHHELD
from accounts.models import User
from accounts.permissions import Permission
from foundation.access import needs
from foundation.desk.base import DeskView

PER_PAGE = 40
_LABELS = {
    "insert": gettext_lazy("made"),
    "update": gettext_lazy("changed"),
    "delete": gettext_lazy("deleted"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one row: what it was and what it became; for a new row only the latter."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of the trail. `who` and `where` are empty for what the site did by itself."""

    at: datetime
    kind: str
    number: Any
    label: str
    changes: tuple[Change, ...]
    who: int | None
    name: str
    action: str
    page: str
    where: str


def trails() -> dict[str, Any]:
    """Every audit table that the desk shows, by the label of what it is about ("accounts.Membership")."""
    found = {}
    for model in apps.get_models():
        about = getattr(model, "pgh_tracked_model", None)
        if about is not None and about._meta.label not in WITHHELD.names:
            found[about._meta.label] = model
    return dict(sorted(found.items()))


def entries(*, kinds: Iterable[str], person: int | None, before: datetime | None) -> list[Entry]:
    """The newest events of these kinds, by or about a person, older than a moment; two statements a kind, at most.

    One more than a page is returned where there are more.
    """
    known = trails()
    rows: list[tuple[str, Any]] = []
    for kind in kinds:
        rows += [(kind, event) for event in _newest(known[kind], kind, person, before)]
    rows.sort(key=lambda row: row[1].pgh_created_at, reverse=True)
    rows = rows[: PER_PAGE + 1]
    earlier = _earlier(rows)
    people = {who for _kind, event in rows if (who := _actor(event)) is not None}
    names = {user.pk: user.get_full_name() for user in User.objects.filter(pk__in=people)}
    return [_entry(kind, event, earlier.get((kind, event.before)), names) for kind, event in rows]


def _newest(trail: Any, kind: str, person: int | None, before: datetime | None) -> Iterable[Any]:
    told = Q(pgh_context=None) | ~Q(pgh_context__metadata__action__in=sorted(WITHHELD.actions))
    found = trail.objects.filter(told).select_related("pgh_context")
    if before is not None:
        found = found.filter(pgh_created_at__lt=before)
    if person is not None:
        about = Q(pgh_context__metadata__user=person)
        if kind == "accounts.User":
            about |= Q(pgh_obj_id=person)
        if "user" in {field.name for field in trail._meta.fields}:
            about |= Q(user_id=person)
        found = found.filter(about)
    same = trail.objects.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
    found = found.annotate(before=Subquery(same.order_by("-pgh_id").values("pgh_id")[:1]))
    return found.order_by("-pgh_created_at", "-pgh_id")[: PER_PAGE + 1]  # type: ignore[no-any-return]  # event models are untyped


def _earlier(rows: list[tuple[str, Any]]) -> dict[tuple[str, int], Any]:
    """The event before each of these, of the same thing."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for kind, event in rows:
        if event.before is not None:
            wanted[kind].add(event.before)
    known = trails()
    return {
        (kind, number): event
        for kind, numbers in wanted.items()
        for number, event in known[kind].objects.in_bulk(numbers).items()
    }


def _actor(event: Any) -> int | None:
    metadata = event.pgh_context.metadata if event.pgh_context else {}
    who = metadata.get("user")
    return who if isinstance(who, int) else None


def _entry(kind: str, event: Any, earlier: Any, names: dict[Any, str]) -> Entry:
    metadata = event.pgh_context.metadata if event.pgh_context else {}
    who = _actor(event)
    return Entry(
        at=event.pgh_created_at,
        kind=kind,
        number=event.pgh_obj_id,
        label=str(_LABELS.get(event.pgh_label, event.pgh_label)),
        changes=_changes(kind, event, earlier),
        who=who,
        name=names.get(who, ""),
        action=str(metadata.get("action", "")).replace("_", " "),
        page=str(metadata.get("url") or ""),
        where=str(metadata.get("address") or ""),
    )


def _changes(kind: str, event: Any, earlier: Any) -> tuple[Change, ...]:
    fields = [field for field in event._meta.concrete_fields if not field.name.startswith("pgh_")]
    names = [field.attname for field in fields if f"{kind}.{field.name}" not in WITHHELD.names]
    found = []
    for name in names:
        after = _shown(getattr(event, name))
        before = _shown(getattr(earlier, name)) if earlier is not None else ""
        if name != "id" and before != after and event.pgh_label != "delete":
            found.append(Change(name.removesuffix("_id").replace("_", " "), before, after))
    return tuple(found)


def _shown(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return str(value)[:300]


class Trail(DeskView):
    """Events, the newest first, narrowed by person and kind."""

    access = needs(Permission.AUDIT_READ)
    page_title = gettext_lazy("Audit trail")
    header_icon = "history"
    template_name = "desk/trail.html"

    def shown(self) -> dict[str, Any]:
        """A page of events, and the moment at which the next begins."""
        known = list(trails())
        kind = self.request.GET.get("kind", "")
        asked = self.request.GET.get("person", "").strip()
        person = self._number_of(asked)
        kinds = [kind] if kind in known else known
        nobody = bool(asked) and person is None
        found = [] if nobody else entries(kinds=kinds, person=person, before=self._before())
        shown = found[:PER_PAGE]
        return {
            "kinds": known,
            "kind": kind,
            "asked": asked,
            "entries": shown,
            "older": shown[-1].at.isoformat() if len(found) > PER_PAGE else "",
        }

    def _before(self) -> datetime | None:
        try:
            moment = parse_datetime(self.request.GET.get("before", "").replace(" ", "+"))
        except ValueError:
            return None
        return moment if moment is not None and moment.tzinfo is not None else None

    @staticmethod
    def _number_of(asked: str) -> int | None:
        """A person's number from itself or their address; None for nobody."""
        if asked.isascii() and asked.isdecimal() and len(asked) < 18:
            return int(asked)
        if "@" not in asked or "\x00" in asked:
            return None
        return User.objects.filter(email__iexact=asked).values_list("pk", flat=True).first()


class TrailItem(MenuItem):
    """The way to the trail, for those who may read it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether a role of this person may."""
        return bool(request.user.has_perm(Permission.AUDIT_READ))


@hooks.register("register_admin_menu_item")
def trail_item() -> MenuItem:
    """After the people."""
    return TrailItem(_("Audit trail"), reverse("desk-trail"), name="trail", icon_name="history", order=22)


@hooks.register("register_admin_urls")
def trail_urls() -> list[URLPattern]:
    """Addresses below /cms/."""
    return [path("trail/", Trail.as_view(), name="desk-trail")]
