"""The shapes of preferences in the OpenAPI document. Nothing here runs when the API answers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers as s

from employers.api.schema import RoleProfileRef, page_address
from employers.enums import PreferredKind
from evidence.api.schema import Figure, ReleaseRef, listed, null, one_of, shape, text
from pathways.api.schema import maybe, texts
from pathways.enums import StatementBasis

_Counts: dict[str, Any] = {
    "essential": Figure(help_text=_("Employers; null under five.")),
    "useful": Figure(),
    "we_train": Figure(),
}
Preference = shape(
    "Preference",
    _("How many employers make what of a qualification."),
    kind=one_of(PreferredKind.values),
    subject=maybe(),
    title=text(),
    **_Counts,
)
Asked = shape("PreferenceAsked", _("What was asked for."), soc2020=text(), area=text())
Stated = shape(
    "StatedPreferences",
    _("What employers state of a group of occupations in an area."),
    soc2020=text(),
    area=text(),
    asked=Asked(),
    sector=maybe(),
    is_widened=s.BooleanField(help_text=_("Whether it answers for more than was asked.")),
    employers=Figure(help_text=_("Employers behind it.")),
    rows=Preference(many=True),
    few=texts(_("What fewer than five employers name.")),
    has_demo=s.BooleanField(help_text=_("Whether invented employers are counted.")),
)
Mix = shape(
    "QualificationMix",
    _("People in the work whose highest qualification this is."),
    category=text(),
    title=text(),
    people=Figure(),
)
CourseAsks = shape(
    "CourseAsks",
    _("What courses of a family ask for, as our editors sum it up."),
    family=text(),
    title=text(),
    required=text(allow_blank=True),
    preferred=text(allow_blank=True),
    basis=one_of(StatementBasis.values),
    is_seen=s.BooleanField(help_text=_("Whether it was read on a university’s page.")),
    address=null(s.URLField),
    source_title=maybe(),
)
ProviderStates = shape(
    "ProviderStates",
    _("What one university or college itself states."),
    provider=text(),
    degree_subject=text(),
    course=maybe(),
    required=texts(),
    preferred=texts(),
    address=null(s.URLField),
    is_demo=s.BooleanField(),
)
Universities = shape(
    "UniversityAsks",
    _("What is stated for the degree subjects that lead to the work."),
    families=CourseAsks(many=True),
    more=s.IntegerField(help_text=_("Families that are left out.")),
    statements=ProviderStates(many=True),
    releases=ReleaseRef(many=True),
)
Preferences = shape(
    "Preferences",
    _("Stated preference beside reality."),
    stated=Stated(),
    people_by_qualification=Mix(many=True),
    people_by_route=Figure(),
    universities=Universities(),
)
_Wanted = shape(
    "SubjectWantedRow",
    _("A school subject, with the employers that name it."),
    slug=text(),
    title=text(),
    has_demo=s.BooleanField(),
    url=page_address(),
    api=s.URLField(),
    **_Counts,
)
SubjectWantedList = listed(_Wanted)
GroupWants = shape(
    "GroupWants",
    _("What employers of one very wide group of work say."),
    soc2020=text(),
    title=text(),
    level=text(),
    url=s.URLField(),
    api=s.URLField(),
    **_Counts,
)
SubjectWanted = shape(
    "SubjectWanted",
    _("A school subject by kind of work."),
    base=_Wanted,
    groups=GroupWants(many=True),
    role_profiles=RoleProfileRef(many=True),
)
