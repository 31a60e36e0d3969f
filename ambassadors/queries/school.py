"""What the teachers' pages read: where a school is, its requests with where each stands, numbers for everybody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from accounts.models import Organisation
from ambassadors.enums import Nation, RequestState, Side, VisitState
from ambassadors.models import Ambassador, MessageTemplate, SchoolPlace, Visit, VisitFeedback, VisitRequest
from ambassadors.places import where_of
from ambassadors.rules.vetting import SMALL_COUNT, scheme_value
from evidence.queries import Editions
from lmi.places import UnknownPlaceError
from pathways.models import Provider
from pathways.near import point_of

MOST_REQUESTS = 200
_VISITS = ("ambassador", "companion", "school", "request")


@dataclass(frozen=True, slots=True)
class SchoolAt:
    """Where a school is, as far as it is known; `is_stated` when it said so itself."""

    outcode: str
    point: tuple[float, float] | None
    nation: str
    address: str = ""
    is_stated: bool = False


def place_of_school(school: Organisation, editions: Editions) -> SchoolAt | None:
    """Where a school said it is, else where the published list has it; None for neither.

    No SQL statement when its `school_place` was read with it and is there; two or three otherwise.
    """
    place = stated_place(school)
    if place is not None:
        return SchoolAt(place.outcode, (place.latitude, place.longitude), place.nation, place.address, is_stated=True)
    if not school.urn:
        return None
    rows = Provider.objects.filter(urn=school.urn).exclude(outcode="").order_by("-release_id")
    outcode = rows.values_list("outcode", flat=True).first()
    if not outcode:
        return None
    try:
        where = where_of(point_of(outcode, editions))
    except UnknownPlaceError:
        return None
    return SchoolAt(where.outcode, (where.latitude, where.longitude), where.nation or Nation.ENGLAND)


def stated_place(school: Organisation) -> SchoolPlace | None:
    """The place a school gave; None when it has not."""
    reader: Any = school
    try:
        place: SchoolPlace = reader.school_place
    except ObjectDoesNotExist:
        return None
    return place


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request with the visit that counts for it now: one that holds a slot, else the latest; None without any."""

    request: VisitRequest
    visit: Visit | None
    has_feedback: bool


def requests_of(schools: Any) -> list[RequestRow]:
    """Requests of schools, the newest first, with where each stands; two SQL statements."""
    said = VisitFeedback.objects.filter(visit=OuterRef("pk"), side=Side.SCHOOL)
    visits: QuerySet[Any] = Visit.objects.select_related("ambassador").annotate(is_reviewed=Exists(said))
    rows = VisitRequest.objects.of_schools(schools).prefetch_related(
        Prefetch("visits", queryset=visits.order_by("-proposed_at", "-pk"), to_attr="read_visits")
    )
    return [_row(request) for request in rows[:MOST_REQUESTS]]


def _row(request: Any) -> RequestRow:
    visit = current_visit(request.read_visits)
    return RequestRow(request, visit, bool(visit and visit.is_reviewed))


def current_visit(visits: Sequence[Any]) -> Any:
    """Of a request's visits, newest first: the one that goes furthest, else the latest; None without any."""
    order = (VisitState.CONFIRMED, VisitState.DONE, VisitState.ACCEPTED, VisitState.PROPOSED)
    for state in order:
        found = next((visit for visit in visits if visit.state == state), None)
        if found is not None:
            return found
    return visits[0] if visits else None


def visits_of_request(request: VisitRequest) -> list[Visit]:
    """All visits proposed for a request, the newest first; one SQL statement."""
    rows = request.visits.select_related(*_VISITS, "school__school_place", "passed_on_by")
    return list(rows.order_by("-proposed_at", "-pk"))


def visits_of_schools(schools: Any) -> QuerySet[Visit]:
    """Visits that a school's members may open."""
    return Visit.objects.of_schools(schools).select_related(*_VISITS, "school__school_place")


def school_templates() -> list[MessageTemplate]:
    """What a school may send about a visit; one SQL statement."""
    return list(MessageTemplate.objects.filter(sent_by=Side.SCHOOL, is_active=True))


@dataclass(frozen=True, slots=True)
class ToDo:
    """How much waits for a school: proposals to confirm, drafts to finish, visits to say something about."""

    confirm: int
    drafts: int
    review: int


def to_do(rows: Iterable[RequestRow], now: datetime) -> ToDo:
    """Counted from rows of `requests_of`."""
    listed = list(rows)
    return ToDo(
        confirm=sum(bool(row.visit and row.visit.state == VisitState.ACCEPTED) for row in listed),
        drafts=sum(row.request.state == RequestState.DRAFT for row in listed),
        review=sum(needs_words(row, now) for row in listed),
    )


def needs_words(row: RequestRow, now: datetime) -> bool:
    """Whether a visit is over and the school has yet to say how it was."""
    if row.visit is None or row.visit.starts_at > now or row.has_feedback:
        return False
    return row.visit.state in (VisitState.CONFIRMED, VisitState.DONE)


def _told(many: int, smallest: int) -> int | None:
    return many if many >= smallest else None


def people_in_work(occupation: str, today: date, *, with_demo: bool) -> int | None:
    """How many cleared ambassadors work in an occupation (SOC 2020 unit group); None where that is too few to tell.

    Two SQL statements.
    """
    rows = Ambassador.objects.cleared(today).filter(occupations__contains=[occupation])
    if not with_demo:
        rows = rows.filter(is_demo=False)
    return _told(rows.count(), scheme_value(SMALL_COUNT, today))
