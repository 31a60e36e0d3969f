"""Occupations that a page of a standard, T Level or registration links to, with pay and outlook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from evidence.figures import Figure, ReleaseRef
from lmi.enums import Hours
from lmi.queries.context import Facts
from lmi.queries.outlook import outlook_of_each
from lmi.queries.pay import pay_and_hours
from lmi.register import Group
from pathways.book import LinkRef
from portal.charts.model import releases_of
from portal.pages.reference.words import link_basis, role_words


@dataclass(frozen=True, slots=True)
class Work:
    """One linked occupation: what the link says, its typical pay, and the growth of its wider group."""

    group: Group
    role: str
    basis: str
    note: str
    pay: Figure
    pay_kind: str
    growth: Figure | None

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures shown."""
        return (self.pay, self.growth) if self.growth else (self.pay,)


def linked_work(facts: Facts, links: Iterable[LinkRef], *, end: str = "source") -> tuple[Work, ...]:
    """The occupations at one end of the links, in the order of the links; two SQL statements, none without links."""
    pairs = [(link, getattr(link, end)) for link in links]
    known = [(link, code) for link, code in pairs if code in facts.soc.groups]
    codes = list(dict.fromkeys(code for _link, code in known))
    if not codes:
        return ()
    pay, outlook = pay_and_hours(facts, codes), outlook_of_each(facts, codes)
    found = []
    for link, code in known:
        typical, ahead = pay[code][0], outlook[code]
        full_time = typical.hours == Hours.FULL_TIME or typical.median.value is None
        kind = "" if full_time else _("full-time and part-time work together")
        words = (role_words(link.role), link_basis(link), link.note)
        found.append(Work(facts.soc[code], *words, typical.median, kind, ahead.growth if ahead else None))
    return tuple(found)


def work_releases(rows: Sequence[Work]) -> tuple[ReleaseRef, ...]:
    """The editions behind the figures of a list of occupations."""
    return releases_of(figure for row in rows for figure in row.figures)
