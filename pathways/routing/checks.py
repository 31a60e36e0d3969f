"""Taking one step: whether a person can, how long they wait, and what they have afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pathways.routing.model import Bar, Closed, Grades, Leg, Offer, Person, Stage, Step, add_months

# What each set of grades counts as: it satisfies everything listed. English and maths count for more than
# three others: colleges take people with them onto courses that ask for four or five.
SATISFIES: dict[str, frozenset[str]] = {
    Grades.NONE: frozenset({Grades.NONE}),
    Grades.FEW: frozenset({Grades.NONE, Grades.FEW}),
    Grades.SOME: frozenset({Grades.NONE, Grades.FEW, Grades.SOME}),
    Grades.EM: frozenset({Grades.NONE, Grades.FEW, Grades.SOME, Grades.EM}),
    Grades.FIVE: frozenset({Grades.NONE, Grades.FEW, Grades.SOME, Grades.EM, Grades.FIVE}),
    Grades.STRONG: frozenset(Grades),
}
_SCHOOL = (Stage.YEAR_9, Stage.YEAR_10)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands on the way: at a stage, on a day, so many months after the start."""

    stage: str
    grades: str
    day: date
    months: int = 0
    unknown: int = 0


def at_start(person: Person) -> Standing:
    """Where a person begins."""
    return Standing(person.stage, person.grades, person.start)


def is_for(step: Step, standing: Standing) -> bool:
    """Whether a step begins here and is not one for people who lack what this person has."""
    if step.start != standing.stage:
        return False
    return not (step.only_without and step.only_without in SATISFIES[standing.grades])


def take(step: Step, standing: Standing, person: Person) -> tuple[Leg, Standing]:
    """The step as this person takes it from here, and where they stand afterwards.

    A step that has an age still to come makes them wait; one whose window passed by, or that asks for
    what they do not have, is taken all the same and marked closed, so that the reason can be told.
    """
    waits = max(0, (step.min_age - person.age) * 12 - standing.months) if step.min_age else 0
    begins = add_months(standing.day, waits)
    age_then = person.age + (standing.months + waits) // 12
    offers = tuple(offer for offer in step.offers if not offer.is_over(begins))
    bars = (*_bars(step, standing, person, age_then), *_window(step, offers, begins))
    leg = Leg(step, begins, age_then, waits, bars, offers)
    months = waits + (step.months.usual if step.months else 0)
    after = Standing(
        stage=step.end,
        grades=better(standing.grades, step.gives),
        day=add_months(standing.day, months),
        months=standing.months + months,
        unknown=standing.unknown + (step.months is None),
    )
    return leg, after


def better(before: str, gained: str) -> str:
    """What somebody has after gaining more; nothing is ever lost."""
    return gained if gained and before in SATISFIES[gained] else before


def _window(step: Step, offers: tuple[Offer, ...], begins: date) -> list[Closed]:
    """Closed when every offer is over by then, or none has opened yet."""
    if not step.offers:
        return []
    if not offers:
        return [Closed(step.key, Bar.CLOSED, max(offer.closes for offer in step.offers if offer.closes).isoformat())]
    if all(offer.is_to_come(begins) for offer in offers):
        first = min(offer.opens for offer in offers if offer.opens)
        return [Closed(step.key, Bar.NOT_OPEN_YET, first.isoformat())]
    return []


def _bars(step: Step, standing: Standing, person: Person, age: int) -> list[Closed]:
    bars = []
    if step.grades not in SATISFIES[standing.grades]:
        bars.append(Closed(step.key, Bar.GRADES, step.grades))
    if step.max_age is not None and age > step.max_age:
        bars.append(Closed(step.key, Bar.TOO_OLD, str(step.max_age)))
    if step.funded_to is not None and age > step.funded_to:
        bars.append(Closed(step.key, Bar.NOT_FUNDED, str(step.funded_to)))
    bars += _wishes(step, person)
    bars += [Closed(step.key, Bar.SUBJECT, name) for name in _missing_subjects(step, standing, person)]
    return bars


def _wishes(step: Step, person: Person) -> list[Closed]:
    """What the person asked to leave out: unpaid learning after school, universities."""
    bars = []
    if person.earn and not step.paid and step.start not in _SCHOOL:
        bars.append(Closed(step.key, Bar.UNPAID))
    if person.no_university and step.is_university:
        bars.append(Closed(step.key, Bar.UNIVERSITY))
    return bars


def _missing_subjects(step: Step, standing: Standing, person: Person) -> list[str]:
    """Required A levels that a person who named their subjects does not have, one for each group of alternatives.

    T Levels, BTECs and Access courses are judged as a whole, so they are not asked for single subjects.
    """
    if person.subjects is None or standing.stage != Stage.A_LEVELS:
        return []
    return [" / ".join(sorted(group)) for group in step.subjects if not group & person.subjects]
