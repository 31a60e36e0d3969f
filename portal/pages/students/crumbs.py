"""The way to a page of the students' side, for its breadcrumbs."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from lmi.queries.context import Facts
from portal.pages.students.plain_names import plain_name

Crumb = tuple[str, str]


def careers_crumbs(*here: Crumb) -> list[Crumb]:
    """Students, careers, then what follows; the last one without an address is the page itself."""
    start = [(_("Students and parents"), reverse("students:home")), (_("Careers"), reverse("students:occupation-list"))]
    return [*start, *here]


def group_crumbs(facts: Facts, code: str, title: str) -> list[Crumb]:
    """By way of the very wide group and the wider group, in plain names, to an occupation or group."""
    wider = [facts.soc[parent] for parent in reversed(facts.soc[code].chain[1:]) if len(parent) in (1, 3)]
    links = [(plain_name(group.code), reverse("students:group-detail", args=[group.code])) for group in wider]
    return careers_crumbs(*links, (title, ""))
