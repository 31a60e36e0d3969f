"""`role-profiles/`: what is published for everybody, and writing one's own by token."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.authentication import organisation_of
from accounts.api.base import WritesByToken, version_asked
from accounts.api.me import refuse_parameters
from accounts.api.schema import by_token
from employers.actions.profiles import save_role_profile
from employers.api import schema
from employers.api.base import EmployersList, EmployersView, absent
from employers.api.bodies import NewRoleProfile, RoleProfileChanges, RoleProfileContent, parted, whole
from employers.api.own import PROFILE, own_item, tagged, unless_stale
from employers.api.steps import ID
from employers.enums import Access, Pattern
from employers.filters import RoleProfileFilter
from employers.models import RoleProfile
from employers.queries.directory import (
    RoleProfileDetail as Detail,
)
from employers.queries.directory import UnknownRoleProfileError, profile_rows, role_profile_detail
from evidence.api.params import Params
from evidence.api.schema import documents
from foundation.access import needs_token
from foundation.idempotency import idempotent
from lmi.api.shapes import Json
from lmi.queries.pay import typical_pay
from lmi.register import UK
from pathways.api.base import filter_parameters
from pathways.book import route_book

_WITH = ("ways_in", "preferred", "profile_sites__site")


@documents(
    gettext_lazy("Role profiles"),
    gettext_lazy(
        "Roles as verified employers describe them: published, and confirmed within a year. Keyless. Pay and hours are "
        "what employers state, not official figures."
    ),
    schema.RoleProfileList,
    operation="role-profiles_list",
    also=filter_parameters(RoleProfileFilter, area="Leeds", sector="C", soc2020="31"),
)
@by_token(
    "post",
    gettext_lazy("Begin a role profile"),
    gettext_lazy("A first version, seen by its writers only. It may be half-empty; hand it in when it is complete."),
    schema.OwnRoleProfile,
    operation="role-profiles_create",
    body=NewRoleProfile,
    status=201,
    tagged=True,
)
class RoleProfileList(WritesByToken, EmployersList):
    """`role-profiles/`"""

    write_access = needs_token(PROFILE.permission)
    http_method_names = ["get", "head", "options", "post"]
    filter_class = RoleProfileFilter

    def rows(self, rows: Any) -> list[Json]:
        """Each with its employer, places, pay and hours; five SQL statements."""
        profiles = list(rows.select_related("organisation").prefetch_related(*_WITH))
        shapes = self.shapes
        return [
            shapes.profile_row(row, profile)
            for row, profile in zip(profile_rows(self.facts, profiles), profiles, strict=True)
        ]

    @idempotent()
    def post(self, request: Request) -> Response:
        """The new profile."""
        refuse_parameters(request)
        values = self.body(NewRoleProfile)
        organisation = organisation_of(request, PROFILE.permission, values.pop("organisation"))
        if organisation is None:
            raise ValidationError({"organisation": [_("You write role profiles for no such organisation; see me/.")]})
        changes, children = parted(values)
        profile = save_role_profile(by=self.person(), organisation=organisation, changes=changes, children=children)
        return tagged(PROFILE.told(request, profile), is_new=True)


@documents(
    gettext_lazy("One role profile"),
    gettext_lazy(
        "A published role with all that its employer says, beside published pay of its occupation. Keyless. What the "
        "employer states is marked as its own."
    ),
    schema.RoleProfileDetail,
    operation="role-profiles_detail",
    path={"id": gettext_lazy("Number of the role profile.")},
)
@by_token(
    "patch",
    gettext_lazy("Change some of a role profile"),
    gettext_lazy("Saves a new version with the given fields and lists changed; what readers see stays until approved."),
    schema.OwnRoleProfile,
    operation="role-profiles_change",
    body=RoleProfileChanges,
    path=ID,
    versioned=True,
    tagged=True,
)
@by_token(
    "put",
    gettext_lazy("Write all of a role profile"),
    gettext_lazy("Saves a new version; what is left out is emptied. The `content` of draft/ has this shape."),
    schema.OwnRoleProfile,
    operation="role-profiles_replace",
    body=RoleProfileContent,
    path=ID,
    versioned=True,
    tagged=True,
)
class RoleProfileDetail(WritesByToken, EmployersView):
    """`role-profiles/<id>/`"""

    write_access = needs_token(PROFILE.permission)
    http_method_names = ["get", "head", "options", "patch", "put"]
    params_class = Params

    def answer(self, **path: str) -> Any:
        """The profile; 404 for one that is not published."""
        found = RoleProfile.objects.published(self.today).filter(pk=int(path["id"]))
        address = found.values_list("organisation__slug", "slug").first()
        if address is None:
            raise absent()
        try:
            detail = role_profile_detail(self.facts, self.today, *address)
        except UnknownRoleProfileError:
            raise absent() from None
        return self._told(detail)

    def _told(self, detail: Detail) -> Json:
        shapes, profile = self.shapes, detail.profile
        book = route_book(self.facts.editions)
        official = typical_pay(self.facts, profile.soc2020, UK) if profile.soc2020 in self.facts.soc.groups else None
        return {
            **shapes.profile_row(profile_rows(self.facts, [profile])[0], profile),
            "what_you_do": profile.what_you_do,
            "day_in_the_role": profile.day_in_the_role,
            "pattern": [one.value for one in Pattern if one.value in profile.pattern],
            "place": profile.place,
            "sites": [shapes.site(site) for site in detail.sites],
            "preferred": [shapes.preferred(book, row) for row in profile.preferred.all()],
            "skills": [skill.name for skill in profile.skills.all()],
            "ways_in": [shapes.way_in(row) for row in profile.ways_in.all()],
            "progression": profile.progression,
            "registrations": list(profile.registrations),
            "accessibility": [one.value for one in Access if one.value in profile.accessibility],
            "accessibility_note": profile.accessibility_note,
            "flexible_note": profile.flexible_note,
            "technician": self._technician(profile),
            "further": [{"title": link.title, "address": link.address} for link in profile.links.all()],
            "photos": [
                {"address": shapes.file(photo.image), "alternative": photo.alternative}
                for photo in profile.photos.all()
            ],
            "official_pay": shapes.pay_range(official) if official else None,
            "others": [shapes.profile_ref(row) for row in detail.others],
        }

    @staticmethod
    def _technician(profile: RoleProfile) -> Json | None:
        if not profile.is_technical:
            return None
        names = ("visibility", "recognition", "career_development", "sustainability")
        return {name: getattr(profile, name) for name in names}

    @idempotent()
    def patch(self, request: Request, id: int) -> Response:
        """The newest version with these changes."""
        return self._save(request, id, self.body(RoleProfileChanges))

    @idempotent()
    def put(self, request: Request, id: int) -> Response:
        """The newest version, all of it as given."""
        return self._save(request, id, whole(RoleProfile, RoleProfileChanges, self.body(RoleProfileContent)))

    def _save(self, request: Request, pk: int, values: dict[str, Any]) -> Response:
        refuse_parameters(request)
        item, version = own_item(request, PROFILE, pk), version_asked(request)
        changes, children = parted(values)
        with unless_stale():
            save_role_profile(
                by=self.person(),
                organisation=item.organisation,
                changes=changes,
                children=children,
                profile=item,
                version=version,
            )
        return tagged(PROFILE.told(request, own_item(request, PROFILE, pk)))
