"""Who wants maths? What employers here say of school subjects, told plainly."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from employers.models import RoleProfile
from employers.queries.directory import profile_rows
from employers.queries.subjects import Counts, SubjectWanted, WhoWants, subjects_wanted, who_wants
from evidence.figures import Figure
from foundation.access import PUBLIC_NAMES_SOMEONE
from pathways.subjects import UnknownSchoolSubjectError
from portal.charts import BarChart, Point, Series
from portal.charts.model import releases_of
from portal.pages.shared import FactsPage, NotHere, api_twin, today
from portal.pages.students.plain_names import plain_name

MOST_BARS = 12
MOST_PROFILES = 24


def _crumbs(*here: tuple[str, str]) -> list[tuple[str, str]]:
    return [
        (_("Students and parents"), reverse("students:home")),
        (_("Employers"), reverse("students:employer-list")),
        *here,
    ]


def figures_of(counts: Counts) -> tuple[Figure, Figure, Figure]:
    """Essential, useful, "we train you"."""
    return counts.essential, counts.useful, counts.we_train


class SubjectsWanted(FactsPage):
    """`/students/employers/subjects/`: every school subject that employers here name."""

    access = PUBLIC_NAMES_SOMEONE
    template_name = "students/employers/subjects.html"

    def page_context(self) -> dict[str, Any]:
        """Subjects with a number as bars and rows, the rest by name; six SQL statements."""
        wanted = subjects_wanted(self.facts, today())
        told = [one for one in wanted if one.counts.has_numbers]
        return {
            "told": told,
            "few": [one for one in wanted if not one.counts.has_numbers],
            "bars": _essential_bars(told),
            "has_demo": any(one.has_demo for one in wanted),
            "releases": releases_of(figure for one in told for figure in figures_of(one.counts)),
            "crumbs": _crumbs((_("Who wants which subject?"), "")),
            "twin": api_twin("preference-subjects"),
        }


def _essential_bars(told: list[SubjectWanted]) -> BarChart | None:
    points = [Point(one.title, one.counts.essential) for one in told if one.counts.essential.value is not None]
    if len(points) < 2:
        return None
    return BarChart(
        "essential-subjects",
        _("Employers here who call it essential"),
        Series(_("Employers"), tuple(points[:MOST_BARS])),
        head=_("School subject"),
        order=_("Most employers first."),
    )


class WhoWantsSubject(FactsPage):
    """`/students/employers/subjects/maths/`: who wants maths, by kind of work."""

    access = PUBLIC_NAMES_SOMEONE
    template_name = "students/employers/subject.html"

    def page_context(self) -> dict[str, Any]:
        """The subject by very wide group of work, and the role profiles that name it; eleven SQL statements."""
        try:
            found = who_wants(self.facts, today(), self.kwargs["subject"])
        except UnknownSchoolSubjectError as error:
            raise NotHere(_("There is no school subject “%(name)s” here.") % {"name": str(error)}) from None
        rows = RoleProfile.objects.published(today()).filter(pk__in=found.profiles)
        wanted = found.wanted
        title = _("Who wants %(subject)s?") % {"subject": _in_sentence(wanted.title)}
        return {
            "found": found,
            "wanted": wanted,
            "title": title,
            "bars": _group_bars(found),
            "groups": [(plain_name(one.group.code), one) for one in found.groups],
            "profiles": profile_rows(self.facts, rows.order_by("title", "organisation__name", "pk")[:MOST_PROFILES]),
            "profiles_cut": len(found.profiles) > MOST_PROFILES,
            "has_demo": wanted.has_demo,
            "releases": releases_of(figures_of(wanted.counts)),
            "crumbs": _crumbs((_("Who wants which subject?"), reverse("students:subjects-wanted")), (wanted.title, "")),
            "twin": api_twin("preference-subject", wanted.slug),
        }


def _in_sentence(title: str) -> str:
    return title if title.startswith(("English", "French", "German", "Spanish", "Welsh")) else title.lower()


def _group_bars(found: WhoWants) -> BarChart | None:
    """Essential by group, where at least two groups have a number."""
    told = [one for one in found.groups if one.counts.essential.value is not None]  # the table has the others
    points = [Point(plain_name(one.group.code), one.counts.essential) for one in told]
    if len(points) < 2:
        return None
    return BarChart(
        "by-work",
        _("Employers here who call it essential, by kind of work"),
        Series(_("Employers"), tuple(points)),
        head=_("Kind of work"),
        order=_("In the order of the UK’s list of occupations."),
    )
