"""The shapes of evidence in the OpenAPI document. Nothing here runs when the API answers: shapes.py does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers as s

from evidence.enums import Cadence, CheckOutcome, ReleaseState, ReleaseStatus
from evidence.figures import QUALITY_WORDS, REASON_WORDS, Quality, Reason, Unit
from foundation.problems import MEDIA_TYPE, Problem

View = TypeVar("View", bound=type)
Shape = type[s.Serializer[Any]]


def shape(name: str, about: Any, /, base: Shape = s.Serializer, **fields: Any) -> Shape:
    """A named shape of the document; made by hand because DRF's classes reserve names such as `source`."""
    made: Shape = type(name, (base,), {"__doc__": str(about), **fields})
    return made


def one_of(values: Iterable[Any], **options: Any) -> s.ChoiceField:
    """One of these words."""
    return s.ChoiceField(choices=[str(value) for value in values], **options)


def text(about: Any = None, **options: Any) -> s.CharField:
    """Words or a code."""
    return s.CharField(help_text=about, **options)


def null(field: type[Any], about: Any = None) -> Any:
    """A field that may be null."""
    return field(allow_null=True, help_text=about)


def _meaning(enum: Any, said: dict[str, Any]) -> str:
    return "; ".join(f"`{member}`: {said[member]}" for member in enum)


AreaRef = shape(
    "AreaRef",
    _("The area a figure is for."),
    code=text(_("GSS code.")),
    name=text(),
    kind=text(),
    asked=text(_("Name of the area that was asked for; only where a wider one answers."), required=False),
)
OCCUPATION_LEVELS = ("unit", "minor", "sub_major", "major", "all")
# What else a figure can be about.
OTHER_LEVELS = (
    *("standard", "standards", "sector", "qualification", "degree_subject", "school_subject"),
    *("highest_level", "rule"),
)
LEVEL = one_of(OCCUPATION_LEVELS)
LevelRef = shape(
    "LevelRef",
    _("The occupation group a figure is for, or the standard, subject or other thing that it is about."),
    code=text(_("SOC 2020 code, or the code of the other thing; empty for all of them."), allow_blank=True),
    title=text(),
    level=one_of([*OCCUPATION_LEVELS, *OTHER_LEVELS]),
    asked=text(_("Title of the group that was asked for; only where a wider one answers."), required=False),
)
ReleaseRef = shape(
    "ReleaseRef",
    _("The edition under a figure."),
    key=text(_("Use it as ?release= to get this edition's answer later.")),
    label=text(_("How to cite it.")),
    source=text(_("Slug of the source.")),
    status=one_of(ReleaseStatus.values),
    period=text(),
    url=s.URLField(help_text=_("The edition in this API.")),
)
QUALITY = one_of(Quality, allow_null=True, help_text=_meaning(Quality, QUALITY_WORDS))
REASON = one_of(Reason, allow_null=True, help_text=_meaning(Reason, REASON_WORDS))
UNIT = one_of(Unit)
Figure = shape(
    "Figure",
    _("A published number with all that is needed to read it, or the reason why there is none."),
    measure=text(),
    value=null(s.FloatField, _("Null where nothing is published.")),
    unit=UNIT,
    period=text(allow_blank=True),
    area=AreaRef(),
    level=LevelRef(),
    population=text(allow_blank=True),
    quality=QUALITY,
    reason=REASON,
    release=ReleaseRef(allow_null=True),
    note=text(required=False),
)
Coverage = shape("Coverage", _("How many unit groups have a value."), units=s.IntegerField(), of=s.IntegerField())
Release = shape(
    "Release",
    _("One edition of a source."),
    key=text(),
    source=text(),
    label=text(),
    edition=text(),
    period=text(),
    period_start=null(s.DateField),
    period_end=null(s.DateField),
    status=one_of(ReleaseStatus.values),
    state=one_of(ReleaseState.values),
    published_on=null(s.DateField),
    retrieved_on=null(s.DateField),
    rows=s.IntegerField(),
    coverage=Coverage(allow_null=True),
    url=null(s.URLField),
)
Licence = shape("Licence", _("A licence by name and address."), name=text(), url=null(s.URLField))
Publisher = shape(
    "Publisher",
    _("A body that publishes facts."),
    slug=text(),
    name=text(),
    address=null(s.URLField),
    started_on=null(s.DateField),
    ended_on=null(s.DateField),
)
Check = shape(
    "SourceCheck",
    _("The latest look at a source's published address."),
    checked_at=s.DateTimeField(),
    outcome=one_of(CheckOutcome.values),
    detail=text(allow_blank=True),
)
Source = shape(
    "Source",
    _("One publication that facts come from."),
    slug=text(),
    title=text(),
    url=s.URLField(),
    api=s.URLField(),
    publisher=Publisher(help_text=_("The body that published it.")),
    answering=Publisher(help_text=_("The body that answers for it today.")),
    summary=text(),
    population=text(allow_blank=True),
    licence=Licence(),
    attribution=text(),
    address=null(s.URLField, _("Null for what our editors wrote themselves.")),
    cadence=one_of(Cadence.values),
    next_expected=null(s.DateField),
    caveats=s.ListField(child=s.CharField()),
    absence=null(s.CharField, _("What is missing here, where nothing is held.")),
    rows=s.IntegerField(),
    editions=Release(many=True, help_text=_("The editions that answer now, latest first.")),
    last_check=Check(allow_null=True),
)
SourceDetail = shape(
    "SourceDetail",
    _("One publication with every edition that was read."),
    base=Source,
    history=Release(many=True),
)
DataFile = shape(
    "DataFile",
    _("All rows of the edition as CSV."),
    url=s.URLField(),
    media_type=text(),
    bytes=s.IntegerField(),
    sha256=text(_("Of exactly the bytes at `url`.")),
)
ReleaseDetail = shape(
    "ReleaseDetail",
    _("One edition with its file."),
    base=Release,
    note=text(allow_blank=True),
    licence=Licence(),
    attribution=text(),
    original_sha256=text(_("Of the publisher's files that it was read from.")),
    data=DataFile(allow_null=True),
)


def listed(item: Shape, **more: Any) -> Shape:
    """The envelope of a list of these, with what else it says."""
    return shape(
        f"{item.__name__}List",
        _("A page of a list."),
        count=s.IntegerField(help_text=_("Rows in all pages.")),
        next=null(s.URLField),
        previous=null(s.URLField),
        results=item(many=True),
        **more,
    )


def documents(
    summary: Any,
    description: Any,
    answer: Any,
    *,
    operation: str,
    path: dict[str, Any] | None = None,
    also: Sequence[OpenApiParameter] = (),
    media_type: str = "application/json",
) -> Callable[[View], View]:
    """Describe a reading view: its own parameters, its answer and every problem it can have."""

    def mark(view: View) -> View:
        parameters: list[Any] = [
            OpenApiParameter(name, str, OpenApiParameter.PATH, description=str(said))
            for name, said in (path or {}).items()
        ]
        declared = view.params_class  # type: ignore[attr-defined]  # a ReadView
        parameters += [*also, *([declared] if declared().fields else []), *_CONDITIONAL]
        described = extend_schema(
            operation_id=operation,
            summary=str(summary),
            description=str(description),
            tags=[operation.split("_")[0]],
            parameters=parameters,
            responses={(200, media_type): answer, **_PROBLEMS},
        )
        return extend_schema_view(get=described)(view)

    return mark


_CONDITIONAL = [
    OpenApiParameter(
        "If-None-Match",
        OpenApiTypes.STR,
        OpenApiParameter.HEADER,
        description=str(_("ETag of an earlier answer; 304 when it still holds.")),
    )
]
_PROBLEMS: dict[Any, Any] = {
    304: OpenApiResponse(description=str(_("The answer has not changed."))),
    (400, MEDIA_TYPE): OpenApiResponse(
        Problem, description=str(_("A parameter is unknown or its value cannot be used."))
    ),
    (404, MEDIA_TYPE): OpenApiResponse(Problem, description=str(_("Something named does not exist."))),
    (429, MEDIA_TYPE): OpenApiResponse(
        Problem, description=str(_("Too many requests from this address; Retry-After says when to go on."))
    ),
}
