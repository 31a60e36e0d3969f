"""What follows visits in the demo set: feedback of both sides, messages, observations, concerns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from accounts.models import User
from ambassadors.demo.drawing import rng_for, texts
from ambassadors.demo.schools import DemoSchool
from ambassadors.enums import ConcernState, ReferralDecision, Side, Standing, VisitState
from ambassadors.models import (
    Concern,
    ConcernNote,
    MessageTemplate,
    Observation,
    Visit,
    VisitFeedback,
    VisitMessage,
)

_FRESH = timedelta(days=5)  # so long after a visit nobody has written yet
_MESSAGES = (
    ("coordinator", "coordinator-please-answer"),
    ("ambassador", "ambassador-ask-parking"),
    ("school", "school-parking-yes"),
    ("school", "school-equipment-ready"),
    ("ambassador", "ambassador-looking-forward"),
)


def feedback_of(number: int, visit: Visit, now: datetime) -> Iterator[VisitFeedback]:
    """What both sides said of a visit that took place; a few have not, and nobody has of the last days'."""
    if visit.state != VisitState.DONE or now - visit.starts_at < _FRESH:
        return
    rng = rng_for("feedback", number)
    given_at = min(visit.starts_at + timedelta(days=2), now)
    if rng.random() < 0.85:
        yield VisitFeedback(
            visit=visit,
            side=Side.SCHOOL,
            given_by=visit.request.asked_by,
            given_at=given_at,
            right_level=rng.random() < 0.88,
            routes_covered=rng.random() < 0.7,
            **_shared(rng),
            **_counts(rng, visit.pupils_reached or 0),
        )
    if rng.random() < 0.75:
        who = visit.ambassador.user
        yield VisitFeedback(visit=visit, side=Side.AMBASSADOR, given_by=who, given_at=given_at, **_shared(rng))


def _shared(rng: Random) -> dict[str, Any]:
    return {
        "went_well": rng.choices((5, 4, 3, 2), weights=(46, 38, 13, 3))[0],
        "well_prepared": rng.random() < 0.9,
        "would_repeat": rng.random() < 0.9,
        "staff_present": rng.random() < 0.97,
    }


def _counts(rng: Random, pupils: int) -> dict[str, int]:
    asked = min(pupils, rng.choice((25, 28, 30)))
    shares = {"pupils_new_job": (0.5, 0.95), "pupils_could_do": (0.25, 0.7), "pupils_next_step": (0.3, 0.85)}
    return {"pupils_asked": asked} | {name: round(asked * rng.uniform(*share)) for name, share in shares.items()}


def messages_of(
    visit: Visit, templates: dict[str, MessageTemplate], staff: dict[str, User], now: datetime
) -> Iterator[VisitMessage]:
    """What was sent about a booked visit."""
    if visit.state != VisitState.CONFIRMED or visit.confirmed_at is None:
        return
    senders = {
        "coordinator": staff["coordinator"],
        "ambassador": visit.ambassador.user,
        "school": visit.request.asked_by,
    }
    for step, (side, slug) in enumerate(_MESSAGES):
        if slug in templates:
            sent_at = min(visit.confirmed_at + timedelta(hours=3 * step), now)
            yield VisitMessage(visit=visit, template=templates[slug], sent_by=senders[side], sent_at=sent_at)


def observations_of(visits: Sequence[Visit], by: User) -> Iterator[Observation]:
    """A coordinator watched a few of the visits that took place."""
    for visit in [one for one in visits if one.state == VisitState.DONE][::6]:
        yield Observation(
            ambassador=visit.ambassador,
            visit=visit,
            observed_by=by,
            observed_on=visit.day,
            is_good=True,
            note="Clear, kind, on time; named a technical route beside the degree.",
        )


def concerns_of(
    visits: Sequence[Visit], schools: dict[str, DemoSchool], staff: dict[str, User], now: datetime
) -> Iterator[tuple[Concern, list[ConcernNote]]]:
    """Six concerns about visits that took place, with their notes; saves nobody's suspension (see `suspended_by`)."""
    for given in texts("concerns.json"):
        school = schools[given["school"]].organisation
        visit = next((one for one in visits if one.school == school and one.state == VisitState.DONE), None)
        if visit is None:
            continue
        concern = _concern(given, visit, staff, now)
        notes = [
            ConcernNote(
                concern=concern,
                written_by=staff["coordinator"],
                written_at=min(concern.raised_at + timedelta(hours=4 + 20 * step), now),
                words=words,
            )
            for step, words in enumerate(given["notes"])
        ]
        yield concern, notes


def _concern(given: dict[str, Any], visit: Visit, staff: dict[str, User], now: datetime) -> Concern:
    raised_at = min(now + timedelta(days=given["days"]), now)
    closed = given["state"] == ConcernState.CLOSED
    about_ambassador = given["about"] == "ambassador"
    return Concern(
        visit=visit,
        about=given["about"],
        ambassador=visit.ambassador if about_ambassador else None,
        person=visit.ambassador.user if about_ambassador else None,
        raised_by=staff[given["raised"]],
        raised_at=raised_at,
        words=given["words"],
        told_school=given["told"],
        level=given["level"],
        handler=staff["coordinator"],
        alternate=staff["alternate"],
        suspended_at=raised_at + timedelta(minutes=30) if given.get("suspend") else None,
        referral=given.get("referral", ReferralDecision.UNDECIDED),
        referral_reason=given.get("reason", ""),
        state=given["state"],
        outcome=given.get("outcome", ""),
        closed_at=min(raised_at + timedelta(days=6), now) if closed else None,
    )


def suspend_for(concern: Concern) -> None:
    """Suspend whom a concern suspended at once; they have no visit ahead."""
    person = concern.ambassador
    if person is None or concern.suspended_at is None:
        return
    person.standing, person.standing_since = Standing.SUSPENDED, concern.suspended_at
    person.standing_reason = "While a concern is looked into."
    person.save(update_fields=["standing", "standing_since", "standing_reason"])
