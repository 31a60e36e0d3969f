"""Why a step is closed, and what to do about it, in words."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pathways.routing.kinds import StepKind
from pathways.routing.model import RANK, Bar, Closed, Grades, Leg, RouteKind, Stage
from pathways.subjects import UnknownSchoolSubjectError, school_subject_of

ROUTE_KINDS: dict[str, Promise] = {
    RouteKind.APPRENTICESHIP: gettext_lazy("Apprenticeship"),
    RouteKind.COLLEGE: gettext_lazy("College course"),
    RouteKind.DEGREE: gettext_lazy("Degree"),
    RouteKind.DEGREE_APPRENTICESHIP: gettext_lazy("Degree apprenticeship"),
    RouteKind.HIGHER_TECHNICAL: gettext_lazy("Higher technical course"),
    RouteKind.T_LEVEL: gettext_lazy("T Level"),
    RouteKind.WORK: gettext_lazy("Work straight away"),
}
"""Names of the kinds of route; their alphabet is the order in which kinds are shown."""

_GRADES: dict[str, Promise] = {
    Grades.FEW: gettext_lazy("asks for some GCSE passes"),
    Grades.SOME: gettext_lazy("asks for four or five GCSEs at grade 4 or above"),
    Grades.EM: gettext_lazy("needs grade 4 in English and maths"),
    Grades.FIVE: gettext_lazy("needs five GCSEs at grade 4 or above, with English and maths"),
    Grades.STRONG: gettext_lazy("asks for high GCSE grades, mostly 6 and above"),
}
ADULT_AT = 18
# The duty to participate: Education and Skills Act 2008, part 1; DfE, Participation of young people in education,
# employment or training, statutory guidance.
_UNDER_18_AT_WORK = frozenset(
    {StepKind.DIRECT_ENTRY, StepKind.JUNIOR_ENTRY, StepKind.EXPERIENCE_ENTRY, StepKind.WORK_TRAINING}
)


def closed_words(closed: Closed) -> tuple[str, str]:
    """What closes a step, and the way back; the second is empty where there is none.

    ("needs grade 4 in English and maths", "You can take them again while you ...").
    """
    if closed.bar == Bar.GRADES:
        return str(_GRADES[closed.detail]), _back_to_grades(closed.detail)
    if closed.bar == Bar.SUBJECT:
        said = {"subject": subject_words(closed.detail)}
        return (
            _("needs A level %(subject)s") % said,
            _("You can still add it, take it in a further year, or ask for an Access or foundation year."),
        )
    if closed.bar == Bar.TOO_OLD:
        return (
            _("is for people up to %(age)s when they start") % {"age": closed.detail},
            _("Other apprenticeships have no upper age."),
        )
    if closed.bar == Bar.NOT_FUNDED:
        return (
            _("is paid for by public money only for those aged 16 to %(age)s at the start") % {"age": closed.detail},
            _("An employer may pay for it in full instead; ask."),
        )
    if closed.bar == Bar.NOT_OPEN_YET:
        day = date_format(date.fromisoformat(closed.detail), "F Y")
        return _("opens in %(day)s") % {"day": day}, _("It can be a reason to wait, or to start with something else.")
    if closed.bar == Bar.UNPAID:
        return _("is not paid while you learn"), _("You asked to earn while you learn.")
    if closed.bar == Bar.UNIVERSITY:
        return _("goes by way of a university"), _("You asked for ways without one.")
    return _("has closed by then"), ""


def subject_words(slugs: str) -> str:
    """ "alevel:biology / alevel:chemistry" as "biology or chemistry"."""
    names = []
    for slug in slugs.split(" / "):
        try:
            names.append(str(school_subject_of(slug).title).lower())
        except UnknownSchoolSubjectError:
            names.append(slug)
    return _(" or ").join(names)


def _back_to_grades(grades: str) -> str:
    if grades in (Grades.EM, Grades.FIVE):
        return _("You can take English and maths again while you do a Level 2 course or an apprenticeship at Level 2.")
    return _("You can reach it after a Level 1 or Level 2 course at college.")


def needs_training_beside(leg: Leg) -> bool:
    """Whether the law asks for part-time training beside this job: the person is under 18 then, without a Level 3.

    In England, until 18 or a Level 3, a job counts only with part-time education or training beside it, when it is
    of 20 hours a week or more (Education and Skills Act 2008, part 1; DfE statutory guidance on participation).
    """
    has_level_3 = RANK[leg.step.start] >= RANK[Stage.A_LEVELS]
    return leg.step.kind in _UNDER_18_AT_WORK and leg.age < ADULT_AT and not has_level_3


def months_words(months: int | None) -> str:
    """A length in years and months, as people say it."""
    if months is None:
        return _("length not known")
    years, rest = divmod(months, 12)
    if not months:
        return _("no set time")
    parts = []
    if years:
        parts.append(_("1 year") if years == 1 else _("%(n)s years") % {"n": years})
    if rest:
        parts.append(_("1 month") if rest == 1 else _("%(n)s months") % {"n": rest})
    return " ".join(parts)
