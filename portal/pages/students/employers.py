"""Employers on the students' side: the list, an employer, a role profile."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from employers.enums import OpportunityKind
from employers.filters import EmployerFilter
from employers.queries.directory import (
    RoleProfileDetail,
    UnknownEmployerError,
    UnknownRoleProfileError,
    employer_detail,
    employer_rows,
    role_profile_detail,
)
from evidence.figures import ReleaseRef
from foundation.access import PUBLIC_NAMES_SOMEONE
from lmi.enums import Level
from portal.charts.model import releases_of
from portal.pages.reference.lists import ListPage
from portal.pages.shared import FactsPage, NotHere, api_twin, today
from portal.pages.students.plain_names import plain_name
from portal.pages.students.role_profile_view import crumbs_of, view_of

Pair = tuple[str, str]
PAGE_SIZE = 20


def sector_choices(page: FactsPage) -> tuple[Pair, ...]:
    """Sections of SIC 2007 by letter, in the order of the classification."""
    return tuple(page.facts.industries.items())


def work_choices(page: FactsPage, chosen: str = "") -> tuple[Pair, ...]:
    """The nine very wide groups in plain words, each followed by its parts; and a narrower one that was asked for."""
    soc = page.facts.soc
    groups = [*soc.level(Level.MAJOR), *soc.level(Level.SUB_MAJOR)]
    if chosen in soc.groups and chosen not in {group.code for group in groups}:
        groups.append(soc[chosen])
    return tuple((group.code, _work_words(group.code, group.title)) for group in sorted(groups, key=lambda g: g.code))


def _work_words(code: str, title: str) -> str:
    name = plain_name(code) if len(code) < 4 else title
    return name if len(code) == 1 else f"– {name}"


class EmployerList(ListPage):
    """`/students/employers/`: verified employers, in order of name, narrowed by EmployerFilter."""

    access = PUBLIC_NAMES_SOMEONE
    template_name = "students/employers/list.html"
    page_size = PAGE_SIZE

    def make_filter(self) -> EmployerFilter:
        """The filter of page and API."""
        return EmployerFilter(self.request.GET, facts=self.facts, today=today())

    def choices_of(self, name: str) -> tuple[Pair, ...]:
        """Sectors and kinds of work are chosen from lists."""
        if name == "sector":
            return sector_choices(self)
        if name == "soc2020":
            return work_choices(self, self.param("soc2020", 4))
        return super().choices_of(name)

    def page_context(self) -> dict[str, Any]:
        """One page of employers; six SQL statements, whatever their number."""
        page = self.page_of(self.filter.qs)
        rows = employer_rows(self.facts, today(), page.object_list)
        return self.list_context(page, partial(api_twin, "organisation-list")) | {
            "rows": rows,
            "has_demo": any(row.is_demo for row in rows),
            "place": self.filter.place,
            "crumbs": [(_("Students and parents"), reverse("students:home")), (_("Employers"), "")],
        }


class EmployerPage(FactsPage):
    """`/students/employers/tallowbridge-gears/`: what an employer shows of itself, its roles and its offers."""

    access = PUBLIC_NAMES_SOMEONE
    template_name = "students/employers/detail.html"

    def page_context(self) -> dict[str, Any]:
        """The employer; eleven SQL statements at most, whatever it has."""
        slug = self.kwargs["employer"]
        try:
            found = employer_detail(self.facts, today(), slug)
        except UnknownEmployerError:
            raise NotHere(_("There is no employer at this address.")) from None
        return {
            "found": found,
            "organisation": found.organisation,
            "offers": [(str(OpportunityKind(one.kind).label), one) for one in found.opportunities],
            "crumbs": [
                (_("Students and parents"), reverse("students:home")),
                (_("Employers"), reverse("students:employer-list")),
                (found.organisation.name, ""),
            ],
            "twin": api_twin("organisation-detail", slug),
        }


class RoleProfilePage(FactsPage):
    """`/students/employers/tallowbridge-gears/gear-cutter/`: one role at one employer."""

    access = PUBLIC_NAMES_SOMEONE
    template_name = "students/role_profile.html"

    @cached_property
    def detail(self) -> RoleProfileDetail:
        """The profile, or the page that says there is none."""
        try:
            return role_profile_detail(self.facts, today(), self.kwargs["employer"], self.kwargs["profile"])
        except UnknownRoleProfileError:
            raise NotHere(_("There is no role profile at this address. It may have run out.")) from None

    def page_context(self) -> dict[str, Any]:
        """The role in words, beside published pay of its occupation."""
        detail = self.detail
        view = view_of(self.facts, detail.profile, today())
        official = releases_of([view.official.median, view.official.p25, view.official.p75]) if view.official else ()
        releases: tuple[ReleaseRef, ...] = (view.release, *official)
        return {
            "view": view,
            "profile": detail.profile,
            "organisation": detail.organisation,
            "sites": detail.sites,
            "others": detail.others,
            "is_demo": detail.organisation.is_demo,
            "releases": releases,
            "crumbs": crumbs_of(detail),
            "twin": api_twin("role-profile-detail", str(detail.profile.pk)),
        }
