"""Steps that do not depend on the occupation: school, catching up, Level 3, access, topping up, graduate entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from pathways.book import Book, CourseRef, EntryRef
from pathways.enums import CourseRole, CourseStep, Degree, Gcse, Mode
from pathways.routing.kinds import KINDS, StepKind
from pathways.routing.model import Grades, Months, Offer, Stage, Step

# Foundation apprenticeships are for those aged 16 to 21, or to 24 with an education, health and care plan or
# who have been in care or prison (DfE, growth and skills levy products, 2025).
FOUNDATION_TO = 21
SUPPORTED_TO = 24  # supported internships: 16 to 24 with an education, health and care plan (DfE guidance)
T_LEVEL_TO = 18  # age at the start: T Levels are paid from the money for those aged 16 to 19 (DfE funding guidance)
ACCESS_FROM = 19  # Access to HE Diplomas are meant for those aged 19 and over (QAA)
OVER_21_ENDED = "level-7-22-and-over"  # the dated offer whose end limits public money to those under 22
ORDINARY_DEGREE = 48
_TECHNICAL_OFFERS = ("v-level-2027", "v-level-2028", "v-level-2029", "v-level-2030")


def plain(kind: StepKind, start: str, end: str, months: int, **values: object) -> Step:
    """A step of fixed length."""
    step = Step(f"{kind}:{start}", kind, start, end, str(KINDS[kind].title), Months(months, months, months))
    return replace(step, **values)  # type: ignore[arg-type]  # any field of a step


def steps(book: Book, *, own_technical: bool) -> Iterator[Step]:
    """What anybody may do on the way to something else.

    `own_technical`: the occupation names its own Level 3 courses, which then stand in for the general one.
    """
    utc = Offer("course", "", _("University technical college from Year 10, where there is one"), 24)
    school = Offer("course", "", _("GCSEs at school"), 24)
    yield plain(StepKind.SCHOOL, Stage.YEAR_9, Stage.GCSE, 24, offers=(school, utc))
    yield plain(StepKind.SCHOOL, Stage.YEAR_10, Stage.GCSE, 12)
    yield plain(StepKind.LEVEL_1, Stage.GCSE, Stage.LEVEL_1, 12, only_without=Grades.FEW, gives=Grades.FEW, level=1)
    catch_up = plain(
        StepKind.CATCH_UP,
        Stage.GCSE,
        Stage.LEVEL_2,
        12,
        only_without=Grades.FIVE,
        gives=Grades.FIVE,
        level=2,
        asks=_("Some GCSE passes, or a Level 1 course"),
        notes=(_("We count on grade 4 in English and maths at the end of the year; some need longer."),),
    )
    yield replace(catch_up, grades=Grades.FEW)
    yield replace(catch_up, key=f"{StepKind.CATCH_UP}:{Stage.LEVEL_1}", start=Stage.LEVEL_1)
    for start in (Stage.GCSE, Stage.LEVEL_2):
        yield plain(
            *(StepKind.A_LEVELS, start, Stage.A_LEVELS, 24),
            grades=Grades.FIVE,
            level=3,
            asks=_("Five GCSEs at grade 4 or more with English and maths; often a 5 or 6 in the subjects you take"),
        )
        if not own_technical:
            yield plain(
                *(StepKind.TECHNICAL_3, start, Stage.OTHER_LEVEL_3, 24),
                grades=Grades.SOME,
                level=3,
                asks=_("Four or five GCSEs at grade 4 or more, or a Level 2 course"),
                offers=_technical(book),
            )
    yield plain(
        *(StepKind.ACCESS_HE, Stage.ADULT, Stage.ACCESS, 12),
        level=3,
        min_age=ACCESS_FROM,
        asks=_("No set grades, but most colleges want English and maths; made for people who left school early"),
    )


def _technical(book: Book) -> tuple[Offer, ...]:
    """Technical Level 3 courses of today, and those to come, each with its first start."""
    today = Offer("course", "", str(KINDS[StepKind.TECHNICAL_3].title), 24)
    coming = (book.offers[name] for name in _TECHNICAL_OFFERS if name in book.offers)
    return (
        today,
        *(
            Offer("programme", window.offer, window.title, 24, "", "", window.first_start, window.last_start)
            for window in coming
        ),
    )


def plain_degree(soc2020: str) -> CourseRef:
    """A degree in one of the linked subjects, where our editors name no course; three years full-time."""
    return CourseRef(
        *(soc2020, CourseStep.DEGREE, _("Degree in a related subject"), (), 6, 36, Mode.FULL_TIME),
        *(CourseRole.QUALIFIES, _("Two or three A levels, a T Level, a BTEC or an Access course"), "", ""),
    )


def top_up(end: str) -> Step:
    """From an HND or foundation degree to the degree."""
    return plain(
        *(StepKind.TOP_UP, Stage.LEVEL_4_5, end, 12),
        key=f"{StepKind.TOP_UP}:{end}",
        level=6,
        is_university=True,
        asks=_("An HND or foundation degree in the subject; an HNC may need two years"),
    )


def graduate_entry(subjects: tuple[Offer, ...], entry: EntryRef | None) -> Iterator[Step]:
    """What somebody with a degree can do at once."""
    needed = entry is not None and entry.degree == Degree.REQUIRED
    yield plain(
        *(StepKind.GRADUATE_ENTRY, Stage.DEGREE, Stage.IN_WORK, 0),
        offers=subjects,
        paid=True,
        min_age=entry.min_age if entry else None,
        asks=_("A degree in one of these subjects") if needed else _("A degree; these subjects help most"),
    )


def supported_internship() -> Step:
    """For young people with an education, health and care plan."""
    return plain(
        *(StepKind.SUPPORTED_INTERNSHIP, Stage.GCSE, Stage.IN_WORK, 12),
        key=f"{StepKind.SUPPORTED_INTERNSHIP}:start",
        max_age=SUPPORTED_TO,
        asks=_("An education, health and care plan"),
        notes=(_("Only for young people with an education, health and care plan."),),
    )


def t_level_asks() -> str:
    """What colleges ask for before a T Level."""
    return _("Usually five GCSEs at grade 4 or more with English and maths; each college decides")


def apprenticeship_asks(kind: StepKind, entry: EntryRef | None) -> str:
    """What employers usually ask for, where no rule of the standard says more."""
    if kind in (StepKind.FOUNDATION_APPRENTICESHIP, StepKind.APPRENTICESHIP_2):
        return _("No set grades: each employer decides, and many ask for some GCSE passes")
    if kind == StepKind.APPRENTICESHIP_3:
        words = {
            Gcse.NONE: _("No set grades: each employer decides"),
            Gcse.FEW: _("Some GCSE passes; each employer decides"),
            Gcse.EM: _("Grade 4 in English and maths, as most employers ask"),
            Gcse.FIVE: _("Five GCSEs at grade 4 with English and maths, as most employers ask"),
        }
        return words[Gcse(entry.gcse)] if entry else words[Gcse.NONE]
    if kind == StepKind.APPRENTICESHIP_7:
        return _("Usually a degree; each employer decides")
    return _("A levels, a T Level, a BTEC or a Level 3 apprenticeship; each employer decides")
