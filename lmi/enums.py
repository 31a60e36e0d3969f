"""Levels, kinds and breakdowns of labour-market facts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Levels of the Standard Occupational Classification 2020 (ONS, volume 1)."""

    MAJOR = "major", _("major group")
    SUB_MAJOR = "sub_major", _("sub-major group")
    MINOR = "minor", _("minor group")
    UNIT = "unit", _("unit group")
    ALL = "all", _("all occupations")


LEVEL_OF_LENGTH = {1: Level.MAJOR, 2: Level.SUB_MAJOR, 3: Level.MINOR, 4: Level.UNIT}


class AreaKind(models.TextChoices):
    """Kinds of area."""

    UK = "uk", _("United Kingdom")
    GB = "gb", _("Great Britain")
    NATION = "nation", _("nation")
    REGION = "region", _("region of England")
    LOCAL_AUTHORITY = "local_authority", _("local authority")
    COMBINED_AUTHORITY = "combined_authority", _("combined authority")
    LSIP = "lsip", _("local skills improvement plan area")


class PlaceBasis(models.TextChoices):
    """How a place was put into an area."""

    DISTRICT_LIST = "district_list", _("named in a published list of postcode districts")
    NEAREST_CENTROID = "nearest_centroid", _("the authority whose centre is nearest, so it may be wrong near a border")


class Sex(models.TextChoices):
    """Sex as published; ASHE and the projections publish two."""

    ALL = "all", _("women and men")
    FEMALE = "female", _("women")
    MALE = "male", _("men")


class Hours(models.TextChoices):
    """Working pattern of a pay figure."""

    ALL = "all", _("full-time and part-time")
    FULL_TIME = "full_time", _("full-time")
    PART_TIME = "part_time", _("part-time")


class PayMeasure(models.TextChoices):
    """What an ASHE table measures."""

    ANNUAL = "annual", _("gross pay a year")
    WEEKLY = "weekly", _("gross pay a week")
    HOURLY = "hourly", _("gross pay an hour")
    HOURS = "hours", _("paid hours a week")


class AgeBand(models.TextChoices):
    """Age bands of ASHE table 20."""

    ALL = "all", _("all ages")
    A18_21 = "18-21", _("18 to 21")
    A22_29 = "22-29", _("22 to 29")
    A30_39 = "30-39", _("30 to 39")
    A40_49 = "40-49", _("40 to 49")
    A50_59 = "50-59", _("50 to 59")
    A60_UP = "60+", _("60 and over")


class OutlookBreakdown(models.TextChoices):
    """What an outlook row is split by."""

    TOTAL = "total", _("everyone")
    SEX = "sex", _("women and men")
    QUALIFICATION = "qualification", _("highest qualification")
    STATUS = "status", _("full-time, part-time, self-employed")


class TitleOrigin(models.TextChoices):
    """Where a name for an occupation comes from."""

    UNIT_GROUP = "unit_group", _("title of the unit group")
    CODING_INDEX = "coding_index", _("ONS coding index")
    RELATED = "related", _("related titles of the classification")
