"""The shapes of levels, subjects, course families, outcomes and provision in the OpenAPI document."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers as s

from evidence.api.schema import AreaRef, Figure, ReleaseRef, listed, null, one_of, shape, text
from lmi.api.schema import Occupation
from lmi.enums import Sex
from pathways.api.schema import Basis, LinkedOccupation, addresses, cited_list, maybe, releases, texts
from pathways.enums import Mode, StatementBasis

# Levels, tariff, registrations

QualificationType = shape(
    "QualificationType",
    _("A kind of qualification or programme."),
    slug=text(),
    title=text(),
    family=text(),
    levels=texts(),
    words=text(),
    leads_to=text(allow_blank=True),
)
Level = shape(
    "QualificationLevel",
    _("A level of regulated qualifications in words."),
    code=text(),
    rank=s.IntegerField(help_text=_("0 for Entry level.")),
    title=text(),
    short=text(),
    words=text(),
    equivalents=texts(),
    types=QualificationType(many=True),
)
StatementSource = shape("OfferSource", _("Where it was read."), title=text(), address=s.URLField())
Offer = shape(
    "DatedOffer",
    _("When a kind of offer can first and last be started."),
    offer=text(),
    title=text(),
    first_start=null(s.DateField, _("A month, as its first day.")),
    last_start=null(s.DateField, _("A month, as its first day.")),
    is_to_come=s.BooleanField(help_text=_("As of today.")),
    is_over=s.BooleanField(help_text=_("As of today.")),
    basis=one_of(StatementBasis.values),
    source=StatementSource(allow_null=True),
    note=text(allow_blank=True),
)
LevelList = cited_list(Level, offers=Offer(many=True))
TariffGrade = shape(
    "TariffGrade", _("A grade and its points."), grade=text(), points=Figure(), to_confirm=s.BooleanField()
)
TariffTable = shape(
    "TariffTable",
    _("The grades of a qualification."),
    qualification=text(),
    size=maybe(_("Guided learning hours.")),
    grades=TariffGrade(many=True),
)
TariffTableList = cited_list(TariffTable)
Registration = shape(
    "Registration",
    _("A professional registration."),
    slug=text(),
    postnominal=text(),
    title=text(),
    body=text(),
    indicative_level=maybe(),
    typical_basis=text(allow_blank=True),
    provenance=text(allow_blank=True),
    occupations=LinkedOccupation(many=True),
)
RegistrationList = cited_list(Registration)

# Subjects

SchoolSubject = shape(
    "SchoolSubject",
    _("A subject at one stage."),
    code=text(_("As links name it: alevel:physics.")),
    stage=one_of(["gcse", "alevel"]),
    slug=text(),
    title=text(),
    has_entries=s.BooleanField(),
    **addresses(),
)
SchoolSubjectList = listed(SchoolSubject)
GradeShare = shape(
    "GradeShare", _("Share of entries with a grade or better."), grade=text(), title=text(), share=Figure()
)
EntryYear = shape("EntryYear", _("One summer."), year=s.IntegerField(), entries=Figure(), grades=GradeShare(many=True))
EntrySeries = shape(
    "EntrySeries", _("Entries over the years."), sex=one_of(Sex.values), title=text(), years=EntryYear(many=True)
)
LinkedSubject = shape(
    "LinkedSubject", _("A subject at the other end of a link."), base=Basis, code=text(), title=text(),
    **addresses(may_be_null=True),
)  # fmt: skip
SchoolSubjectDetail = shape(
    "SchoolSubjectDetail",
    _("A school subject with its entries and what it is for."),
    base=SchoolSubject,
    note=text(allow_blank=True),
    girls_percent=Figure(allow_null=True),
    entries=EntrySeries(many=True),
    occupations=LinkedOccupation(many=True),
    degree_subjects=LinkedSubject(many=True),
    releases=releases(),
)
DegreeSubject = shape(
    "DegreeSubject",
    _("A subject of the Common Aggregation Hierarchy."),
    code=text(),
    title=text(),
    level=s.IntegerField(),
    now=maybe(_("The code that took its place; null when it stands today.")),
    **addresses(),
)
DegreeSubjectList = cited_list(DegreeSubject)
FamilyRef = shape(
    "CourseFamilyRef",
    _("A course family."),
    family=text(),
    title=text(),
    **addresses(),
)
MedianSpread = shape(
    "MedianSpread",
    _("How far providers' published medians lie apart, every provider counting once: our own computation."),
    providers=s.IntegerField(),
    lowest=Figure(),
    lower=Figure(),
    middle=Figure(),
    upper=Figure(),
    highest=Figure(),
)
SubjectLinks = shape("DegreeSubjectLinks", _("Where the rest is."), outcomes=s.URLField(), industries=s.URLField())
DegreeSubjectDetail = shape(
    "DegreeSubjectDetail",
    _("A degree subject among the others, and what it leads to."),
    base=DegreeSubject,
    asked=DegreeSubject(allow_null=True, help_text=_("The earlier subject that it was asked by.")),
    parents=DegreeSubject(many=True),
    children=DegreeSubject(many=True),
    formers=DegreeSubject(many=True),
    occupations=LinkedOccupation(many=True),
    school_subjects=LinkedSubject(many=True),
    course_families=FamilyRef(many=True),
    median_pay_of_providers=MedianSpread(allow_null=True),
    groups=s.IntegerField(help_text=_("Groups of graduates in outcomes/.")),
    links=SubjectLinks(),
    releases=releases(),
)
HecosSubject = shape("HecosSubject", _("A subject of HECoS."), code=text(), title=text())
HecosSubjectList = cited_list(HecosSubject)

# Course families

FamilySource = shape(
    "CourseFamilySource",
    _("The published example that was read."),
    title=text(),
    address=s.URLField(),
    seen_on=null(s.DateField),
)
CourseFamily = shape(
    "CourseFamily",
    _("What degree courses of a family usually ask for."),
    family=text(),
    title=text(),
    subjects=texts(_("CAH codes.")),
    summary=text(),
    required=maybe(),
    preferred=maybe(),
    not_accepted=maybe(),
    tlevels=maybe(),
    btecs=maybe(),
    access=maybe(),
    tests=maybe(),
    basis=one_of(StatementBasis.values),
    source=FamilySource(allow_null=True),
    **addresses(),
)
CourseFamilyList = cited_list(CourseFamily)
CourseFamilyDetail = shape(
    "CourseFamilyDetail",
    _("A course family with its subjects by name."),
    base=CourseFamily,
    degree_subjects=DegreeSubject(many=True),
    release=ReleaseRef(),
)

# Outcomes

CodeAndTitle = shape("CodeAndTitle", _("A code and what it stands for."), code=text(), title=text())
GraduateGroup = shape(
    "GraduateGroup",
    _("Graduates of a provider's courses, in the group that figures were published for."),
    ukprn=text(),
    provider=maybe(),
    subject=CodeAndTitle(allow_null=True),
    course=maybe(_("Set when activity is of one course.")),
    mode=one_of([Mode.FULL_TIME, Mode.PART_TIME]),
    years=text(),
    courses=s.IntegerField(help_text=_("Courses that carry the same figures.")),
    is_small=s.BooleanField(help_text=_("Pay is made from few people.")),
    pay_lower=Figure(),
    pay_median=Figure(),
    pay_upper=Figure(),
    pay_people=Figure(),
    pay_response_rate=Figure(),
    work=Figure(),
    study=Figure(),
    work_and_study=Figure(),
    unemployed=Figure(),
    work_or_study=Figure(),
    activity_people=Figure(),
    activity_response_rate=Figure(),
    **addresses(may_be_null=True),
)
WithoutOutcomes = shape(
    "WithoutOutcomes",
    _("Courses for which nothing was published."),
    half=one_of(["pay", "activity"]),
    mode=one_of([Mode.FULL_TIME, Mode.PART_TIME]),
    reason=text(),
    courses=s.IntegerField(),
)
YearAfter = shape("YearAfter", _("One year after GCSEs."), years_after=s.IntegerField(), figure=Figure())
RouteSeries = shape(
    "RouteEarnings",
    _("Average earnings of a group over the years."),
    group=text(),
    title=text(),
    breakdown=text(),
    category=maybe(),
    category_title=maybe(),
    points=YearAfter(many=True),
)
ActivitySeries = shape(
    "RouteActivity",
    _("Share of a group mainly doing one thing over the years."),
    group=text(),
    title=text(),
    activity=text(),
    activity_title=text(),
    points=YearAfter(many=True),
)
OutcomeList = cited_list(
    GraduateGroup,
    subject=DegreeSubject(allow_null=True),
    median_pay_of_providers=MedianSpread(allow_null=True),
    without=WithoutOutcomes(many=True),
    by_route=RouteSeries(many=True),
    activity=ActivitySeries(many=True),
)
IndustryRegion = shape(
    "GraduateIndustryRegion",
    _("One region of England."),
    region=text(_("GSS code.")),
    people=Figure(),
    median_pay=Figure(),
)
GraduateIndustry = shape(
    "GraduateIndustry",
    _("Graduates who work in an industry."),
    code=text(_("Letter of the section of SIC 2007, or not_known.")),
    title=text(),
    people=Figure(),
    regions=IndustryRegion(many=True),
)
GraduateIndustryList = cited_list(
    GraduateIndustry,
    subject=DegreeSubject(allow_null=True),
    industries_of=DegreeSubject(allow_null=True),
    years_after=s.IntegerField(),
)

# Provision

Times = shape(
    "Concentration",
    _("How many times as common this work is among people in work as in England: our own computation."),
    value=s.FloatField(),
    unit=text(),
)
AreaProvision = shape(
    "AreaProvision",
    _("Who may teach a sector in an area, and how many people do its work."),
    area=AreaRef(),
    providers=Figure(),
    starts_low=Figure(),
    starts_high=Figure(),
    tlevels=Figure(),
    people=Figure(),
    concentration=Times(allow_null=True),
)
StandardProvision = shape(
    "StandardProvision",
    _("Providers and starts of a standard in a year."),
    reference=text(),
    title=text(),
    level=null(s.IntegerField),
    is_open=s.BooleanField(),
    year=text(),
    providers=Figure(),
    starts=Figure(),
    **addresses(),
)
AreaProvisionList = cited_list(
    AreaProvision,
    sectors=texts(_("What `sector` may be; only without it.")),
    kind=text(),
    sector=maybe(),
    england=AreaProvision(allow_null=True),
    standards=StandardProvision(many=True),
    groups=Occupation(many=True, help_text=_("Groups of occupations whose people are counted.")),
    left_out=Occupation(many=True, help_text=_("Groups that hold some of this work among mostly other work.")),
    units=Occupation(many=True, help_text=_("Occupations that are mainly the sector's.")),
    tlevels=texts(),
    notes=s.DictField(child=s.CharField(), help_text=_("What each column is and is not.")),
)
