"""Who may say that they are a signatory of the Technician Commitment: only those on the list that we hold."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.dateformat import format as format_day
from django.utils.translation import gettext as _

# The Commitment's own list (techniciancommitment.org.uk, "over 120 signatory and supporter organisations") could not
# be had as a citable page. These are the signatories that a publication names, each row with its own; far from all.
EDITION = date(2026, 11, 22)
_TABLE = Path(__file__).with_name("technician_commitment.csv")
_COLUMNS = ["name", "other_names", "since", "publisher", "publication", "published"]


@dataclass(frozen=True, slots=True)
class Signatory:
    """A university or research institute that a publication names as a signatory; dates as published, else empty."""

    name: str
    other_names: tuple[str, ...]
    since: str
    publisher: str
    publication: str
    published: str

    @property
    def source(self) -> str:
        """The publication, its publisher and its date where one is given."""
        cited = f"“{self.publication}”, {self.publisher}"
        return f"{cited}, {format_day(date.fromisoformat(self.published), 'j F Y')}" if self.published else cited


@dataclass(frozen=True, slots=True)
class ClaimAnswer:
    """Whether the claim may stand, and why, in a sentence for the employer and the curator."""

    is_listed: bool
    text: str
    signatory: Signatory | None = None


@cache
def signatories() -> tuple[Signatory, ...]:
    """The list held, by name. Raises ValueError when the table has other columns."""
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        if rows.fieldnames != _COLUMNS:
            raise ValueError(f"{_TABLE.name} must have the columns {', '.join(_COLUMNS)}")
        return tuple(_signatory(row) for row in rows)


def _signatory(row: dict[str, str]) -> Signatory:
    others = tuple(name for name in row["other_names"].split(";") if name)
    return Signatory(row["name"], others, *(row[column] for column in _COLUMNS[2:]))


def claim_answer(organisation: str) -> ClaimAnswer:
    """Whether an organisation of this name may be shown as a signatory.

    Only universities and research institutes sign (techniciancommitment.org.uk, "FAQs"), so nobody else is on the
    list. The name has to be one of those on it, letter for letter but for capitals, accents and spaces: a subsidiary
    is not its university.
    """
    asked = _fold(organisation)
    found = next(
        (one for one in signatories() if asked in {_fold(name) for name in (one.name, *one.other_names)}), None
    )
    if found is None:
        return ClaimAnswer(False, not_listed())
    return ClaimAnswer(True, _("Named as a signatory in %(source)s.") % {"source": found.source}, found)


def not_listed() -> str:
    """What is said of an organisation that is not on the list held, with the list's edition."""
    return _(
        "Only universities and research institutes can sign the Technician Commitment. You are not on the list that "
        "we hold, edition %(edition)s, which is not complete. If you have signed, send the curator the page that "
        "says so."
    ) % {"edition": format_day(EDITION, "j F Y")}


def _fold(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(plain.casefold().split())
