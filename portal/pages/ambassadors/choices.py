"""What the step about work offers to choose from: occupations by name, routes that lead to them, levels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambassadors.models import Ambassador
from employers.forms.profile import Hinted
from employers.soc_help import suggest_units
from lmi.enums import Level
from lmi.queries.context import Facts, facts
from pathways.book import Book, route_book
from pathways.enums import LinkKind

MOST_ROUTES = 24
_LEVELS = {
    2: gettext_lazy("Level 2: GCSEs, intermediate apprenticeship"),
    3: gettext_lazy("Level 3: A levels, T Level, advanced apprenticeship"),
    4: gettext_lazy("Level 4: HNC, higher apprenticeship"),
    5: gettext_lazy("Level 5: HND, foundation degree"),
    6: gettext_lazy("Level 6: degree, degree apprenticeship"),
    7: gettext_lazy("Level 7: master’s degree"),
    8: gettext_lazy("Level 8: doctorate"),
}


def work_choices(chosen: Sequence[str], ambassador: Ambassador, *, title: str, look_for: str) -> dict[str, Any]:
    """The lists of the step: those chosen first, then what the search says of the words or the job's name."""
    known = facts()
    listed = {code: (code, known.soc[code].title) for code in chosen if _is_unit(known, code)}
    for unit in suggest_units(look_for or title):
        listed.setdefault(unit.code, (unit.code, Hinted(unit.title, unit.why)))
    book = route_book(known.editions)
    taken = routes_to(book, list(listed)[:3])
    names = dict(taken)
    kept = [(name, names.get(name) or name_of(book, name)) for name in ambassador.route_references]
    shown = {name: words for name, words in (*kept, *taken) if words}
    return {
        "occupations": list(listed.values()),
        "taken": list(shown.items())[:MOST_ROUTES],
        "levels": list(_LEVELS.items()),
    }


def routes_to(book: Book, occupations: Iterable[str]) -> list[tuple[str, str]]:
    """Standards and T Levels that lead to these occupations, those no longer open too: (name of ours, words)."""
    found: dict[str, str] = {}
    for code in occupations:
        standards = [link.target for link in book.links(LinkKind.OCCUPATION_STANDARD, code)]
        tlevels = [link.target for link in book.links(LinkKind.OCCUPATION_TLEVEL, code)]
        for name in (*(f"standard:{one}" for one in standards), *(f"tlevel:{one}" for one in tlevels)):
            words = name_of(book, name)
            if words:
                found.setdefault(name, words)
    return list(found.items())


def name_of(book: Book, reference: str) -> str:
    """A route as pathways names it ("standard:ST0152"), in words; "" for one that no list of ours has."""
    kind, _colon, code = reference.partition(":")
    if kind == "standard" and code in book.standards:
        standard = book.standards[code]
        level = _(", level %(level)s") % {"level": standard.level} if standard.level else ""
        return _("Apprenticeship: %(title)s%(level)s") % {"title": standard.title, "level": level}
    if kind == "tlevel":
        specialism = book.specialism(code)
        return _("T Level: %(title)s") % {"title": specialism.name} if specialism else ""
    if kind == "degree":
        title = book.degree_subjects.get(code, "")
        return _("Degree: %(title)s") % {"title": title} if title else ""
    return ""


def _is_unit(known: Facts, code: str) -> bool:
    return code in known.soc.groups and known.soc.groups[code].level == Level.UNIT
