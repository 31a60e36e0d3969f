"""The shapes of stories, counts, people and requests in the OpenAPI document. Nothing here runs when it answers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers as s

from ambassadors.api.bodies import RequestContent
from ambassadors.enums import Activity, RequestState, RouteTaken, VisitState
from evidence.api.schema import AreaRef, listed, null, one_of, shape, text
from evidence.figures import Reason
from pathways.api.schema import maybe, releases, texts

UNITS = ("people", "schools")
Count = shape(
    "RecordedCount",
    _("A count of what is recorded here, with what is needed to read it. It is no official figure and has no edition."),
    measure=text(),
    value=null(s.IntegerField, _("Null where the number is so small that somebody could be made out.")),
    unit=one_of(UNITS),
    period=text(_("The day or days that it is of.")),
    area=AreaRef(allow_null=True),
    population=text(_("Who is counted.")),
    quality=null(s.CharField, _("Always null: a count is exact or held back.")),
    reason=one_of([Reason.DISCLOSIVE], allow_null=True, help_text=_("Why there is no value.")),
    release=null(s.CharField, _("Always null: it is counted here, not published elsewhere.")),
)

Stop = shape(
    "StoryStop",
    _("One stop of somebody’s way."),
    kind=one_of(RouteTaken.values, allow_null=True, help_text=_("The route, where it was one.")),
    kind_words=maybe(),
    words=text(),
    age=null(s.IntegerField),
)
OccupationRef = shape("StoryOccupation", _("An occupation."), soc2020=text(), title=text(), url=s.URLField())
StoryRef = shape(
    "StoryRef",
    _("Somebody’s story in a list: a first name, never a last name, an employer or a way to write to them."),
    slug=text(),
    name=text(_("First name.")),
    role=text(),
    region=AreaRef(allow_null=True),
    occupations=OccupationRef(many=True),
    subjects=texts(_("Slugs of school subjects.")),
    routes=s.ListField(child=one_of(RouteTaken.values)),
    published_on=null(s.DateField),
    photo=null(s.URLField, _("Of adults only.")),
    photo_says=maybe(),
    is_demo=s.BooleanField(help_text=_("Invented for the demo: nobody.")),
    url=s.URLField(),
    api=s.URLField(),
)
StoryList = listed(StoryRef)
Story = shape(
    "Story",
    _("A story as it was approved."),
    base=StoryRef,
    stops=Stop(many=True),
    typical_day=text(allow_blank=True),
    advice=text(_("What they wish they had known."), allow_blank=True),
)

Cell = shape("AmbassadorCount", _("Ambassadors of one kind."), code=text(), words=text(), count=Count())
AmbassadorCounts = shape(
    "AmbassadorCounts",
    _("How many ambassadors schools can be offered. Somebody can stand in several routes and activities."),
    total=Count(),
    regions=Cell(many=True),
    disciplines=Cell(many=True),
    routes=Cell(many=True),
    activities=Cell(many=True),
    smallest=s.IntegerField(help_text=_("Counts above 0 and below this are held back.")),
    includes_demo=s.BooleanField(help_text=_("Whether invented people of a demonstration are counted.")),
)
CoverageArea = shape(
    "CoverageArea",
    _("A region, or an authority of one: schools that are known, and those with an encounter recorded here."),
    code=text(),
    name=text(),
    schools=Count(),
    reached=Count(),
    without=Count(),
)
Coverage = shape(
    "EncounterCoverage",
    _("Where schools have had an encounter recorded here, with the denominator."),
    since=s.DateField(),
    until=s.DateField(),
    total=CoverageArea(),
    areas=CoverageArea(many=True),
    unplaced=s.IntegerField(help_text=_("Schools that the list puts in no area: they are in no count.")),
    smallest=s.IntegerField(help_text=_("Areas with a count above 0 and below this are held back.")),
    includes_demo=s.BooleanField(),
    releases=releases(),
)

FreeHalfDay = shape(
    "FreeHalfDay", _("A half day that is free."), starts_at=s.DateTimeField(), ends_at=s.DateTimeField()
)
Person = shape(
    "MatchedAmbassador",
    _("Somebody who could come, as a school may see them: no contact, no last name."),
    code=text(_("Names them in requests: `wished`.")),
    name=text(),
    is_under_18=s.BooleanField(),
    job_title=text(allow_blank=True),
    employer=maybe(),
    discipline=maybe(),
    routes=s.ListField(child=one_of(RouteTaken.values)),
    occupations=texts(_("SOC 2020.")),
    subjects=texts(),
    topics=texts(),
    activities=s.ListField(child=one_of(Activity.values)),
    languages=texts(),
    distance=maybe(_("A band in words, never a distance.")),
    reasons=texts(_("Why they fit, in words.")),
    free=FreeHalfDay(many=True),
    is_demo=s.BooleanField(),
)
People = shape(
    "MatchedAmbassadors",
    _("People who fit, the best fit first; at equal fit those who were asked least."),
    school=text(_("Slug of the school for whom it was searched.")),
    ordered_by=text(),
    next=null(s.URLField),
    previous=null(s.URLField),
    results=Person(many=True),
)

RequestVisit = shape(
    "RequestVisit",
    _("A visit that was proposed for a request."),
    state=one_of(VisitState.values),
    state_words=text(),
    name=text(_("First name and initial; of somebody under 18 the first name.")),
    starts_at=s.DateTimeField(),
    ends_at=s.DateTimeField(),
)
MissingAnswer = shape("MissingAnswer", _("What keeps a request from being sent."), field=text(), reason=text())
RequestRef = shape(
    "VisitRequestRef",
    _("Where a school’s request stands."),
    id=s.IntegerField(),
    organisation=text(_("Slug of the school or college.")),
    state=one_of(RequestState.values),
    state_words=text(),
    activity=text(allow_blank=True),
    sent_at=null(s.DateTimeField),
    version=s.IntegerField(help_text=_("Its ETag has the same.")),
    url=s.URLField(help_text=_("Its page, for people of the school.")),
    api=s.URLField(),
)
RequestList = listed(RequestRef)
VisitRequest = shape(
    "VisitRequest",
    _("A school’s request with what it says and what has become of it."),
    base=RequestRef,
    missing=MissingAnswer(many=True),
    visits=RequestVisit(many=True),
    content=RequestContent(help_text=_("As POST and PATCH take it.")),
)
