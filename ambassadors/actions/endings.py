"""How visits end before their time, for whatever reason: the slot is free again and both sides are told."""

from __future__ import annotations

from datetime import datetime

from ambassadors.actions.mails import tell_ambassador, tell_teacher, visit_words
from ambassadors.enums import HOLDING, EndReason, RequestState, VisitState
from ambassadors.models import Ambassador, Visit, VisitRequest
from ambassadors.queries.matching import why_not_visit
from ambassadors.rules.matching import WHY_NOT


def end_visits(ambassador: Ambassador, *, reason: EndReason, now: datetime) -> int:
    """Cancel all that an ambassador still has ahead, as visitor or as companion; how many there were."""
    visits = _ahead(ambassador, now)
    for visit in visits:
        end_visit(visit, VisitState.CANCELLED, reason, now=now)
    return len(visits)


def end_refused_visits(ambassador: Ambassador, *, now: datetime) -> int:
    """Cancel what an ambassador has ahead and the database would not let in today; how many there were.

    For when something changed on which bookings rest: a decision, an age, a companion. Somebody who lowered the
    number of visits that they can do keeps those that are booked.
    """
    kept = (None, str(WHY_NOT["capacity"]))
    visits = [visit for visit in _ahead(ambassador, now) if why_not_visit(visit) not in kept]
    for visit in visits:
        end_visit(visit, VisitState.CANCELLED, EndReason.NOT_CLEARED, now=now)
    return len(visits)


def _ahead(ambassador: Ambassador, now: datetime) -> list[Visit]:
    """Visits that hold, as visitor or as companion, held with their requests; the ambassador is held already."""
    rows = Visit.objects.filter(state__in=HOLDING, ends_at__gt=now)
    mine = rows.filter(ambassador=ambassador) | rows.filter(companion=ambassador)
    requests = VisitRequest.objects.select_for_update().filter(pk__in=mine.values("request")).order_by("pk")
    list(requests.values_list("pk", flat=True))
    held = mine.select_for_update(of=("self",)).select_related("request__asked_by", "school", "ambassador__user")
    return list(held.order_by("pk"))


def end_visit(visit: Visit, state: VisitState, reason: EndReason, *, now: datetime) -> None:
    """End one locked visit: keep the reason, put its request back to the coordinator, tell both sides."""
    was_passed_on = visit.passed_on_at is not None
    visit.state, visit.end_reason, visit.ended_at = state, reason, now
    visit.sequence += 1
    visit.save(update_fields=["state", "end_reason", "ended_at", "sequence", "changed_at"])
    reopen_request(visit)
    words = visit_words(visit)
    if state == VisitState.DECLINED:
        tell_teacher(visit.request.asked_by, "visit_declined", words)
        return
    tell_teacher(visit.request.asked_by, "visit_cancelled_school", words)
    if was_passed_on:
        tell_ambassador(visit.ambassador, "visit_cancelled_ambassador", words)
    if visit.companion is not None and visit.confirmed_at is not None:
        tell_ambassador(visit.companion, "visit_cancelled_ambassador", words)


def reopen_request(visit: Visit) -> None:
    """A request without any other visit that holds is with the coordinator again."""
    request = visit.request
    if request.state not in (RequestState.PROPOSED, RequestState.BOOKED):
        return
    if not request.visits.filter(state__in=HOLDING).exists():
        request.state = RequestState.SENT
        request.save(update_fields=["state", "changed_at"])
