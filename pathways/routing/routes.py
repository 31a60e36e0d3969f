"""`routes_to`: the best few distinct routes of each kind into an occupation, for one person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pathways.book import Book
from pathways.routing.build import steps_into
from pathways.routing.kinds import APPRENTICESHIP_OF_LEVEL, LEVEL_3, PREPARATORY, StepKind
from pathways.routing.model import Grades, Person, RouteKind, Stage, Step, add_months
from pathways.routing.search import Found, Shape, best_routes

MOST = 3
AGE_AT: dict[str, int] = {
    Stage.YEAR_9: 14,
    Stage.YEAR_10: 15,
    Stage.GCSE: 16,
    Stage.LEVEL_1: 17,
    Stage.LEVEL_2: 17,
    Stage.A_LEVELS: 18,
    Stage.T_LEVEL: 18,
    Stage.OTHER_LEVEL_3: 18,
    Stage.ACCESS: 20,
    Stage.LEVEL_4_5: 20,
    Stage.DEGREE: 21,
    Stage.ADULT: 25,
    Stage.RETURNER: 35,
}
"""Usual age at the end of a stage; of adults and returners a stand-in that the page lets the reader change."""

SHAPE = Shape(
    preparatory=frozenset(PREPARATORY),
    exchangeable=frozenset(LEVEL_3),
    rungs=frozenset({StepKind.COLLEGE_2, StepKind.COLLEGE_3}),
)

_AT_WORK = frozenset({StepKind.DIRECT_ENTRY, StepKind.JUNIOR_ENTRY, StepKind.EXPERIENCE_ENTRY, StepKind.LICENCE})
_COLLEGE = frozenset({StepKind.COLLEGE_1, StepKind.COLLEGE_2, StepKind.COLLEGE_3})
_GRADUATE = frozenset(
    {StepKind.DEGREE, StepKind.TOP_UP, StepKind.CONVERSION, StepKind.PG_TRAINING, StepKind.GRADUATE_ENTRY}
)
_HIGHER = frozenset({StepKind.HNC_HND, StepKind.HTQ, StepKind.FOUNDATION_DEGREE})
_TRAINED_AT_WORK = frozenset({StepKind.WORK_TRAINING, StepKind.SUPPORTED_INTERNSHIP})
_APPRENTICESHIPS = frozenset({StepKind.FOUNDATION_APPRENTICESHIP, *APPRENTICESHIP_OF_LEVEL.values()})
_DEGREE_APPRENTICESHIPS = frozenset({StepKind.APPRENTICESHIP_6, StepKind.APPRENTICESHIP_7})


def kind_of(steps: Sequence[Step]) -> str:
    """The kind of a route, by how the person qualifies in the end and what stands before it."""
    kinds = {step.kind for step in steps}
    last = steps[-1].kind
    if last in _DEGREE_APPRENTICESHIPS:
        return RouteKind.DEGREE_APPRENTICESHIP
    if last in _GRADUATE | _AT_WORK and kinds & _DEGREE_APPRENTICESHIPS and StepKind.DEGREE not in kinds:
        return RouteKind.DEGREE_APPRENTICESHIP
    if last in _GRADUATE:
        return RouteKind.DEGREE
    if last == StepKind.EXPERIENCE_ENTRY and StepKind.DEGREE in kinds:
        return RouteKind.DEGREE
    if last in _HIGHER or (kinds & _HIGHER and last in _AT_WORK):
        return RouteKind.HIGHER_TECHNICAL
    if StepKind.T_LEVEL in kinds:
        return RouteKind.T_LEVEL
    if last in _COLLEGE or (kinds & _COLLEGE and not last.startswith("apprenticeship")):
        return RouteKind.COLLEGE
    if not kinds & _APPRENTICESHIPS and (last in _AT_WORK or last in _TRAINED_AT_WORK):
        return RouteKind.WORK
    return RouteKind.APPRENTICESHIP


def person_at(
    stage: str,
    today: date,
    *,
    grades: str = Grades.FIVE,
    age: int | None = None,
    subjects: frozenset[str] | None = None,
    earn: bool = False,
    no_university: bool = False,
) -> Person:
    """A person at a stage: the young begin their next step next September, adults next month.

    `age` counts for adults and returners only; of the others it follows from the stage.
    """
    grown = stage in (Stage.ADULT, Stage.RETURNER)
    years = age if grown and age is not None else AGE_AT[stage]
    return Person(stage, grades, years, start_of(stage, today), subjects, earn, no_university)


def start_of(stage: str, today: date) -> date:
    """When the next step begins: 1 September next for those in education, the first of next month for adults."""
    if stage in (Stage.ADULT, Stage.RETURNER):
        return add_months(today.replace(day=1), 1)
    return date(today.year + (today.month >= 9), 9, 1)


def routes_to(book: Book, soc2020: str, person: Person, *, most: int = MOST) -> Found:
    """The best `most` distinct routes of each kind that are open to the person, and those closed, with reasons.

    Order: by kind (in the order of their names), then shortest first; nothing about who asks, pays or
    profits plays a part. No SQL.
    """
    return best_routes(steps_into(book, soc2020), person, kind_of, most=most, shape=SHAPE)
