"""Parameters of the addresses about occupations and areas: the same words everywhere."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from evidence.api.params import Choice, Codes, PageParams, Params
from lmi.enums import AgeBand, AreaKind, Hours, Level, OutlookBreakdown, PayMeasure, Sex
from lmi.queries.occupation import MOST_COMPARED

AREA_HELP = _("GSS code of an area. Where nothing is published for it a wider one answers, and says so.")
MOST_CODES = 50


class Year(serializers.IntegerField):
    """A year that can be in the tables."""

    def __init__(self, **options: object) -> None:
        options.setdefault("required", False)
        super().__init__(min_value=1900, max_value=2100, **options)  # type: ignore[arg-type]


class AreaParams(Params):
    """Of an answer about one occupation."""

    area = serializers.CharField(required=False, help_text=AREA_HELP)


class CompareParams(AreaParams):
    """Of a comparison."""

    soc2020 = Codes(max_length=MOST_COMPARED, help_text=_("Up to four codes, repeated or with commas."))


class AreaListParams(PageParams):
    """Of the list of areas."""

    page_size = serializers.IntegerField(
        required=False, min_value=1, max_value=500, default=100, help_text=_("Rows a page.")
    )
    kind = Choice(choices=AreaKind.choices, required=False, help_text=_("Only areas of this kind."))
    q = serializers.CharField(required=False, max_length=120, help_text=_("Only areas whose name has these letters."))
    postcode = serializers.CharField(
        required=False,
        max_length=120,
        help_text=_(
            "A postcode, its first half, a town or the name of an area: the areas it lies in, narrowest first."
        ),
    )


class RowsParams(PageParams):
    """Of rows of a figure table."""

    page_size = serializers.IntegerField(
        required=False, min_value=1, max_value=1000, default=100, help_text=_("Rows a page.")
    )
    year = Year(help_text=_("Only this year."))


class SliceParams(RowsParams):
    """Of a slice of a figure table."""

    soc2020 = Codes(
        required=False,
        max_length=MOST_CODES,
        help_text=_(
            "SOC 2020 codes of any level, repeated or with commas. Where a group has no rows its wider group answers, "
            "and says so."
        ),
    )
    area = Codes(required=False, max_length=MOST_CODES, help_text=_("GSS codes, repeated or with commas, likewise."))
    level = Choice(choices=Level.choices, required=False, help_text=_("Only groups of this level."))


class OccupationRowsParams(RowsParams):
    """Of the rows of one occupation."""

    area = serializers.CharField(required=False, help_text=AREA_HELP)


def _of(
    base: type[RowsParams], name: str, fields: dict[str, serializers.Field[Any, Any, Any, Any]]
) -> type[RowsParams]:
    made: type[RowsParams] = type(name, (base,), fields)
    return made


def _pay() -> dict[str, Any]:
    return {
        "measure": Choice(choices=PayMeasure.choices, required=False, help_text=_("Only this measure.")),
        "sex": Choice(choices=Sex.choices, required=False, help_text=_("Only women, only men, or everyone together.")),
        "hours": Choice(choices=Hours.choices, required=False, help_text=_("Only this working pattern.")),
        "age": Choice(choices=AgeBand.choices, required=False, help_text=_("Only this age band.")),
    }


def _employment() -> dict[str, Any]:
    words = _("Letter of a SIC 2007 section; * for all industries together.")
    return {"industry": serializers.RegexField(r"^[A-Za-z*]$", required=False, help_text=words)}


def _outlook() -> dict[str, Any]:
    return {
        "breakdown": Choice(choices=OutlookBreakdown.choices, required=False, help_text=_("Only this split.")),
        "category": serializers.CharField(
            required=False, max_length=60, help_text=_("A category of a split, for example rqf3 or part_time.")
        ),
        "sex": Choice(
            choices=Sex.choices, required=False, help_text=_("Shorthand for the split by sex; all is everyone.")
        ),
    }


PaySliceParams = _of(SliceParams, "PaySliceParams", _pay())
EmploymentSliceParams = _of(SliceParams, "EmploymentSliceParams", _employment())
OutlookSliceParams = _of(SliceParams, "OutlookSliceParams", _outlook())
AdvertSliceParams = SliceParams
PayRowsParams = _of(OccupationRowsParams, "PayRowsParams", _pay())
EmploymentRowsParams = _of(OccupationRowsParams, "EmploymentRowsParams", _employment())
OutlookRowsParams = _of(OccupationRowsParams, "OutlookRowsParams", _outlook())
AdvertRowsParams = OccupationRowsParams
