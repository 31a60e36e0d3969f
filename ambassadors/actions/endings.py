"""How visits end before their time, for whatever reason: the slot is free again and both sides are told."""

from __future__ import annotations

from datetime import datetime

from ambassadors.actions.mails import tell_ambassador, tell_teacher, visit_words
from ambassadors.enums import HOLDING, EndReason, RequestState, VisitState
from ambassadors.models import Ambassador, Visit


def end_visits(ambassador: Ambassador, *, reason: EndReason, now: datetime) -> int:
    """Cancel all that an ambassador still has ahead, as visitor or as companion; how many there were."""
    ahead = Visit.objects.select_for_update(of=("self",)).filter(state__in=HOLDING, ends_at__gt=now)
    mine = ahead.filter(ambassador=ambassador) | ahead.filter(companion=ambassador)
    visits = list(mine.select_related("request__asked_by", "school", "ambassador__user").order_by("pk"))
    for visit in visits:
        end_visit(visit, VisitState.CANCELLED, reason, now=now)
    return len(visits)


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


def reopen_request(visit: Visit) -> None:
    """A request without any other visit that holds is with the coordinator again."""
    request = visit.request
    if request.state not in (RequestState.PROPOSED, RequestState.BOOKED):
        return
    if not request.visits.filter(state__in=HOLDING).exists():
        request.state = RequestState.SENT
        request.save(update_fields=["state", "changed_at"])
