"""What an ambassador's own pages read: their visits as they may see them, hours, training and messages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from ambassadors.enums import Side, VisitState
from ambassadors.models import (
    Ambassador,
    MessageTemplate,
    Scheme,
    SchoolPlace,
    Training,
    TrainingModule,
    Visit,
    VisitFeedback,
)
from ambassadors.queries.school import stated_place

MOST_VISITS = 500
ASKED_FOR_DAYS = 60  # how long after a visit we ask how it was
_RELATED = ("request", "school__school_place", "ambassador", "companion")


def own_ambassador(user: User) -> Ambassador | None:
    """Somebody's own row with employer and companion; None for those who never began to apply. One statement."""
    rows = Ambassador.objects.filter(user=user).select_related("user", "employer", "companion")
    found: Ambassador | None = rows.first()
    return found


def school_year(on: date) -> tuple[date, date]:
    """The first and last day of the school year that a day is in: 1 September to 31 August, as schools count."""
    begins = date(on.year if on.month >= 9 else on.year - 1, 9, 1)
    return begins, date(begins.year + 1, 8, 31)


@dataclass(frozen=True, slots=True)
class OwnVisits:
    """An ambassador's visits by what there is to do; each list is in order of time, the past newest first."""

    waiting: Sequence[Visit]
    ahead: Sequence[Visit]
    to_report: Sequence[Visit]
    done: Sequence[Visit]
    ended: Sequence[Visit]

    @property
    def to_review(self) -> list[Visit]:
        """Visits of the last weeks about which the ambassador has not said how they were."""
        return [visit for visit in self.done if getattr(visit, "wants_words", False)]

    def of_year(self, on: date) -> list[Visit]:
        """Visits done in the school year of a day."""
        begins, ends = school_year(on)
        return [visit for visit in self.done if begins <= visit.day <= ends]


def visits_of(ambassador: Ambassador, now: datetime) -> OwnVisits:
    """Everything that was passed on to an ambassador, as visitor or as companion of somebody under 18.

    One statement; the newest five hundred.
    """
    mine = VisitFeedback.objects.filter(visit=OuterRef("pk"), side=Side.AMBASSADOR)
    since = timezone.localdate(now) - timedelta(days=ASKED_FOR_DAYS)
    rows = (
        Visit.objects.filter(_seen_by(ambassador))
        .select_related(*_RELATED)
        .annotate(wants_words=Q(ambassador=ambassador, day__gte=since) & ~Exists(mine))
        .order_by("-starts_at", "-pk")[:MOST_VISITS]
    )
    return _sorted(list(rows), now)


def visit_of(ambassador: Ambassador, pk: int) -> Visit | None:
    """One of those visits; None for anything else. One statement."""
    rows = Visit.objects.filter(_seen_by(ambassador)).select_related(*_RELATED, "ambassador__user")
    found: Visit | None = rows.filter(pk=pk).first()
    return found


def _seen_by(ambassador: Ambassador) -> Q:
    own = Q(ambassador=ambassador) | Q(companion=ambassador)
    return own & Q(passed_on_at__isnull=False)


def _sorted(rows: list[Visit], now: datetime) -> OwnVisits:
    waiting = [visit for visit in rows if visit.state == VisitState.PROPOSED and visit.starts_at > now]
    booked = [visit for visit in rows if visit.state in (VisitState.ACCEPTED, VisitState.CONFIRMED)]
    ahead = [visit for visit in booked if visit.ends_at > now]
    to_report = [visit for visit in booked if visit.ends_at <= now and visit.state == VisitState.CONFIRMED]
    done = [visit for visit in rows if visit.state == VisitState.DONE]
    shown = {visit.pk for visit in (*waiting, *ahead, *to_report, *done)}
    ended = [visit for visit in rows if visit.pk not in shown]
    return OwnVisits(waiting[::-1], ahead[::-1], to_report, done, ended)


def may_see_contact(visit: Visit) -> bool:
    """Whether the school's names and telephone numbers are shown: once it has confirmed, never before."""
    return visit.state in (VisitState.CONFIRMED, VisitState.DONE)


def place_of(visit: Visit) -> SchoolPlace | None:
    """Where the school of a visit is; None when it has not said."""
    return stated_place(visit.school)


@dataclass(frozen=True, slots=True)
class Service:
    """What an ambassador has given, all told: visits done, minutes, pupils reached, first and last day."""

    visits: int
    minutes: int
    pupils: int
    first_day: date | None
    last_day: date | None


def service_of(visits: Iterable[Visit]) -> Service:
    """The sum of visits done; a visit whose length nobody reported counts with its booked length. No statement."""
    listed = list(visits)
    days = sorted(visit.day for visit in listed)
    return Service(
        visits=len(listed),
        minutes=sum(minutes_of(visit) for visit in listed),
        pupils=sum(visit.pupils_reached or 0 for visit in listed),
        first_day=days[0] if days else None,
        last_day=days[-1] if days else None,
    )


def minutes_of(visit: Visit) -> int:
    """How long a visit was, as reported, else as booked."""
    return visit.minutes if visit.minutes is not None else int((visit.ends_at - visit.starts_at).total_seconds() // 60)


@dataclass(frozen=True, slots=True)
class ModuleLine:
    """A training module and when somebody did it."""

    module: TrainingModule
    training: Training | None

    def state(self, today: date) -> str:
        """ "done", "due" again, or "missing"."""
        if self.training is None or self.training.done_on is None:
            return "missing"
        due = self.training.due_on
        return "due" if due is not None and due <= today else "done"


def training_of(ambassador: Ambassador) -> list[ModuleLine]:
    """Every module in order with the person's own record. Two statements."""
    known = {row.module_id: row for row in Training.objects.filter(ambassador=ambassador)}
    return [ModuleLine(module, known.get(module.pk)) for module in TrainingModule.objects.all()]


def message_templates() -> list[MessageTemplate]:
    """What an ambassador may send about a visit. One statement."""
    return list(MessageTemplate.objects.filter(sent_by=Side.AMBASSADOR, is_active=True))


def schemes_open_first() -> list[Scheme]:
    """Every scheme, the open ones first. One statement."""
    return list(Scheme.objects.order_by("-state", "name"))
