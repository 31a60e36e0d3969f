"""The shapes of standards, T Levels, qualifications, providers and links in the OpenAPI document."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers as s

from evidence.api.schema import Figure, ReleaseRef, Shape, listed, null, one_of, shape, text
from lmi.api.schema import Occupation
from pathways.enums import (
    Confidence,
    CourseRole,
    CourseStep,
    LinkBasis,
    LinkKind,
    LinkRole,
    Mode,
    OfferStatus,
    ProviderKind,
    StandardKind,
    StandardStatus,
    StatementBasis,
)
from pathways.queries.qualifications import WindowState


def releases() -> Any:
    """The editions that an answer was put together from."""
    return ReleaseRef(many=True, help_text=_("The editions that answered."))


def cited_list(item: Shape, **more: Any) -> Shape:
    """The envelope of a list of these, with the editions that its rows are of."""
    return listed(item, releases=releases(), **more)


def texts(about: Any = None) -> s.ListField:
    """Several words or codes."""
    return s.ListField(child=s.CharField(), help_text=about)


def numbers(about: Any = None) -> s.ListField:
    """Several whole numbers."""
    return s.ListField(child=s.IntegerField(), help_text=about)


def maybe(about: Any = None) -> Any:
    """Words or a code, or null."""
    return null(s.CharField, about)


def addresses(*, may_be_null: bool = False) -> dict[str, Any]:
    """Where something is read about: its page, and its address in this API."""
    return {
        "url": s.URLField(allow_null=may_be_null, help_text=_("Its page.")),
        "api": s.URLField(allow_null=may_be_null, help_text=_("Its address in this API.")),
    }


CodeAndName = shape("CodeAndName", _("An area by code and name."), code=text(), name=text())

# Links

Basis = shape(
    "LinkBasis",
    _("What a link says and rests on."),
    role=one_of(LinkRole.values),
    basis=one_of(LinkBasis.values, help_text=_("`published`, `title` (a match of titles) or `editorial`.")),
    confidence=one_of(Confidence.values),
    checked=s.BooleanField(help_text=_("Whether an editor confirmed or added it.")),
    note=text(allow_blank=True),
)
LinkedOccupation = shape(
    "LinkedOccupation",
    _("An occupation at the other end of a link."),
    base=Basis,
    soc2020=text(_("SOC 2020 code.")),
    title=text(),
    level=text(),
    **addresses(),
)
LinkEnd = shape(
    "LinkEnd",
    _("One end of a link."),
    kind=text(_("`occupation`, `standard`, `tlevel_specialism`, `degree_subject`, `school_subject`, `registration`.")),
    code=text(),
    title=text(_("Empty when no list that is held has it."), allow_blank=True),
    **addresses(may_be_null=True),
)
Link = shape(
    "Link",
    _("A link as it stands after editors' decisions."),
    base=Basis,
    kind=one_of(LinkKind.values),
    source=LinkEnd(),
    target=LinkEnd(),
)
LinkList = cited_list(Link)

# Standards

StandardRef = shape(
    "StandardRef",
    _("A standard in the light form."),
    reference=text(),
    title=text(),
    level=null(s.IntegerField),
    kind=one_of(StandardKind.values),
    status=one_of(StandardStatus.values),
    is_open=s.BooleanField(help_text=_("Live, or an existing standard under revision.")),
    is_under_revision=s.BooleanField(),
    **addresses(),
)
_Standard = shape(
    "StandardFacts",
    _("A row of the register of apprenticeships."),
    base=StandardRef,
    sector=maybe(_("The register's route: the filter `route`.")),
    status_words=text(),
    is_for_school_leavers=s.BooleanField(help_text=_("Apprenticeship units never are.")),
    version=maybe(),
    typical_months=Figure(),
    max_funding=Figure(help_text=_("The most that the state pays for training and assessment; not pay.")),
    degree=maybe(),
    leads_to_recognition=s.BooleanField(),
    address=maybe(_("The register's page.")),
)
Standard = shape(
    "Standard", _("A standard in a list."), base=_Standard, occupations=texts(_("SOC 2020 codes of linked work."))
)
StandardList = cited_list(Standard)
RateYear = shape(
    "RateYear",
    _("People who left in an academic year, and the share of them who had finished."),
    year=text(),
    leavers=Figure(),
    rate=Figure(help_text=_("Per cent of leavers; a rate of few leavers says so in `note`.")),
)
StandardCode = shape(
    "StandardCode",
    _("What only the list of July 2021 said."),
    lars_code=text(_("Text, never a number.")),
    title=text(),
    pathway=maybe(),
    cluster=maybe(),
    sector_subject_area=maybe(),
    sector_subject_area_2=maybe(),
    regulated_body=maybe(),
    last_start_in_2021=null(s.DateField, _("May be of an older version: never read it as a closing date.")),
    release=ReleaseRef(),
)
StandardLinks = shape("StandardLinks", _("Where the rest is."), providers=s.URLField())
StandardDetail = shape(
    "StandardDetail",
    _("A standard with how many people finish."),
    base=_Standard,
    asks=text(_("What employers usually ask, by our editors."), allow_blank=True),
    min_age=null(s.IntegerField),
    formerly=texts(_("Titles of 2021 that differ.")),
    codes=StandardCode(many=True),
    occupations=LinkedOccupation(many=True),
    rates=RateYear(many=True),
    rates_of_all=RateYear(many=True, help_text=_("All standards together in the same years.")),
    release=ReleaseRef(),
    links=StandardLinks(),
)
ProviderRate = shape(
    "ProviderRate",
    _("Leavers of a standard with one provider."),
    ukprn=text(),
    name=maybe(_("Null where no list that we hold names it.")),
    leavers=Figure(),
    rate=Figure(),
    **addresses(may_be_null=True),
)
ProviderRateList = cited_list(
    ProviderRate, reference=text(), title=text(), year=maybe(_("Null when no year is held.")), years=texts()
)

# T Levels

_TLevel = shape(
    "TLevelFacts",
    _("One version of a T Level."),
    number=s.IntegerField(),
    name=text(),
    lars_code=text(),
    sector=text(),
    start_year=s.IntegerField(),
    status=one_of(OfferStatus.values, allow_null=True),
    status_words=text(_("As of today.")),
    is_open=s.BooleanField(),
    first_start=null(s.DateField, _("A month, as its first day.")),
    last_start=null(s.DateField, _("A month, as its first day.")),
    replaced_by=numbers(_("Versions that took its place.")),
    basis=one_of(StatementBasis.values, allow_null=True),
    note=text(allow_blank=True),
    **addresses(),
)
TLevel = shape(
    "TLevel", _("A version in a list."), base=_TLevel, occupations=texts(_("SOC 2020 codes of linked work."))
)
TLevelList = cited_list(TLevel)
Distance = shape(
    "Distance",
    _("A distance in a band; never exact."),
    within_miles=null(s.IntegerField, _("Null beyond the widest band.")),
    words=text(),
)
Site = shape(
    "TLevelSite",
    _("Where a provider said in February 2022 it would teach it."),
    ukprn=text(),
    provider=maybe(),
    name=maybe(),
    town=maybe(),
    outcode=maybe(),
    first_year=s.IntegerField(),
    website=maybe(),
    tlevel=s.IntegerField(help_text=_("Version that was listed.")),
    distance=Distance(allow_null=True),
)
Specialism = shape(
    "Specialism", _("An occupational specialism."), number=s.IntegerField(), name=text(), lars_code=text(),
    occupations=texts(_("SOC 2020 codes.")),
)  # fmt: skip
SiteListAge = shape(
    "SiteListAge",
    _("How old the list of sites is."),
    words=text(),
    address=s.URLField(),
    release=ReleaseRef(allow_null=True),
)
NearSite = shape("NearPlace", _("The place that distances are from."), asked=text(), words=text())
TLevelDetail = shape(
    "TLevelDetail",
    _("A version of a T Level with its specialisms and sites."),
    base=_TLevel,
    redirect_to=null(s.IntegerField, _("The version to read instead.")),
    replaces=numbers(),
    specialisms=Specialism(many=True),
    occupations=LinkedOccupation(many=True),
    near=NearSite(allow_null=True),
    sites=Site(many=True),
    list_age=SiteListAge(),
    release=ReleaseRef(),
    status_release=ReleaseRef(allow_null=True),
)

# Qualifications

FundingWindow = shape(
    "FundingWindow",
    _("Between which days new learners could be paid for in one way."),
    offer=text(),
    title=text(),
    first=s.DateField(),
    last=s.DateField(),
    state=one_of(WindowState),
    words=text(),
)
Qualification = shape(
    "Qualification",
    _("A regulated qualification as the list had it on its day."),
    qan=text(),
    printed_qan=text(_("As certificates print it.")),
    title=text(),
    awarding_body=text(),
    level=text(),
    kind=text(),
    subcategory=maybe(),
    sector_subject_area=text(allow_blank=True),
    status=text(allow_blank=True),
    is_higher_technical=s.BooleanField(),
    is_open=s.BooleanField(),
    is_closed=s.BooleanField(),
    must_be_checked=s.BooleanField(help_text=_("Nothing is open by the list, but it may have been extended since.")),
    note_16_19=maybe(),
    funding=FundingWindow(many=True),
    address=maybe(),
    listed_on=s.DateField(),
    release=ReleaseRef(),
    **addresses(),
)
QualificationList = cited_list(Qualification)
Course = shape(
    "Course",
    _("A course, training or licence, by our editors."),
    step=one_of(CourseStep.values),
    title=text(),
    qualifications=texts(_("QANs of one or two typical ones.")),
    level=null(s.IntegerField),
    months=null(s.IntegerField, _("Usual full-time length; null when not known.")),
    mode=one_of(Mode.values),
    role=one_of(CourseRole.values),
    asks=text(allow_blank=True),
    outcome=text(allow_blank=True),
    note=text(allow_blank=True),
)
OccupationCourse = shape("OccupationCourse", _("A course into an occupation."), base=Course, occupation=Occupation())
QualificationDetail = shape(
    "QualificationDetail", _("A qualification."), base=Qualification, courses=OccupationCourse(many=True)
)

# Providers

Ages = shape("AgeRange", _("Ages of pupils."), **{"from": null(s.IntegerField), "to": null(s.IntegerField)})
ProviderRecord = shape(
    "ProviderRecord",
    _("One body in one list."),
    kind=one_of(ProviderKind.values),
    key=text(),
    ukprn=maybe(),
    urn=maybe(),
    name=text(),
    type=maybe(),
    website=maybe(),
    status=maybe(),
    outcode=maybe(),
    area=CodeAndName(allow_null=True),
    region=CodeAndName(allow_null=True),
    placed=text(_("What its place rests on.")),
    ages=Ages(allow_null=True),
    has_sixth_form=null(s.BooleanField),
    release=ReleaseRef(),
    **addresses(),
)
Provider = shape("Provider", _("A row of a list."), base=ProviderRecord, distance=Distance(allow_null=True))
ListAge = shape(
    "ListAge",
    _("How old a list is, and where to check it."),
    source=text(),
    words=text(),
    address=s.URLField(),
    release=ReleaseRef(),
)
Near = shape("Near", _("The place that distances are from."), asked=text(), words=text(), within_miles=s.IntegerField())
ProviderList = cited_list(Provider, near=Near(allow_null=True), lists=ListAge(many=True))
YearCounts = shape(
    "YearCounts",
    _("Apprenticeships of an academic year."),
    year=text(),
    words=text(_("Says when the year is not whole.")),
    starts=Figure(),
    achievements=Figure(),
)
StandardTaught = shape(
    "StandardTaught",
    _("A standard that its apprentices started or finished."),
    reference=maybe(_("Null where the published title fits several standards.")),
    title=text(),
    level=null(s.IntegerField),
    is_open=null(s.BooleanField),
    years=YearCounts(many=True),
    rate=RateYear(allow_null=True),
    **addresses(may_be_null=True),
)
DeliveryArea = shape(
    "DeliveryArea",
    _("An authority in which it trains apprentices."),
    area=CodeAndName(),
    region=maybe(),
    years=YearCounts(many=True),
)
TLevelPlanned = shape(
    "TLevelPlanned", _("A T Level it planned in 2022."), tlevel=_TLevel(), planned_from=numbers(), outcodes=texts()
)
SubjectTaught = shape(
    "SubjectTaught",
    _("A degree subject with published outcomes."),
    code=text(),
    title=text(),
    groups=s.IntegerField(),
    **addresses(),
)
ProviderLinks = shape("ProviderLinks", _("Where the rest is."), outcomes=s.URLField(required=False))
ProviderDetail = shape(
    "ProviderDetail",
    _("Everything published about one body."),
    ukprn=maybe(),
    urn=maybe(),
    name=text(),
    records=ProviderRecord(many=True),
    lists=ListAge(many=True),
    standards=StandardTaught(many=True),
    rates=RateYear(many=True),
    areas=DeliveryArea(many=True),
    tlevels=TLevelPlanned(many=True),
    subjects=SubjectTaught(many=True),
    links=ProviderLinks(),
    releases=releases(),
)
