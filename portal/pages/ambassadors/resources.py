"""What the portal has for an ambassador's own occupations, routes and topics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambassadors.models import Ambassador
from ambassadors.topics import SUBJECTS, TOPICS
from lmi.queries.context import Facts, facts
from pathways.book import Book, route_book
from pathways.enums import LinkKind
from pathways.subjects import school_subjects
from portal.pages.ambassadors.base import OwnPage

MOST_STANDARDS = 6
Link = tuple[str, str]


@dataclass(frozen=True, slots=True)
class OccupationHelp:
    """One of the person's occupations: pages about it, and the apprenticeships that lead to it."""

    title: str
    pages: tuple[Link, ...]
    standards: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class SubjectHelp:
    """A school subject with the topics the person named, and its pages by stage."""

    title: str
    topics: tuple[str, ...]
    pages: tuple[Link, ...]


class Resources(OwnPage):
    """`/ambassadors/resources/`: facts to take along to a class, from pages that pupils can open later."""

    template_name = "ambassadors/resources.html"
    room = "resources"
    title = gettext_lazy("For my topics")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Pages by occupation, then by subject."""
        known = facts()
        book = route_book(known.editions)
        shown = {
            "occupations": [
                _occupation(known, book, code) for code in self.ambassador.occupations if code in known.soc.groups
            ],
            "subjects": _subjects(self.ambassador),
        }
        return super().get_context_data(**{**shown, **kwargs})


def _occupation(known: Facts, book: Book, code: str) -> OccupationHelp:
    pages = (
        (
            _("Pay, outlook and what the work is like"),
            reverse("students:occupation-detail", args=[code]),
        ),
        (_("Every route into it, side by side"), reverse("students:occupation-routes", args=[code])),
        (
            _("The figures in full, as teachers see them"),
            reverse("educators:occupation-detail", args=[code]),
        ),
    )
    standards = [
        book.standards[link.target]
        for link in book.links(LinkKind.OCCUPATION_STANDARD, code)
        if link.target in book.standards and book.standards[link.target].can_be_taken
    ]
    links = tuple((one.title, reverse("open:standard-detail", args=[one.reference])) for one in standards)
    return OccupationHelp(known.soc[code].title, pages, links[:MOST_STANDARDS])


def _subjects(ambassador: Ambassador) -> list[SubjectHelp]:
    topics = [TOPICS[slug] for slug in ambassador.topics if slug in TOPICS]
    slugs = dict.fromkeys([*ambassador.subjects, *(topic.subject for topic in topics)])
    listed = []
    for slug in slugs:
        pages = tuple(
            (str(one.title), reverse("open:school-subject-detail", args=[one.stage, one.slug]))
            for one in school_subjects()
            if one.slug == slug
        )
        named = tuple(topic.title for topic in topics if topic.subject == slug)
        listed.append(SubjectHelp(str(SUBJECTS.get(slug, slug)), named, pages))
    return listed
