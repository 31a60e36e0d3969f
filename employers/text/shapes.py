"""The shapes in which a pasted advert is read: every value with the sentence that it was found in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

T = TypeVar("T")


class PayPer(models.TextChoices):
    """What length of time a sum of pay is for."""

    HOUR = "hour", _("an hour")
    DAY = "day", _("a day")
    WEEK = "week", _("a week")
    MONTH = "month", _("a month")
    YEAR = "year", _("a year")


class Pattern(models.TextChoices):
    """How the hours lie, and where the work is done."""

    FULL_TIME = "full_time", _("full-time")
    PART_TIME = "part_time", _("part-time")
    SHIFTS = "shifts", _("shifts")
    NIGHTS = "nights", _("nights")
    WEEKENDS = "weekends", _("weekends")
    TERM_TIME = "term_time", _("term time only")
    REMOTE = "remote", _("from home")
    HYBRID = "hybrid", _("partly from home")


class WorkingFact(models.TextChoices):
    """What an employer says about flexible working and access."""

    FLEXITIME = "flexitime", _("flexitime")
    FLEXIBLE_REQUESTS = "flexible_requests", _("requests for flexible working are welcome")
    JOB_SHARE = "job_share", _("the job can be shared")
    COMPRESSED_HOURS = "compressed_hours", _("full hours in fewer days")
    DISABILITY_CONFIDENT = "disability_confident", _("Disability Confident employer")
    GUARANTEED_INTERVIEW = "guaranteed_interview", _("an interview for disabled people who meet what is essential")
    ADJUSTMENTS = "adjustments", _("reasonable adjustments")
    STEP_FREE = "step_free", _("step-free access")
    QUIET_ROOM = "quiet_room", _("a quiet room")


class Asked(models.TextChoices):
    """What sort of qualification is asked for."""

    GCSE = "gcse", _("GCSE")
    FUNCTIONAL_SKILLS = "functional_skills", _("Functional Skills")
    A_LEVEL = "a_level", _("A level")
    T_LEVEL = "t_level", _("T Level")
    BTEC = "btec", _("BTEC")
    NVQ = "nvq", _("NVQ")
    CITY_GUILDS = "city_guilds", _("City & Guilds")
    HNC = "hnc", _("HNC")
    HND = "hnd", _("HND")
    FOUNDATION_DEGREE = "foundation_degree", _("foundation degree")
    DEGREE = "degree", _("degree")
    MASTERS = "masters", _("master’s degree")
    DOCTORATE = "doctorate", _("doctorate")
    CERTIFICATE = "certificate", _("certificate, diploma or award")
    LICENCE = "licence", _("licence or card")
    OTHER = "other", _("another qualification")


class Importance(models.TextChoices):
    """How strongly something is asked for."""

    ESSENTIAL = "essential", _("essential")
    USEFUL = "useful", _("useful")
    UNSTATED = "unstated", _("your advert does not say how strongly")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value, the sentence of the advert that it came from, and what was assumed in reading it, if anything."""

    value: T
    sentence: str
    assumed: str = ""


@dataclass(frozen=True, slots=True)
class PayRead:
    """Pounds for a length of time; `lowest` None for "up to", `highest` None where one sum or "from" is written."""

    lowest: Decimal | None
    highest: Decimal | None
    per: PayPer
    is_about: bool = False
    is_pro_rata: bool = False


@dataclass(frozen=True, slots=True)
class HoursRead:
    """Hours a week; `lowest` None for "up to", both the same where one number is written."""

    lowest: Decimal | None
    highest: Decimal


@dataclass(frozen=True, slots=True)
class QualificationRead:
    """One qualification that is asked for. Empty text: the advert does not say.

    `count` is how many are asked for ("5 GCSEs"). `is_one_of`: another of the same sentence would do instead.
    """

    kind: Asked
    subject: str = ""
    grade: str = ""
    level: str = ""
    importance: Importance = Importance.UNSTATED
    count: int | None = None
    or_equivalent: bool = False
    is_one_of: bool = False


@dataclass(frozen=True, slots=True)
class AdvertReading:
    """What was found in an advert, in the order of the advert; nothing here was guessed without saying so.

    `left_out` are sums, hours and qualifications that were seen and not used, each with the reason in `assumed`.
    `was_cut`: the text was longer than is read.
    """

    title: Found[str] | None = None
    pay: Found[PayRead] | None = None
    hours: Found[HoursRead] | None = None
    patterns: tuple[Found[Pattern], ...] = ()
    places: tuple[Found[str], ...] = ()
    postcodes: tuple[Found[str], ...] = ()
    duties: tuple[Found[str], ...] = ()
    qualifications: tuple[Found[QualificationRead], ...] = ()
    trains: Found[str] | None = None
    skills: tuple[Found[str], ...] = ()
    working_facts: tuple[Found[WorkingFact], ...] = ()
    left_out: tuple[Found[str], ...] = ()
    was_cut: bool = False
