"""Professional registrations that links name: rows of the published table, and registers that are only named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lmi.queries.context import Facts
from pathways.book import LinkRef
from pathways.models import Registration
from pathways.registers import REGISTERS

REGISTRATIONS = "professional-registration"


@dataclass(frozen=True, slots=True)
class Beyond:
    """A professional registration that people in this work can reach; `body` is empty for other registers."""

    code: str
    title: str
    body: str
    level: str
    typical_basis: str
    provenance: str
    link: LinkRef


def named_registrations(facts: Facts, links: Sequence[LinkRef]) -> tuple[Beyond, ...]:
    """The registrations that links name, in their order; one SQL statement, none without links."""
    if not links:
        return ()
    rows = Registration.objects.of_releases(facts.editions.of(REGISTRATIONS))
    held = {row.postnominal.casefold(): row for row in rows}
    return tuple(_named(link, held.get(link.target.casefold())) for link in links)


def _named(link: LinkRef, row: Registration | None) -> Beyond:
    if row is None:
        return Beyond(link.target, REGISTERS.get(link.target, link.target), "", "", "", "", link)
    facts_of_row = (row.postnominal, row.title, row.body, row.indicative_level, row.typical_basis, row.provenance)
    return Beyond(*facts_of_row, link)
