"""Occupations that links of subjects and courses start from, with pay, role and what each link rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pathways.book import LinkRef
from pathways.enums import LinkRole
from portal.pages.reference.words import link_basis
from portal.pages.shared import FactsPage
from portal.pages.students.careers import Listed, listed


@dataclass(frozen=True, slots=True)
class WorkRow:
    """An occupation with its typical pay, what the linked thing is to it, and what the link rests on."""

    listed: Listed
    role: str
    basis: str
    note: str


def work_rows(page: FactsPage, links: Iterable[LinkRef]) -> list[WorkRow]:
    """The occupations of these links in their order; one SQL statement, none without links."""
    soc = page.facts.soc
    known = [link for link in links if link.source in soc.groups]
    rows = listed(page, [(soc[link.source], "") for link in known])
    return [
        WorkRow(row, str(LinkRole(link.role).label), link_basis(link), link.note)
        for row, link in zip(rows, known, strict=True)
    ]
