"""Words of employers: sizes, pay, hours, what is preferred, ways in, kinds of opportunity."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Size(TextChoices):
    """How many people an employer employs (bands of the Business Population Estimates)."""

    SOLE_TRADER = "sole_trader", _("One person")
    MICRO = "micro", _("Up to 9 people")
    SMALL = "small", _("10 to 49 people")
    MEDIUM = "medium", _("50 to 249 people")
    LARGE = "large", _("250 people or more")


class PayPeriod(TextChoices):
    """What pay is counted by."""

    YEAR = "year", _("a year")
    HOUR = "hour", _("an hour")


class PayBasis(TextChoices):
    """What stated pay is the pay of."""

    STARTING = "starting", _("Pay at the start")
    USUAL = "usual", _("What people in this role are usually paid here")
    APPRENTICE = "apprentice", _("Apprentice pay")


class Pattern(TextChoices):
    """How working hours lie."""

    DAYS = "days", _("Weekdays")
    SHIFTS = "shifts", _("Shifts")
    EVENINGS = "evenings", _("Some evenings")
    WEEKENDS = "weekends", _("Some weekends")
    NIGHTS = "nights", _("Some nights")
    TERM_TIME = "term_time", _("Term time only")
    PART_TIME = "part_time", _("Part-time possible")
    JOB_SHARE = "job_share", _("Job share possible")
    FLEXITIME = "flexitime", _("Flexible start and finish")
    COMPRESSED = "compressed", _("Full hours in fewer days possible")


class WorkPlace(TextChoices):
    """Where the work is done."""

    ON_SITE = "on_site", _("At the employer’s site")
    HYBRID = "hybrid", _("Partly from home")
    REMOTE = "remote", _("From home")
    OUT_AND_ABOUT = "out_and_about", _("At customers’ or changing places")


class PreferredKind(TextChoices):
    """Types of qualification that an employer or a university names."""

    GCSE = "gcse", _("GCSE")
    A_LEVEL = "a_level", _("A level")
    T_LEVEL = "t_level", _("T Level")
    BTEC = "btec", _("BTEC or other technical qualification")
    APPRENTICESHIP = "apprenticeship", _("Apprenticeship")
    HIGHER_TECHNICAL = "higher_technical", _("Higher technical qualification")
    DEGREE = "degree", _("Degree")
    LICENCE = "licence", _("Licence or card")
    OTHER = "other", _("Something else")
    NONE = "none", _("No qualification")


class Weight(TextChoices):
    """How much an employer makes of a qualification."""

    ESSENTIAL = "essential", _("Essential")
    USEFUL = "useful", _("Useful")
    WE_TRAIN = "we_train", _("We train you")


class WayIn(TextChoices):
    """Ways by which an employer really recruits into a role."""

    APPRENTICESHIP = "apprenticeship", _("Apprenticeship")
    T_LEVEL_PLACEMENT = "t_level_placement", _("T Level industry placement")
    DEGREE = "degree", _("Degree")
    RETURNER = "returner", _("Return to work")
    INTERNAL = "internal", _("Moving up from another role here")
    EXPERIENCE = "experience", _("Experience of similar work")
    STRAIGHT_IN = "straight_in", _("Straight in, and we train")


class Access(TextChoices):
    """Facts about accessibility that an employer states."""

    STEP_FREE = "step_free", _("Step-free access")
    HEARING_LOOP = "hearing_loop", _("Hearing loop")
    ADJUSTABLE_DESK = "adjustable_desk", _("Adjustable desks or benches")
    QUIET_SPACE = "quiet_space", _("Quiet space")
    INTERVIEW_ADJUSTMENTS = "interview_adjustments", _("Interviews adjusted on request")
    SCREEN_READER_READY = "screen_reader_ready", _("Systems work with screen readers")


class Stage(TextChoices):
    """Where a moderated item stands, for the people who wrote it."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for a curator")
    RETURNED = "returned", _("Returned to you")
    PUBLISHED = "published", _("Published")
    EXPIRED = "expired", _("Expired")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class OpportunityKind(TextChoices):
    """What an employer offers beside a job."""

    PLACEMENT = "placement", _("Placement")
    WORK_EXPERIENCE = "work_experience", _("Work experience")
    T_LEVEL_PLACEMENT = "t_level_placement", _("T Level industry placement")
    INSIGHT_DAY = "insight_day", _("Insight day")
    VACANCY = "vacancy", _("Apprenticeship vacancy")


class WageKind(TextChoices):
    """How an advert of the national service states pay (its own names of the kinds)."""

    APPRENTICE_MINIMUM = "ApprenticeshipMinimum", _("The minimum wage for apprentices")
    NATIONAL_MINIMUM = "NationalMinimum", _("The national minimum wage")
    CUSTOM = "Custom", _("Set by the employer")
    COMPETITIVE = "CompetitiveSalary", _("The advert gives no sum")


class WageUnit(TextChoices):
    """What pay in such an advert is counted by."""

    UNSPECIFIED = "Unspecified", ""
    WEEKLY = "Weekly", _("a week")
    MONTHLY = "Monthly", _("a month")
    ANNUALLY = "Annually", _("a year")


class EncounterKind(TextChoices):
    """What a school may ask an employer for."""

    TALK = "talk", _("A talk at school or online")
    WORKPLACE_VISIT = "workplace_visit", _("A visit to the workplace")
    WORKSHOP = "workshop", _("A workshop with practical tasks")
    CAREERS_FAIR = "careers_fair", _("A stand at a careers fair")
    MOCK_INTERVIEWS = "mock_interviews", _("Practice interviews")


class EncounterState(TextChoices):
    """What became of a request."""

    SENT = "sent", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
