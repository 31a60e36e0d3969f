"""The shapes of employers' things in the OpenAPI document. Nothing here runs when the API answers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers as s

from employers.api.bodies import OpportunityContent, RoleProfileContent
from employers.enums import (
    Access,
    OpportunityKind,
    Pattern,
    PayBasis,
    PreferredKind,
    Size,
    Stage,
    WageKind,
    WayIn,
    Weight,
    WorkPlace,
)
from evidence.api.schema import listed, null, one_of, shape, text
from evidence.figures import Unit
from lmi.api.schema import PayRange
from pathways.api.schema import maybe, releases, texts


def page_address() -> s.URLField:
    """The address of a thing's page, null where it has none."""
    return s.URLField(allow_null=True, help_text=_("Its page."))


_STATED_UNITS = (
    Unit.POUNDS_A_YEAR, "pounds_a_month", Unit.POUNDS_A_WEEK, Unit.POUNDS_AN_HOUR, Unit.HOURS_A_WEEK,
)  # fmt: skip
StatedNumber = shape(
    "StatedNumber",
    _("A number that an employer states of itself. It is not an official figure, and has no source but the employer."),
    value=null(s.FloatField, _("Null where the employer says nothing.")),
    unit=one_of(_STATED_UNITS, allow_null=True, help_text=_("Null where an advert only names the kind of wage.")),
    basis=one_of([*PayBasis.values, *WageKind.values], allow_null=True, help_text=_("What stated pay is the pay of.")),
    basis_words=maybe(),
    stated_by=one_of(["employer", "advert"]),
    is_official=s.BooleanField(help_text=_("Always false.")),
    reason=one_of(["not_stated"], allow_null=True),
    note=text(),
)
StatedPay = shape(
    "StatedPay", _("Both ends of the pay that an employer states, before tax."), low=StatedNumber(), high=StatedNumber()
)
EmployerRef = shape(
    "EmployerRef",
    _("An employer in the light form."),
    slug=text(),
    name=text(),
    is_demo=s.BooleanField(help_text=_("Invented for the demo: it does not exist.")),
    url=page_address(),
    api=s.URLField(),
)
Organisation = shape(
    "Organisation",
    _("A verified employer in a list."),
    base=EmployerRef,
    id=s.IntegerField(),
    size=one_of(Size.values, allow_null=True),
    size_words=maybe(),
    sectors=texts(_("Titles of sections of SIC 2007.")),
    places=texts(_("Areas of its sites.")),
    profiles=s.IntegerField(help_text=_("Published role profiles.")),
    takes_apprentices=s.BooleanField(),
    trains_you=s.BooleanField(),
)
OrganisationList = listed(Organisation)
Site = shape(
    "EmployerSite",
    _("A site, never nearer than the first half of its postcode."),
    name=text(),
    outcode=text(),
    area=maybe(_("GSS code of the local authority.")),
    place=text(),
)
RoleProfileRef = shape(
    "RoleProfileRef",
    _("A role profile in the light form."),
    id=s.IntegerField(),
    slug=text(),
    title=text(),
    soc2020=maybe(),
    occupation=maybe(),
    employer=EmployerRef(),
    places=texts(),
    takes_apprentices=s.BooleanField(),
    trains_you=s.BooleanField(),
    is_demo=s.BooleanField(help_text=_("Invented for the demo.")),
    url=page_address(),
    api=s.URLField(),
)
RoleProfile = shape(
    "RoleProfile",
    _("A role as an employer describes it, in a list."),
    base=RoleProfileRef,
    pay=StatedPay(),
    hours_per_week=StatedNumber(),
    shown_until=null(s.DateField, _("The last day it is shown unless its employer confirms it.")),
)
RoleProfileList = listed(RoleProfile)
Preferred = shape(
    "PreferredQualification",
    _("A qualification that an employer names, and what it makes of it."),
    kind=one_of(PreferredKind.values),
    subject=maybe(_("A code where the kind has one, else words.")),
    title=text(),
    grade=maybe(),
    level=maybe(),
    weight=one_of(Weight.values),
    url=page_address(),
)
RoleWayIn = shape(
    "RoleWayIn",
    _("A way by which the employer really recruits."),
    kind=one_of(WayIn.values),
    words=text(),
    reference=maybe(),
    note=text(allow_blank=True),
)
Technician = shape(
    "TechnicianFacts",
    _("Four facts of a technical role."),
    visibility=text(allow_blank=True),
    recognition=text(allow_blank=True),
    career_development=text(allow_blank=True),
    sustainability=text(allow_blank=True),
)
Further = shape("FurtherReading", _("Where the employer says more."), title=text(), address=s.URLField())
Photo = shape("RolePhoto", _("A photograph of the work."), address=null(s.URLField), alternative=text())
RoleProfileDetail = shape(
    "RoleProfileDetail",
    _("A role with all that its employer says."),
    base=RoleProfile,
    what_you_do=text(allow_blank=True),
    day_in_the_role=text(allow_blank=True),
    pattern=s.ListField(child=one_of(Pattern.values)),
    place=one_of(WorkPlace.values),
    sites=Site(many=True),
    preferred=Preferred(many=True),
    skills=texts(),
    ways_in=RoleWayIn(many=True),
    progression=text(allow_blank=True),
    registrations=texts(),
    accessibility=s.ListField(child=one_of(Access.values)),
    accessibility_note=text(allow_blank=True),
    flexible_note=text(allow_blank=True),
    technician=Technician(allow_null=True),
    further=Further(many=True),
    photos=Photo(many=True),
    official_pay=PayRange(allow_null=True, help_text=_("Published pay of the occupation: figures, with their source.")),
    others=RoleProfileRef(many=True, help_text=_("Other roles at the same employer.")),
)
OfferedBy = shape(
    "OfferedBy",
    _("Who offers it: an employer here, or one that a national advert names."),
    slug=maybe(),
    name=text(),
    is_demo=s.BooleanField(),
    url=page_address(),
    api=null(s.URLField),
)
Opportunity = shape(
    "Opportunity",
    _("Something that can be applied for now."),
    origin=one_of(["here", "national"], help_text=_("An employer’s own, or an advert of the national service.")),
    id=s.IntegerField(help_text=_("One number may stand for one of each origin.")),
    slug=text(_("Of a national advert its number.")),
    kind=one_of(OpportunityKind.values),
    kind_words=text(),
    title=text(),
    employer=OfferedBy(),
    soc2020=maybe(),
    places_of_work=texts(),
    is_remote=s.BooleanField(),
    starts_on=null(s.DateField),
    ends_on=null(s.DateField),
    closes_on=null(s.DateField),
    min_age=null(s.IntegerField),
    max_age=null(s.IntegerField),
    approved_by=null(
        s.IntegerField, _("Schools, colleges and providers that let their under-18s take part; null where none may.")
    ),
    pay=StatedPay(),
    is_unpaid=s.BooleanField(),
    hours_per_week=StatedNumber(),
    is_demo=s.BooleanField(help_text=_("Invented for the demo.")),
    url=page_address(),
    api=s.URLField(),
)
OpportunityList = listed(Opportunity, releases=releases())
OpportunityDetail = shape(
    "OpportunityDetail",
    _("An opportunity with how to apply."),
    base=Opportunity,
    about=text(allow_blank=True),
    places=null(s.IntegerField, _("How many people.")),
    total_hours=null(s.IntegerField, _("Of a T Level placement.")),
    tlevel_specialism=maybe(),
    standard=maybe(),
    is_part_of_course=s.BooleanField(),
    only_watching=s.BooleanField(),
    expenses=maybe(),
    apply_address=null(s.URLField),
    apply_words=maybe(),
)
AdvertAsks = shape(
    "AdvertAsks",
    _("A qualification that an advert asks for."),
    kind=text(allow_blank=True),
    subject=text(allow_blank=True),
    grade=text(allow_blank=True),
    weight=one_of(["essential", "useful"]),
)
Vacancy = shape(
    "Vacancy",
    _("An advert of the national service, as it was read."),
    base=Opportunity,
    summary=text(allow_blank=True),
    course=text(allow_blank=True),
    level=null(s.IntegerField),
    provider=maybe(),
    ukprn=maybe(),
    positions=null(s.IntegerField),
    working_week=maybe(),
    duration=maybe(),
    wage_note=maybe(),
    is_national=s.BooleanField(),
    is_disability_confident=s.BooleanField(),
    addresses=texts(_("Where apprentices work.")),
    qualifications=AdvertAsks(many=True),
    skills=texts(),
    apply_address=null(s.URLField),
    address=null(s.URLField),
    releases=releases(),
)
OrganisationDetail = shape(
    "OrganisationDetail",
    _("What an employer shows of itself."),
    base=Organisation,
    statement=maybe(),
    sector_codes=texts(_("Sections and divisions of SIC 2007.")),
    website=null(s.URLField),
    logo=null(s.URLField),
    is_technician_signatory=s.BooleanField(),
    sites=Site(many=True),
    role_profiles=RoleProfileRef(many=True),
    opportunities=Opportunity(many=True),
)

# One's own

Missing = shape("MissingField", _("What keeps an item from being handed in."), field=text(), reason=text())
OwnItem = shape(
    "OwnItem",
    _("Where one’s own item stands."),
    id=s.IntegerField(),
    slug=text(),
    title=text(_("Of the newest version.")),
    organisation=text(_("Slug.")),
    stage=one_of(Stage.values),
    version=s.IntegerField(help_text=_("Number of the newest version; its ETag has the same.")),
    is_public=s.BooleanField(help_text=_("Whether readers see it, in its last approved version.")),
    shown_until=null(s.DateField),
    api=s.URLField(),
    draft=s.URLField(),
)
OwnItemList = listed(OwnItem)
OwnPhoto = shape("OwnPhoto", _("A photograph; they are added at the desk."), alternative=text())
OwnRoleProfile = shape(
    "OwnRoleProfile",
    _("The newest version of one’s own role profile."),
    base=OwnItem,
    missing=Missing(many=True),
    photos=OwnPhoto(many=True),
    content=RoleProfileContent(help_text=_("As PUT takes it.")),
)
OwnOpportunity = shape(
    "OwnOpportunity",
    _("The newest version of one’s own opportunity."),
    base=OwnItem,
    missing=Missing(many=True),
    content=OpportunityContent(help_text=_("As PUT takes it.")),
)
OwnSite = shape(
    "OwnSite",
    _("A site to write about."),
    id=s.IntegerField(),
    organisation=text(_("Slug.")),
    name=text(),
    postcode=text(),
    area=maybe(),
)
OwnSiteList = listed(OwnSite)
