"""The shapes of labour-market information in the OpenAPI document; shapes.py and slice_tables.py make them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers as s

from evidence.api.schema import (
    LEVEL,
    QUALITY,
    REASON,
    UNIT,
    AreaRef,
    Figure,
    LevelRef,
    ReleaseRef,
    Shape,
    null,
    one_of,
    shape,
    text,
)
from evidence.api.schema import listed as _listed
from lmi.enums import AgeBand, AreaKind, Hours, OutlookBreakdown, PayMeasure, Sex, TitleOrigin
from lmi.queries.adverts import Trend
from lmi.queries.slice_tables import STATISTICS

Quartiles = shape("PayQuartiles", _("Median and quartiles of one row."), p25=Figure(), median=Figure(), p75=Figure())
PayRange = shape(
    "PayRange",
    _("Median and quartiles, with the measure and hours that they really are."),
    base=Quartiles,
    measure=one_of(PayMeasure.values),
    hours=one_of(Hours.values),
)
PayBreak = shape("PayBreak", _("Pay of one part of a split."), base=PayRange, key=text(), name=text())
PayPoint = shape("PayPoint", _("One year."), year=s.IntegerField(), provisional=s.BooleanField(), median=Figure())
Occupation = shape(
    "Occupation",
    _("What every occupation and group has."),
    soc2020=text(_("SOC 2020 code.")),
    title=text(),
    level=LEVEL,
    url=s.URLField(help_text=_("Its page.")),
    api=s.URLField(help_text=_("Its address in this API.")),
)
OccupationRow = shape(
    "OccupationRow",
    _("An occupation with the figures that lists filter and sort by."),
    base=Occupation,
    pay=Quartiles(),
    people=Figure(),
    growth=Figure(),
    adverts=Figure(),
)
OutlookGroup = shape(
    "OutlookGroup",
    _("The wider group that a projection is of."),
    base=Occupation,
    units=s.IntegerField(help_text=_("How many unit groups share it.")),
)
Outlook = shape(
    "Outlook",
    _("What is projected for a wider group."),
    group=OutlookGroup(),
    base_year=s.IntegerField(),
    end_year=s.IntegerField(),
    growth=Figure(help_text=_("Change a year.")),
    level=Figure(),
    net_change=Figure(),
    replacement=Figure(),
    requirement=Figure(),
)
OutlookPart = shape(
    "OutlookPart",
    _("One category of a split in the first and the last year."),
    breakdown=one_of(OutlookBreakdown.values),
    category=text(),
    first=Figure(),
    last=Figure(),
)
Adverts = shape(
    "Adverts",
    _("A year of adverts, its change on the year before, and its rate."),
    group=Occupation(),
    trend=one_of(Trend, allow_null=True),
    year_total=Figure(),
    change_percent=Figure(),
    per_1000=Figure(),
)
Names = shape("Names", _("Other names."), shown=s.ListField(child=s.CharField()), count=s.IntegerField())
Note = shape("Note", _("A caveat, with what it rests on."), kind=text(), text=text(), basis=text())
Area = shape(
    "Area",
    _("An area that figures are given for."),
    code=text(_("GSS code.")),
    name=text(),
    kind=one_of(AreaKind.values),
    edition=text(_("Which year's set it belongs to."), allow_blank=True),
    nation=null(s.CharField, _("GSS code.")),
    parent=null(s.CharField, _("GSS code of the next wider area.")),
    groups=s.ListField(child=s.CharField(), help_text=_("Combined authority and LSIP area it lies in.")),
    in_england=s.BooleanField(),
    latitude=null(s.FloatField),
    longitude=null(s.FloatField),
    api=s.URLField(),
)


def _links(name: str, *names: str) -> s.Serializer[Any]:
    fields: dict[str, Any] = {n: s.URLField() for n in names}
    return shape(name, _("Where the rest is."), **fields)()


AreaDetail = shape(
    "AreaDetail",
    _("An area among the others."),
    base=Area,
    wider=Area(many=True, help_text=_("The areas that answer in its place, nearest first.")),
    within=s.ListField(child=s.CharField(), help_text=_("GSS codes.")),
    links=_links("AreaLinks", "work", "outlook"),
)
CareersService = shape(
    "CareersService", _("The public careers service of a nation."), name=text(), website=text(), address=s.URLField()
)
PlaceAnswer = shape(
    "PlaceAnswer",
    _("How a postcode, town or name was put into its areas."),
    asked=text(),
    kind=text(),
    name=text(),
    area=text(_("GSS code of the narrowest area.")),
    outcode=text(allow_blank=True),
    basis=text(),
    words=text(),
    in_england=s.BooleanField(),
    careers_service=CareersService(allow_null=True),
    also=s.ListField(child=s.CharField(), help_text=_("GSS codes of other areas of the same name.")),
)
LocalWork = shape(
    "LocalWork",
    _("One sub-major group in a place."),
    base=Occupation,
    people=Figure(),
    share=Figure(allow_null=True),
    england_share=Figure(allow_null=True),
)
OccupationDetail = shape(
    "OccupationDetail",
    _("An occupation or wider group with its main figures."),
    base=Occupation,
    area=Area(),
    wider=Occupation(many=True),
    narrower=Occupation(many=True),
    names=Names(),
    notes=Note(many=True),
    pay=PayRange(),
    hours=Figure(),
    people=Figure(),
    outlook=Outlook(allow_null=True),
    adverts=Adverts(allow_null=True),
    links=_links("OccupationLinks", "pay", "employment", "outlook", "adverts", "titles", "related"),
)
ComparedOccupation = shape(
    "ComparedOccupation",
    _("One column of a comparison."),
    base=Occupation,
    pay=PayRange(),
    hours=Figure(),
    people=Figure(),
    outlook=Outlook(allow_null=True),
    adverts=Adverts(allow_null=True),
    pay_series=PayPoint(many=True),
)
Comparison = _listed(
    ComparedOccupation,
    area=Area(),
    shared_outlook=s.ListField(child=s.ListField(child=s.CharField())),
)
JobTitle = shape(
    "JobTitle",
    _("A name for work in a unit group."),
    title=text(),
    qualifier=text(_("An added or industry qualifier."), allow_blank=True),
    soc2020=text(),
    soc2020_extension=text(allow_blank=True),
    soc2010=text(allow_blank=True),
    isco08=text(allow_blank=True),
    origin=one_of(TitleOrigin.values),
    release=ReleaseRef(),
)
Strength = shape("Strength", _("How alike, from 0 to 1."), value=s.FloatField(), unit=text())
RelatedOccupation = shape(
    "RelatedOccupation",
    _("An occupation that resembles another."),
    base=Occupation,
    basis=text(_("`onet`: adapted from O*NET; `same_group`: of the same minor group.")),
    strength=Strength(allow_null=True),
    release=ReleaseRef(allow_null=True),
)

# Rows of the figure tables

Measure = shape(
    "Measure",
    _("One measure of a row: the rest of what a figure says stands beside it in the row."),
    value=null(s.FloatField, _("Null where nothing is published.")),
    unit=UNIT,
    quality=QUALITY,
    reason=REASON,
)
FigureRow = shape(
    "FigureRow",
    _("A row of a figure table."),
    soc2020=text(),
    level=LevelRef(),
    area=AreaRef(),
    period=text(),
    population=text(),
    release=text(_("Key of its edition; see `releases`.")),
)
PayRow = shape(
    "PayRow",
    _("Pay or hours of employees."),
    base=FigureRow,
    year=s.IntegerField(),
    measure=one_of(PayMeasure.values),
    sex=one_of(Sex.values),
    hours=one_of(Hours.values),
    age=one_of(AgeBand.values),
    jobs=Measure(),
    **{name: Measure() for name in STATISTICS},
)
Industry = shape("Industry", _("A section of SIC 2007."), code=text(), title=null(s.CharField))
EmploymentRow = shape(
    "EmploymentRow",
    _("People in work."),
    base=FigureRow,
    industry=Industry(allow_null=True, help_text=_("Null for all industries together.")),
    year=s.IntegerField(),
    people=Measure(),
)
OutlookRow = shape(
    "OutlookRow",
    _("A projected level (base_year equals year), or what changes over a span."),
    base=FigureRow,
    breakdown=one_of(OutlookBreakdown.values),
    category=text(),
    base_year=s.IntegerField(),
    year=s.IntegerField(),
    people=Measure(),
    net_change=Measure(),
    replacement=Measure(),
    requirement=Measure(),
)
AdvertRow = shape("AdvertRow", _("New online adverts of one month."), base=FigureRow, month=text(), adverts=Measure())


def rows_extra() -> dict[str, Any]:
    """What the envelope of rows says beside them."""
    return {
        "releases": s.DictField(child=ReleaseRef(), help_text=_("The editions of these rows by key.")),
        "note": text(_("Only where there is no row."), required=False),
    }


def _rows_of_occupation(name: str, row: Shape, **summary: Any) -> Shape:
    """Occupation, summary and rows."""
    return shape(
        name, _("An occupation, a summary, and rows."), base=_listed(row, **rows_extra(), **_head(), **summary)
    )


def _head() -> dict[str, Any]:
    return {
        "soc2020": text(),
        "title": text(),
        "level": LEVEL,
        "url": s.URLField(),
        "api": s.URLField(),
    }


WomenAndMen = shape(
    "WomenAndMen",
    _("Employee jobs held by women and by men."),
    women=Figure(),
    men=Figure(),
    women_percent=Figure(allow_null=True),
)
Share = shape(
    "Share",
    _("People of one part, and its share of the published parts."),
    code=text(),
    name=text(),
    people=Figure(),
    share=Figure(allow_null=True),
)
OccupationPay = _rows_of_occupation(
    "OccupationPay",
    PayRow,
    typical=PayRange(),
    weekly_hours=Figure(),
    women_and_men=WomenAndMen(allow_null=True),
    by_area=PayBreak(many=True),
    by_age=PayBreak(many=True),
)
OccupationEmployment = _rows_of_occupation(
    "OccupationEmployment", EmploymentRow, people=Figure(), by_industry=Share(many=True), by_area=Share(many=True)
)
OccupationOutlook = _rows_of_occupation(
    "OccupationOutlook", OutlookRow, outlook=Outlook(allow_null=True), parts=OutlookPart(many=True)
)
OccupationAdverts = _rows_of_occupation("OccupationAdverts", AdvertRow, adverts=Adverts(allow_null=True))
