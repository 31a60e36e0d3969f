"""Kinds, states and bases of the routes' facts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StandardKind(models.TextChoices):
    """What a reference of the register of apprenticeships stands for: ST, FA or AU."""

    STANDARD = "standard", _("apprenticeship standard")
    FOUNDATION = "foundation", _("foundation apprenticeship")
    UNIT = "unit", _("apprenticeship unit: a short course for employers' staff")


class StandardStatus(models.TextChoices):
    """Status in the register of apprenticeships (Skills England)."""

    LIVE = "live", _("open to new starts")
    IN_DEVELOPMENT = "in_development", _("in development")
    PROPOSED = "proposed", _("proposed")
    PAUSED = "paused", _("paused: no new starts for now")
    RETIRED = "retired", _("retired: no new starts")
    DEFUNDED = "defunded", _("no longer funded: no new starts")


class OfferStatus(models.TextChoices):
    """Whether a T Level or another dated offer can be started."""

    OPEN = "open", _("open to new starts")
    SUPERSEDED = "superseded", _("replaced by a newer one")
    CLOSED = "closed", _("closed to new starts")


class LinkKind(models.TextChoices):
    """What a link joins; the first is its source, the second its target.

    Codes: an occupation is a SOC 2020 unit ("5241"), a standard its reference ("ST0152"), a specialism its number
    ("79"), a degree subject its CAH code ("CAH10-01-07"), a school subject "gcse:maths" or "alevel:maths", a
    registration its letters ("CEng") or a short name of pathways.registers ("nmc").
    """

    OCCUPATION_STANDARD = "occupation_standard", _("occupation and apprenticeship standard")
    OCCUPATION_TLEVEL = "occupation_tlevel", _("occupation and T Level specialism")
    OCCUPATION_DEGREE = "occupation_degree", _("occupation and degree subject")
    OCCUPATION_SUBJECT = "occupation_subject", _("occupation and school subject")
    DEGREE_SUBJECT = "degree_subject", _("degree subject and A level subject")
    OCCUPATION_PROGRESSION = "occupation_progression", _("occupation and what people move on to")
    OCCUPATION_REGISTRATION = "occupation_registration", _("occupation and professional registration")


class LinkBasis(models.TextChoices):
    """What a link rests on."""

    PUBLISHED = "published", _("a link that was published")
    TITLE = "title", _("a match of titles")
    EDITORIAL = "editorial", _("our editors' judgement")


class Confidence(models.TextChoices):
    """How sure a link is."""

    HIGH = "high", _("sure")
    MEDIUM = "medium", _("fairly sure")
    LOW = "low", _("to be checked")


class LinkRole(models.TextChoices):
    """What the target is to the source; which roles a kind allows stands in pathways.rules."""

    QUALIFIES = "qualifies", _("finishing it makes you able to do this work")
    TOWARDS = "towards", _("a step towards this work")
    FURTHER = "further", _("for people already in this work")
    REQUIRED = "required", _("needed")
    USUAL = "usual", _("the usual way")
    USEFUL = "useful", _("useful")
    PREFERRED = "preferred", _("preferred")
    NEXT = "next", _("people move on to it")
    POSSIBLE = "possible", _("open to people in this work")


class OverrideDecision(models.TextChoices):
    """What an editor decided about a link."""

    KEEP = "keep", _("checked and right")
    DROP = "drop", _("wrong: do not show")
    ADD = "add", _("missing: show")


class ProviderKind(models.TextChoices):
    """What a record of a provider was published as."""

    APPRENTICESHIP = "apprenticeship", _("apprenticeship training provider")
    TLEVEL = "tlevel", _("T Level provider")
    HIGHER = "higher", _("university or other higher education provider")
    SCHOOL = "school", _("school")


class Degree(models.TextChoices):
    """How far an occupation asks for a degree."""

    REQUIRED = "required", _("needed")
    USUAL = "usual", _("usual")
    ONE_WAY = "one_way", _("one of several ways")
    RARE = "rare", _("not usual")


class DirectEntry(models.TextChoices):
    """Whether people can start in an occupation without its qualifications."""

    OPEN = "open", _("you can start and learn on the job")
    JUNIOR = "junior", _("you can start in a junior job and work up")
    EXPERIENCE = "experience", _("only after years in other work")
    CLOSED = "closed", _("not without the qualification")


class Gcse(models.TextChoices):
    """The GCSEs that the usual training asks for."""

    NONE = "none", _("none")
    FEW = "few", _("some passes")
    EM = "em", _("grade 4 in English and maths")
    FIVE = "five", _("five at grade 4, with English and maths")


class CourseStep(models.TextChoices):
    """Ways in that are neither an apprenticeship nor a T Level."""

    COLLEGE_1 = "college_1", _("Entry or Level 1 course")
    COLLEGE_2 = "college_2", _("Level 2 college course")
    COLLEGE_3 = "college_3", _("Level 3 college course")
    ACCESS_HE = "access_he", _("Access to Higher Education Diploma")
    HNC_HND = "hnc_hnd", _("HNC or HND")
    FOUNDATION_DEGREE = "foundation_degree", _("foundation degree")
    HTQ = "htq", _("higher technical qualification")
    DEGREE = "degree", _("degree")
    CONVERSION = "conversion", _("conversion course for graduates")
    PG_TRAINING = "pg_training", _("training after a degree")
    WORK_TRAINING = "work_training", _("training with an employer or service")
    LICENCE = "licence", _("licence or card")


class CourseRole(models.TextChoices):
    """What a course does for someone who wants the occupation."""

    QUALIFIES = "qualifies", _("makes you able to do this work")
    TOWARDS = "towards", _("a step towards this work")
    AFTER = "after", _("done once you are in this work")


class Mode(models.TextChoices):
    """How a course is taken."""

    FULL_TIME = "full_time", _("full-time")
    PART_TIME = "part_time", _("part-time")
    EITHER = "either", _("full-time or part-time")
    WORK = "work", _("while you work")


class StatementBasis(models.TextChoices):
    """What a statement about admissions, or a date, rests on."""

    SEEN = "seen", _("read on the page named beside it")
    EDITORIAL = "editorial", _("our editors' statement")
    TO_CONFIRM = "to_confirm", _("to be confirmed by a curator")
