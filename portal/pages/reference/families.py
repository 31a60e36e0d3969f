"""Universities in the open: what degree courses of a family usually ask for, with what each statement rests on."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evidence.figures import ReleaseRef
from pathways.enums import StatementBasis
from pathways.models import CourseFamily
from pathways.queries.subjects import DegreeSubjects, UnknownDegreeSubjectError, degree_subjects
from portal.pages.reference.codes import could_be_code
from portal.pages.reference.degrees import FAMILIES
from portal.pages.shared import FactsPage, NotHere, api_twin

Pair = tuple[str, str]


def row_titles() -> dict[str, str]:
    """What each part of a statement is, in the order of the page."""
    return {
        "required": _("Required"),
        "preferred": _("Preferred"),
        "not_accepted": _("Often not accepted"),
        "tlevels": _("T Levels"),
        "btecs": _("BTECs and other applied Level 3"),
        "access": _("Access to Higher Education"),
        "tests": _("Tests, interviews and checks"),
    }


def basis_words(family: CourseFamily) -> str:
    """What a statement rests on, in a sentence."""
    if family.basis == StatementBasis.SEEN:
        return _("Our editors’ summary of what courses usually ask for, with one published example to check it by.")
    return _("Our editors’ summary. It rests on general knowledge, not on one page; check each university.")


def families_of(page: FactsPage) -> list[CourseFamily]:
    """Every family, A to Z; one SQL statement."""
    return list(CourseFamily.objects.of_releases(page.facts.editions.of(FAMILIES)).order_by("title"))


def _releases(page: FactsPage) -> tuple[ReleaseRef, ...]:
    return tuple(page.facts.editions.ref(pk) for pk in page.facts.editions.of(FAMILIES))


def _crumbs(*here: Pair) -> list[Pair]:
    return [(_("Start"), reverse("open:home")), (_("Subjects"), reverse("open:subject-list")), *here]


class FamilyList(FactsPage):
    """`/course-families/`: every course family under its wide subject; ?q= narrows by words of the title."""

    template_name = "open/reference/family_list.html"

    def page_context(self) -> dict[str, Any]:
        """Families by the wide subject of their first code, A to Z; two SQL statements."""
        query = self.param("q", 80)
        words = query.casefold().split()
        every = families_of(self)
        kept = [family for family in every if all(word in family.title.casefold() for word in words)]
        hierarchy = degree_subjects(self.facts)
        groups: dict[str, list[CourseFamily]] = defaultdict(list)
        for family in kept:
            groups[_wide_code(hierarchy, family)].append(family)
        return {
            "query": query,
            "count": len(kept),
            "all_count": len(every),
            "groups": [(hierarchy[code].title if code else _("Other"), rows) for code, rows in sorted(groups.items())],
            "releases": _releases(self),
            "crumbs": _crumbs((_("What universities ask for"), "")),
            "twin": api_twin("course-family-list", query=self.editions_asked),
        }


def _wide_code(hierarchy: DegreeSubjects, family: CourseFamily) -> str:
    """Code of the wide group of today that the family's first subject stands in; empty for none."""
    known = [code for code in family.subjects if code in hierarchy.by_code]
    return hierarchy.current(known[0]).code[:5] if known else ""


class FamilyPage(FactsPage):
    """`/course-families/medicine/`: the statement of one family."""

    template_name = "open/reference/family_detail.html"

    def page_context(self) -> dict[str, Any]:
        """Each part of the statement that is not empty, its basis, and the subjects it covers; two SQL statements."""
        slug = self.kwargs["family"]
        held = CourseFamily.objects.of_releases(self.facts.editions.of(FAMILIES))
        family = held.filter(family=slug).first() if could_be_code(slug) else None
        if family is None:
            raise NotHere(_("There is no course family called “%(family)s”.") % {"family": slug})
        return {
            "family": family,
            "statements": [(title, getattr(family, name)) for name, title in row_titles().items()],
            "basis": basis_words(family),
            "is_seen": family.basis == StatementBasis.SEEN and bool(family.source_address),
            "seen_words": date_format(family.seen_on, "j F Y") if family.seen_on else "",
            "subjects": self._subjects(family),
            "releases": _releases(self),
            "crumbs": _crumbs((_("What universities ask for"), reverse("open:course-family-list")), (family.title, "")),
            "twin": api_twin("course-family-detail", family.family, query=self.editions_asked),
        }

    def _subjects(self, family: CourseFamily) -> list[Pair]:
        """Today's degree subjects of the family, with their pages."""
        hierarchy = degree_subjects(self.facts)
        found: dict[str, str] = {}
        for code in family.subjects:
            try:
                subject = hierarchy.current(code)
            except UnknownDegreeSubjectError:
                continue
            found[reverse("open:degree-subject-detail", args=[subject.code])] = subject.title
        return [(title, address) for address, title in found.items()]
