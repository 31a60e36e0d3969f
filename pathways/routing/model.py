"""What routes are made of: stages, steps, what a step asks, the person asking, and the routes found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Stage(StrEnum):
    """What a person has behind them; routes run from one stage to the next and end in the occupation."""

    YEAR_9 = "year9"
    YEAR_10 = "year10"
    GCSE = "gcse"
    LEVEL_1 = "level1"
    LEVEL_2 = "level2"
    A_LEVELS = "alevels"
    T_LEVEL = "tlevel"
    OTHER_LEVEL_3 = "technical3"
    ACCESS = "access"
    LEVEL_4_5 = "level45"
    INTERMEDIATE_APPRENTICE = "intermediate_apprentice"  # after a foundation or Level 2 apprenticeship on the way
    ADVANCED_APPRENTICE = "advanced_apprentice"  # after an apprenticeship at Level 3 in something near
    HIGHER_APPRENTICE = "higher_apprentice"  # after a higher apprenticeship: no HND to top up
    DEGREE = "degree"
    CONVERTED = "converted"  # a graduate after a first course of graduate training
    ADULT = "adult"
    RETURNER = "returner"
    IN_WORK = "in_work"


RANK: dict[str, int] = {
    Stage.YEAR_9: 0,
    Stage.YEAR_10: 0,
    Stage.GCSE: 1,
    Stage.LEVEL_1: 1,
    Stage.LEVEL_2: 2,
    Stage.A_LEVELS: 3,
    Stage.T_LEVEL: 3,
    Stage.OTHER_LEVEL_3: 3,
    Stage.ACCESS: 3,
    Stage.LEVEL_4_5: 5,
    Stage.INTERMEDIATE_APPRENTICE: 2,
    Stage.ADVANCED_APPRENTICE: 3,
    Stage.HIGHER_APPRENTICE: 5,
    Stage.DEGREE: 6,
    Stage.CONVERTED: 6,
    Stage.ADULT: 2,
    Stage.RETURNER: 3,
}
"""The level of qualification that a stage stands for; a working adult is taken to have Level 2, a returner Level 3."""


class Grades(StrEnum):
    """GCSEs of a person, as far as entry rules need them."""

    NONE = "none"
    FEW = "few"  # some passes, mostly below grade 4
    SOME = "some"  # five at grade 4, but not both English and maths
    EM = "em"  # grade 4 in English and maths, but not five
    FIVE = "five"  # five at grade 4 with English and maths
    STRONG = "strong"  # five, mostly 6 or more


class RouteKind(StrEnum):
    """Kinds of route, named by how a person qualifies in the end."""

    APPRENTICESHIP = "apprenticeship"
    COLLEGE = "college"
    DEGREE = "degree"
    DEGREE_APPRENTICESHIP = "degree_apprenticeship"
    HIGHER_TECHNICAL = "higher_technical"
    T_LEVEL = "t_level"
    WORK = "work"


class Bar(StrEnum):
    """Why a step is closed to a person."""

    GRADES = "grades"
    SUBJECT = "subject"
    TOO_OLD = "too_old"
    NOT_FUNDED = "not_funded"
    NOT_OPEN_YET = "not_open_yet"
    CLOSED = "closed"
    UNPAID = "unpaid"
    UNIVERSITY = "university"


@dataclass(frozen=True, slots=True)
class Offer:
    """Something a step can be done with, by public code: a standard, T Level, qualification or degree subject.

    `kind` is "standard", "tlevel", "qualification", "degree_subject", "occupation", "programme" (a dated
    offer) or "course" (then `code` is empty); `months` None when the list does not say. `opens` and
    `closes` are the first and last dates on which it can be started.
    """

    kind: str
    code: str
    title: str
    months: int | None = None
    note: str = ""
    confidence: str = ""
    opens: date | None = None
    closes: date | None = None

    def is_over(self, day: date) -> bool:
        """Whether it can no longer be started on that day."""
        return self.closes is not None and day > self.closes

    def is_to_come(self, day: date) -> bool:
        """Whether it cannot be started yet on that day."""
        return self.opens is not None and day < self.opens


@dataclass(frozen=True, slots=True)
class Months:
    """How long a step takes: the usual, between the shortest and longest of its offers."""

    low: int
    usual: int
    high: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step from a stage to another, or into the occupation (Stage.IN_WORK).

    `months` is None where no source says. `min_age` makes a person wait; over `max_age` the step is
    closed; over `funded_to` public money does not pay. `grades` is what the step asks at least.
    A step with offers can be started while one of them can. `subjects` holds groups of A level subjects of
    which one is needed by people who come with A levels. One that `stands_alone` can be started without
    any of the steps before it: a junior job, or training that takes anybody.
    """

    key: str
    kind: str
    start: str
    end: str
    title: str
    months: Months | None = None
    level: int | None = None
    offers: tuple[Offer, ...] = ()
    asks: str = ""
    grades: str = Grades.NONE
    gives: str = ""  # the grades a person can count as having afterwards
    only_without: str = ""  # taken only by people without these grades
    subjects: tuple[frozenset[str], ...] = ()
    min_age: int | None = None
    max_age: int | None = None
    funded_to: int | None = None
    paid: bool = False
    is_university: bool = False
    stands_alone: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks: no name, no birth date, only a stage and what they chose to say.

    `age` is the age in whole years on `start`, the day the first step begins. `subjects` are slugs like
    "alevel:maths", or None when nothing was said.
    """

    stage: str
    grades: str
    age: int
    start: date
    subjects: frozenset[str] | None = None
    earn: bool = False
    no_university: bool = False


@dataclass(frozen=True, slots=True)
class Closed:
    """Why a step is closed to this person. `detail` names what is missing ("five", "chemistry", "2029-09-01")."""

    step: str
    bar: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Leg:
    """A step as this person would take it: when, at what age, and after how long a wait."""

    step: Step
    begins: date
    age: int
    waits: int = 0
    closed: tuple[Closed, ...] = ()
    offers: tuple[Offer, ...] = ()  # those of the step that will not have closed by then

    @property
    def ends(self) -> date | None:
        """When it is done; None when nobody says how long it takes."""
        return add_months(self.begins, self.step.months.usual) if self.step.months else None


@dataclass(frozen=True, slots=True)
class Route:
    """A way from a stage into the occupation. `total_months` is None when a step's length is not known.

    `instead_of` tells what closes a shorter way of the same shape; `variants` are other ways to the same
    end that differ only in the Level 3 before it; `also` holds last steps of the same kind that begin
    otherwise (from another level, or at another age), so that no standard hides behind another.
    """

    kind: str
    legs: tuple[Leg, ...]
    known_months: int
    unknown: int
    instead_of: tuple[Closed, ...] = ()
    variants: tuple[Route, ...] = ()
    also: tuple[Leg, ...] = ()

    @property
    def key(self) -> str:
        """Its stable name, made of its steps."""
        return "+".join(leg.step.key for leg in self.legs)

    @property
    def total_months(self) -> int | None:
        """Months from the start to the occupation, waits included."""
        return None if self.unknown else self.known_months

    @property
    def closed(self) -> tuple[Closed, ...]:
        """Everything that closes it to this person; empty when it is open."""
        return tuple(bar for leg in self.legs for bar in leg.closed)

    @property
    def is_open(self) -> bool:
        """Whether this person can take it."""
        return not self.closed

    @property
    def age_at_end(self) -> int | None:
        """Age when in the occupation, in whole years."""
        if self.unknown:
            return None
        first = self.legs[0]  # its age is counted after the wait before it
        return first.age + (self.known_months - first.waits) // 12

    @property
    def is_paid_throughout(self) -> bool:
        """Whether every step after school is paid work."""
        return all(leg.step.paid for leg in self.legs if leg.step.start not in (Stage.YEAR_9, Stage.YEAR_10))


def add_months(day: date, months: int) -> date:
    """The same day of the month, so many months on (days after the 28th become the 28th)."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, min(day.day, 28))
