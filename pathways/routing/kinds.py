"""Kinds of step in words: where taught, how much of the time at work, what is learnt where, what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class StepKind(StrEnum):
    """Kinds of step."""

    SCHOOL = "school"
    LEVEL_1 = "level_1"
    CATCH_UP = "catch_up"
    SUPPORTED_INTERNSHIP = "supported_internship"
    FOUNDATION_APPRENTICESHIP = "foundation_apprenticeship"
    APPRENTICESHIP_2 = "apprenticeship_2"
    APPRENTICESHIP_3 = "apprenticeship_3"
    APPRENTICESHIP_45 = "apprenticeship_45"
    APPRENTICESHIP_6 = "apprenticeship_6"
    APPRENTICESHIP_7 = "apprenticeship_7"
    A_LEVELS = "a_levels"
    T_LEVEL = "t_level"
    TECHNICAL_3 = "technical_3"
    COLLEGE_1 = "college_1"
    COLLEGE_2 = "college_2"
    COLLEGE_3 = "college_3"
    ACCESS_HE = "access_he"
    HNC_HND = "hnc_hnd"
    HTQ = "htq"
    FOUNDATION_DEGREE = "foundation_degree"
    TOP_UP = "top_up"
    DEGREE = "degree"
    CONVERSION = "conversion"
    PG_TRAINING = "pg_training"
    GRADUATE_ENTRY = "graduate_entry"
    WORK_TRAINING = "work_training"
    LICENCE = "licence"
    DIRECT_ENTRY = "direct_entry"
    JUNIOR_ENTRY = "junior_entry"
    EXPERIENCE_ENTRY = "experience_entry"


@dataclass(frozen=True, slots=True)
class KindFacts:
    """A kind of step in words. `at_work` is the usual share of the time at work, per cent, low to high.

    `pay` says who pays whom; figures for it come from the money rules, never from here.
    """

    title: Promise
    where: Promise
    at_work: tuple[int, int]
    learnt_at_work: Promise | None
    learnt_at_provider: Promise | None
    outcome: Promise
    pay: Promise
    mode: Promise


_FULL = _("full-time")
_JOB = _("a paid job, usually full-time")
_PART = _("part-time beside work, or full-time")
_FREE = _("Free for most young people; not paid. A bursary may help with costs.")
_LOAN = _("Fees, which most students cover with a loan that is paid back from later pay.")
_WAGE = _("You are paid a wage; you pay nothing for the training.")
_COLLEGE = _("at a college or training centre")
_FIRM = _("with an employer, and at a college, training provider or online")
_UNI = _("at a university, or a college that teaches degrees")
_SHOP = _("the job itself, beside skilled people, with more and more of it on your own")
_THEORY = _("the theory behind the job, safe working, and what the final assessment asks")
_HE_THEORY = _("the science and theory of the subject, and how to work things out for yourself")
_PLACED = _("what the job is like day by day, on a placement")

# Where the shares come from: an apprentice's training takes a minimum share of the hours, about a fifth in the
# earlier funding rules (DfE, apprenticeship funding rules); a T Level has an industry placement of 45 days, about
# a fifth of its time (DfE, T Level guidance); a supported internship is spent mostly with the employer.
_APPRENTICE = (75, 85)

KINDS: dict[str, KindFacts] = {
    StepKind.SCHOOL: KindFacts(
        *(_("GCSEs at school"), _("at school, or at a university technical college from Year 10"), (0, 5)),
        *(None, _("the subjects you chose, with English, maths and science"), _("GCSEs")),
        *(_("Free; not paid."), _FULL),
    ),
    StepKind.LEVEL_1: KindFacts(
        *(_("Entry or Level 1 course"), _COLLEGE, (0, 10), None),
        *(_("the basics of a trade or subject, with English and maths"), _("a Level 1 certificate or diploma")),
        *(_FREE, _FULL),
    ),
    StepKind.CATCH_UP: KindFacts(
        *(_("Level 2 year with English and maths"), _COLLEGE, (0, 15), None),
        *(
            _("a Level 2 subject, with GCSE English and maths again until you have grade 4"),
            _("a Level 2 qualification, and better English and maths"),
        ),
        *(_FREE, _FULL),
    ),
    StepKind.SUPPORTED_INTERNSHIP: KindFacts(
        *(_("Supported internship"), _("with an employer, supported by a job coach and a college"), (60, 80)),
        *(_SHOP, _("English, maths and what helps at work"), _("work experience that leads to a paid job")),
        *(_("Free; usually not paid. Access to Work can pay for support."), _FULL),
    ),
    StepKind.FOUNDATION_APPRENTICESHIP: KindFacts(
        *(_("Foundation apprenticeship"), _FIRM, _APPRENTICE, _SHOP, _THEORY),
        *(_("a Level 2 start in a sector, and a place to move on from to a further apprenticeship"), _WAGE, _JOB),
    ),
    StepKind.APPRENTICESHIP_2: KindFacts(
        *(_("Intermediate apprenticeship (Level 2)"), _FIRM, _APPRENTICE, _SHOP, _THEORY),
        *(_("a Level 2 apprenticeship certificate"), _WAGE, _JOB),
    ),
    StepKind.APPRENTICESHIP_3: KindFacts(
        *(_("Advanced apprenticeship (Level 3)"), _FIRM, _APPRENTICE, _SHOP, _THEORY),
        *(_("a Level 3 apprenticeship certificate, the level of A levels"), _WAGE, _JOB),
    ),
    StepKind.APPRENTICESHIP_45: KindFacts(
        *(_("Higher apprenticeship (Level 4 or 5)"), _FIRM, _APPRENTICE, _SHOP, _HE_THEORY),
        *(_("a higher apprenticeship certificate, the level of an HNC, HND or foundation degree"), _WAGE, _JOB),
    ),
    StepKind.APPRENTICESHIP_6: KindFacts(
        *(_("Degree apprenticeship (Level 6)"), _("with an employer and at a university"), _APPRENTICE),
        *(_SHOP, _HE_THEORY, _("a degree or a qualification of its level, without a student loan"), _WAGE, _JOB),
    ),
    StepKind.APPRENTICESHIP_7: KindFacts(
        *(_("Level 7 apprenticeship"), _("with an employer and at a university or training firm"), _APPRENTICE),
        *(_SHOP, _HE_THEORY, _("a qualification of the level of a master's degree"), _WAGE, _JOB),
    ),
    StepKind.A_LEVELS: KindFacts(
        *(_("A levels"), _("at a sixth form or college"), (0, 5), None),
        *(_("usually three subjects in depth"), _("A levels (Level 3)"), _FREE, _FULL),
    ),
    StepKind.T_LEVEL: KindFacts(
        *(_("T Level"), _("at a college or school, with a placement of about 45 days"), (15, 25), _PLACED),
        *(_("one line of work, in theory and practice"), _("a T Level, the size of three A levels"), _FREE, _FULL),
    ),
    StepKind.TECHNICAL_3: KindFacts(
        *(_("BTEC or other technical Level 3 course"), _("at a college or sixth form"), (0, 15), _PLACED),
        *(_("one field of work, with projects and tests"), _("a Level 3 diploma"), _FREE, _FULL),
    ),
    StepKind.COLLEGE_1: KindFacts(
        *(_("Level 1 college course"), _COLLEGE, (0, 10), None, _THEORY, _("a Level 1 certificate"), _FREE, _FULL),
    ),
    StepKind.COLLEGE_2: KindFacts(
        *(_("Level 2 college course"), _COLLEGE, (0, 20), _PLACED, _THEORY, _("a Level 2 diploma"), _FREE, _FULL),
    ),
    StepKind.COLLEGE_3: KindFacts(
        *(_("Level 3 college course"), _COLLEGE, (0, 25), _PLACED, _THEORY, _("a Level 3 diploma"), _FREE, _FULL),
    ),
    StepKind.ACCESS_HE: KindFacts(
        *(_("Access to Higher Education Diploma"), _COLLEGE, (0, 5), None, _HE_THEORY),
        *(
            _("a Level 3 diploma that universities take in place of A levels"),
            _("A loan covers the fee; it is written off when you finish a degree afterwards."),
            _("one year full-time, or longer part-time"),
        ),
    ),
    StepKind.HNC_HND: KindFacts(
        *(_("HNC or HND"), _UNI, (0, 40), _PLACED, _HE_THEORY),
        *(_("a Level 4 certificate or Level 5 diploma"), _LOAN, _PART),
    ),
    StepKind.HTQ: KindFacts(
        *(_("Higher technical qualification"), _UNI, (0, 40), _PLACED, _HE_THEORY),
        *(_("a Level 4 or 5 qualification approved by employers"), _LOAN, _PART),
    ),
    StepKind.FOUNDATION_DEGREE: KindFacts(
        *(_("Foundation degree"), _UNI, (10, 50), _PLACED, _HE_THEORY),
        *(_("a foundation degree (Level 5), which can be topped up to a full degree"), _LOAN, _PART),
    ),
    StepKind.TOP_UP: KindFacts(
        *(_("Top-up year to a degree"), _UNI, (0, 20), None, _HE_THEORY, _("a full degree (Level 6)"), _LOAN, _PART),
    ),
    StepKind.DEGREE: KindFacts(
        *(_("Degree"), _UNI, (0, 50), _("what the job is like, where the course has a placement or a year in work")),
        *(_HE_THEORY, _("a degree (Level 6, or 7 for an integrated master's)"), _LOAN, _FULL),
    ),
    StepKind.CONVERSION: KindFacts(
        *(_("Conversion course for graduates"), _UNI, (0, 40), _PLACED, _HE_THEORY),
        *(_("a qualification in this field on top of your degree"), _LOAN, _PART),
    ),
    StepKind.PG_TRAINING: KindFacts(
        *(_("Training after a degree"), _("at a university and in real workplaces"), (20, 100), _SHOP, _HE_THEORY),
        *(_("the licence or standing to do the job"), _("Paid or with fees, depending on the training."), _FULL),
    ),
    StepKind.GRADUATE_ENTRY: KindFacts(
        *(_("Graduate job or training scheme"), _("with an employer"), (90, 100), _SHOP, None),
        *(_("a job in this work"), _("You are paid a wage."), _JOB),
    ),
    StepKind.WORK_TRAINING: KindFacts(
        *(_("Training with the employer or service"), _("with the employer"), (50, 100), _SHOP, _THEORY),
        *(_("a trained place in this work"), _("You are usually paid while you train."), _JOB),
    ),
    StepKind.LICENCE: KindFacts(
        *(_("Licence or card"), _("at a training centre"), (0, 20), None, _THEORY),
        *(_("the licence that the work asks for"), _("There is a fee; some employers and schemes pay it."), _PART),
    ),
    StepKind.DIRECT_ENTRY: KindFacts(
        *(_("Start in the job and learn there"), _("with an employer"), (90, 100), _SHOP, None),
        *(_("a job in this work"), _("You are paid a wage."), _JOB),
    ),
    StepKind.JUNIOR_ENTRY: KindFacts(
        *(_("Start in a junior job and work up"), _("with an employer"), (90, 100), _SHOP, None),
        *(_("a job in this work, after some years"), _("You are paid a wage."), _JOB),
    ),
    StepKind.EXPERIENCE_ENTRY: KindFacts(
        *(_("Move up from other work"), _("with an employer"), (90, 100), _SHOP, None),
        *(_("a job in this work, after years in another"), _("You are paid a wage."), _JOB),
    ),
}

PREPARATORY = frozenset({StepKind.SCHOOL, StepKind.LEVEL_1, StepKind.CATCH_UP})
LEVEL_3 = frozenset({StepKind.A_LEVELS, StepKind.T_LEVEL, StepKind.TECHNICAL_3, StepKind.COLLEGE_3, StepKind.ACCESS_HE})
"""Ways to Level 3 that lead on to the same things: a route by one of them is a variant of a route by another."""
APPRENTICESHIP_OF_LEVEL = {
    2: StepKind.APPRENTICESHIP_2,
    3: StepKind.APPRENTICESHIP_3,
    4: StepKind.APPRENTICESHIP_45,
    5: StepKind.APPRENTICESHIP_45,
    6: StepKind.APPRENTICESHIP_6,
    7: StepKind.APPRENTICESHIP_7,
}
PAID = frozenset(
    {
        *APPRENTICESHIP_OF_LEVEL.values(),
        *(StepKind.FOUNDATION_APPRENTICESHIP, StepKind.WORK_TRAINING, StepKind.GRADUATE_ENTRY),
        *(StepKind.DIRECT_ENTRY, StepKind.JUNIOR_ENTRY, StepKind.EXPERIENCE_ENTRY),
    }
)
UNIVERSITY = frozenset({StepKind.DEGREE, StepKind.TOP_UP, StepKind.CONVERSION, StepKind.FOUNDATION_DEGREE})
