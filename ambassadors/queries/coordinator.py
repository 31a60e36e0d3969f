"""What coordinators read: who waits for what, a region's numbers with their denominators, people near a threshold."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Sum

from ambassadors.enums import COUNTED, RequestState, Standing, VettingOutcome, VisitState
from ambassadors.models import (
    Ambassador,
    Concern,
    DuplicatePair,
    EncounterOffer,
    VettingDecision,
    VettingLook,
    Visit,
    VisitRequest,
)
from ambassadors.rules.days import days_touched, most_days_in_window
from ambassadors.rules.standing import SOON
from ambassadors.rules.vetting import scheme_value

YEAR = timedelta(days=365)
ANSWER_DAYS, NEAR_DAYS, TARGET_DAYS = "answer-days", "near-threshold-days", "request-target-days"
WINDOW = 30  # the widest run that the rules in force count; see `near_threshold`
_DAY = timedelta(days=1)


def applications() -> QuerySet[Ambassador]:
    """Applications that were sent in and nobody has taken up, and people in checks; the longest waiting first."""
    waiting = Q(standing=Standing.APPLIED, applied_at__isnull=False) | Q(standing=Standing.IN_CHECKS)
    return Ambassador.objects.people().filter(waiting).order_by("standing_since", "pk")


def checks_due(today: date) -> QuerySet[Ambassador]:
    """Active and paused people whose last clearance falls due within 90 days, with `due_on`; the soonest first."""
    standing = Q(decisions__replaced_at=None, decisions__outcome=VettingOutcome.CLEARED)
    people = Ambassador.objects.people().filter(standing__in=(Standing.ACTIVE, Standing.PAUSED))
    found = people.annotate(due_on=Max("decisions__recheck_due_on", filter=standing))
    return found.filter(due_on__lte=today + SOON).order_by("due_on", "pk")


def waiting_requests() -> QuerySet[VisitRequest]:
    """Requests for which nobody has been asked; the longest waiting first."""
    return VisitRequest.objects.filter(state=RequestState.SENT).select_related("school").order_by("sent_at", "pk")


def to_pass_on(now: datetime) -> QuerySet[Visit]:
    """Times that a school picked and no coordinator has passed on, the soonest visit first."""
    return _proposed(now).filter(passed_on_at=None).order_by("starts_at", "pk")


def unanswered(now: datetime, today: date) -> QuerySet[Visit]:
    """Proposals that an ambassador has not answered in the days that the scheme's rule gives; the oldest first."""
    since = now - timedelta(days=scheme_value(ANSWER_DAYS, today))
    return _proposed(now).filter(passed_on_at__lte=since).order_by("passed_on_at", "pk")


def offers_waiting() -> QuerySet[EncounterOffer]:
    """Offers that no coordinator has looked at, of organisations that are verified."""
    rows = EncounterOffer.objects.filter(is_open=True, approved_at=None, organisation__state="verified")
    return rows.select_related("organisation").order_by("created_at", "pk")


def duplicates_waiting() -> QuerySet[DuplicatePair]:
    """Pairs that nobody has decided about."""
    return DuplicatePair.objects.filter(state="waiting").order_by("found_at", "pk")


def concerns_of(user: Any) -> QuerySet[Concern]:
    """Concerns that somebody deals with or stands in for, open ones first; never one about them."""
    mine = Q(handler=user) | Q(alternate=user)
    rows = Concern.objects.filter(mine).exclude(person=user).exclude(ambassador__user=user)
    return rows.select_related("visit__school", "handler", "alternate").order_by("-state", "-raised_at", "-pk")


@dataclass(frozen=True, slots=True)
class NearThreshold:
    """Somebody with so many days with pupils in a run of 30, of so many that the rule lets go without the check."""

    ambassador: Ambassador
    days: int
    last_day: date


def near_threshold(today: date) -> list[NearThreshold]:
    """Active people with many days in a run of 30 that holds today or a day ahead, most days first; three statements.

    From so many days on as the scheme's rule `near-threshold-days` says. Visits in COUNTED states count, as
    ambassador and as companion.
    """
    least = scheme_value(NEAR_DAYS, today)
    since = today - timedelta(days=WINDOW - 1)
    visits = Visit.objects.filter(state__in=COUNTED, day__gte=since).order_by()
    days: dict[int, set[date]] = defaultdict(set)
    columns = ("ambassador_id", "companion_id", "starts_at", "ends_at")
    for one, other, starts_at, ends_at in visits.values_list(*columns):
        touched = days_touched(starts_at, ends_at)
        days[one] |= touched
        if other is not None:
            days[other] |= touched
    most = {pk: max(most_days_in_window(found, day, WINDOW) for day in found) for pk, found in days.items()}
    people = Ambassador.objects.active().filter(pk__in=[pk for pk, number in most.items() if number >= least])
    found = [NearThreshold(one, most[one.pk], max(days[one.pk])) for one in people]
    return sorted(found, key=lambda near: (-near.days, near.last_day, near.ambassador.pk))


@dataclass(frozen=True, slots=True)
class RegionNumbers:
    """What one region, or the whole scheme for "", has done; each number with what it was counted over.

    `met` of the `due` requests, sent at least `target` days before the day and within the year before, had a visit
    confirmed within `target` days of being sent. Hours and pupils are of visits done within the year; `reported` of
    those `visits` say how long they took.
    """

    active: int
    paused: int
    target: int
    due: int
    met: int
    visits: int
    reported: int
    minutes: int
    pupils: int
    since: date
    until: date

    @property
    def share_met(self) -> float | None:
        """The share of requests met in time; None where none was due."""
        return self.met / self.due if self.due else None

    @property
    def hours(self) -> int:
        """Hours with pupils, rounded."""
        return round(self.minutes / 60)


def region_numbers(today: date, now: datetime, *, region: str = "") -> RegionNumbers:
    """The numbers of a region's dashboard; four SQL statements."""
    target = scheme_value(TARGET_DAYS, today)
    wait = timedelta(days=target)
    people = Ambassador.objects.people()
    requests = VisitRequest.objects.filter(sent_at__gt=now - YEAR, sent_at__lte=now - wait).exclude(
        state__in=(RequestState.DRAFT, RequestState.WITHDRAWN)
    )
    since = today - YEAR + _DAY
    visits = Visit.objects.filter(state=VisitState.DONE, day__range=(since, today))
    if region:
        people, requests = people.filter(region=region), requests.filter(region=region)
        visits = visits.filter(request__region=region)
    standing = people.order_by().aggregate(
        active=Count("pk", filter=Q(standing=Standing.ACTIVE)), paused=Count("pk", filter=Q(standing=Standing.PAUSED))
    )
    asked = requests.order_by().aggregate(
        due=Count("pk"), met=Count("pk", filter=Q(met_at__isnull=False, met_at__lte=F("sent_at") + wait))
    )
    done = visits.order_by().aggregate(
        visits=Count("pk"), reported=Count("minutes"), minutes=Sum("minutes"), pupils=Sum("pupils_reached")
    )
    done = {name: value or 0 for name, value in done.items()}
    return RegionNumbers(target=target, since=since, until=today, **standing, **asked, **done)


@dataclass(frozen=True, slots=True)
class Shortage:
    """A subject or an occupation that schools ask for more than people can offer.

    `open` requests have nobody yet, `unmet` ones were closed without anybody in the last 365 days; `people` are
    active. `days` is how long the oldest open one has waited.
    """

    code: str
    wanted: int
    open: int
    unmet: int
    people: int
    days: int

    @property
    def per_person(self) -> float:
        """Requests without anybody for each person who could go: the order of the list."""
        return (self.open + self.unmet) / (self.people or 0.5)


def shortages(kind: str, now: datetime, *, region: str = "", most: int = 10) -> list[Shortage]:
    """Subjects ("subject") or occupations ("occupation") short of people, the shortest first; two SQL statements.

    Only those for which a request has nobody. What nobody asked for is not short of anybody.
    """
    asked = VisitRequest.objects.filter(sent_at__gt=now - YEAR).exclude(**{kind: ""})
    people = Ambassador.objects.active()
    if region:
        asked, people = asked.filter(region=region), people.filter(region=region)
    rows = list(
        asked.order_by()
        .values_list(kind)
        .annotate(
            wanted=Count("pk"),
            open=Count("pk", filter=Q(state=RequestState.SENT)),
            unmet=Count("pk", filter=Q(state=RequestState.UNMET)),
            since=Min("sent_at", filter=Q(state=RequestState.SENT)),
        )
        .filter(Q(open__gt=0) | Q(unmet__gt=0))
    )
    codes = [row[0] for row in rows]
    field = {"subject": "subjects", "occupation": "occupations"}[kind]
    having: Counter[str] = Counter()
    for held in people.filter(**{f"{field}__overlap": codes}).values_list(field, flat=True) if codes else ():
        having.update(set(held) & set(codes))
    found = [
        Shortage(code, wanted, waits, unmet, having[code], (now - since).days if since else 0)
        for code, wanted, waits, unmet, since in rows
    ]
    return sorted(found, key=lambda one: (-one.per_person, -one.days, one.code))[:most]


def find_people(*, q: str = "", standing: str = "", region: str = "", subject: str = "", occupation: str = "") -> Any:
    """People by words (name, address, job, employer, code), standing, region, subject, occupation; by family name."""
    rows = Ambassador.objects.people().select_related("employer")
    for word in q.split()[:6]:
        rows = rows.filter(
            Q(given_name__icontains=word)
            | Q(family_name__icontains=word)
            | Q(email__icontains=word)
            | Q(job_title__icontains=word)
            | Q(employer_name__icontains=word)
            | Q(code=word.lower())
        )
    given = {"standing": standing, "region": region}
    rows = rows.filter(**{name: value for name, value in given.items() if value})
    if subject:
        rows = rows.filter(subjects__contains=[subject])
    if occupation:
        rows = rows.filter(occupations__contains=[occupation])
    return rows.order_by("family_name", "given_name", "pk")


def decisions_of(ambassador: Ambassador) -> QuerySet[VettingDecision]:
    """All decisions about somebody, those replaced too, newest first. Call `log_look` before showing any."""
    return ambassador.decisions.select_related("decided_by").order_by("-decided_at", "-pk")


def looks_of(ambassador: Ambassador | None = None) -> QuerySet[VettingLook]:
    """Who looked at what is held about checks, newest first; looks at concerns are kept apart."""
    rows = VettingLook.objects.exclude(page__startswith="concern ").select_related("looked_by", "ambassador")
    if ambassador is not None:
        rows = rows.filter(ambassador=ambassador)
    return rows.order_by("-looked_at", "-pk")


def visits_of(ambassador: Ambassador) -> QuerySet[Visit]:
    """Somebody's visits, as ambassador or companion, with the schools, newest first."""
    mine = Q(ambassador=ambassador) | Q(companion=ambassador)
    return Visit.objects.filter(mine).select_related("school", "request").order_by("-starts_at", "-pk")


def without_visits_ahead(people: QuerySet[Ambassador], now: datetime) -> QuerySet[Ambassador]:
    """Those of them who have nothing ahead."""
    ahead = Visit.objects.holding().filter(ambassador=OuterRef("pk"), starts_at__gte=now)
    return people.filter(~Exists(ahead))


def _proposed(now: datetime) -> QuerySet[Visit]:
    rows = Visit.objects.filter(state=VisitState.PROPOSED, starts_at__gt=now)
    return rows.select_related("request", "school", "ambassador__user")
