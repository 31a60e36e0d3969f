"""Regulated qualifications approved for funding in England (DfE, from Ofqual's register), one row a QAN."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar

from evidence.importing.contract import Edition, Importer, Limits, RefusedFileError, Report, Row
from evidence.importing.reading import csv_rows
from pathways.models import Qualification

_ABOUT = (
    *("DateOfOfqualDataSnapshot", "QualificationName", "AwardingOrganisation", "QualificationNumber", "Level"),
    *("QualificationType", "Subcategory", "SectorSubjectArea", "Status"),
)
_OFFERS = ("Age1416", "Age1619", "LocalFlexibilities", "LegalEntitlementL2L3", "LegalEntitlementEnglishandMaths")
_OFFER_COLUMNS = ("FundingAvailable", "FundingApprovalStartDate", "FundingApprovalEndDate", "Notes")


def _header(seventh: str) -> tuple[str, ...]:
    """The columns; the seventh offer is the European Social Fund's until 2024, the lifelong entitlement's from 2025."""
    early = (*_OFFERS, "DigitalEntitlement", seventh, "AdvancedLearnerLoans")
    return (
        *_ABOUT,
        *(f"{offer}_{column}" for offer in early for column in _OFFER_COLUMNS),
        "AwardingOrganisationURL",
        *(f"L3FreeCoursesForJobs_{column}" for column in _OFFER_COLUMNS),
    )


HEADER = _header("LifelongLearningEntitlement")
HEADER_2024 = _header("ESFLevel34")
# Our names of the offers. The European Social Fund's ended in 2023 and is not read.
OFFERS: Mapping[str, str] = {
    "Age1416": "age_14_16",
    "Age1619": "age_16_19",
    "LocalFlexibilities": "local",
    "LegalEntitlementL2L3": "entitlement_l2_l3",
    "LegalEntitlementEnglishandMaths": "entitlement_english_maths",
    "DigitalEntitlement": "digital",
    "LifelongLearningEntitlement": "lifelong_learning",
    "AdvancedLearnerLoans": "learner_loan",
    "L3FreeCoursesForJobs": "free_courses",
}
RANKS: Mapping[str, int] = {
    "Entry Level": 0,
    "Level 1": 1,
    "Level 1/2": 1,
    "Level 2": 2,
    "Level 3": 3,
    "Level 4": 4,
    "Level 5": 5,
    "Level 6": 6,
    "Level 7": 7,
    "Level 8": 8,
}
_QAN = re.compile(r"\d{7}[\dX]")
# Two spellings of one note stand in the file.
_NOTES = {"18+ Only": "18+ only", "Condition of Funding": "Condition of funding"}
HIGHER_TECHNICAL = "Higher Technical Qualification"


class OfqualApproved(Importer):
    """The list of qualifications approved for public funding, with the window of each kind of funding.

    Each edition is a whole list: what has left it is no longer approved. The file has no trailer, so a short
    one is known only by its number of rows.
    """

    source = "ofqual-approved"
    model = Qualification
    key = ("qan",)
    values = (
        *("title", "awarding_body", "level", "rank", "kind", "subcategory", "sector_subject", "status"),
        *("funding", "note_16_19", "is_higher_technical", "address"),
    )
    limits = Limits(min_rows=7_000, max_bytes=8 * 1024 * 1024)
    raw_files: ClassVar = {"all": ("qualifications/ofqual_approved_2025-02-18.csv",)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """The day of the snapshot, which every line repeats; raises RefusedFileError for several days or none."""
        days = {cells[0] for _, cells in csv_rows(files[0], _header_of(files[0]))}
        if len(days) != 1:
            raise RefusedFileError(f"{len(days)} days of snapshot where one belongs", files[0].name)
        try:
            day = _day(days.pop())
        except ValueError as error:
            raise RefusedFileError(f"no day of snapshot: {error}", files[0].name) from error
        label = f"{day.day} {day:%B %Y}"
        return Edition("all", label, f"Approved on {label}", "final", day, day)

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a qualification."""
        path = files[0]
        header = _header_of(path)
        for line, cells in csv_rows(path, header):
            try:
                yield Row(path.name, line, _values(dict(zip(header, cells, strict=True))))
            except ValueError as error:
                report.bad(path.name, line, cells[:9], str(error))


def _header_of(path: Path) -> tuple[str, ...]:
    """The layout of a file: that of 2024 when it still has the European Social Fund, else today's."""
    first = next(csv_rows(path, None), (1, []))[1]
    return HEADER_2024 if "ESFLevel34_Notes" in first else HEADER


def _values(cells: Mapping[str, str]) -> tuple[Any, ...]:
    """The values of one line; raises ValueError saying what is wrong with it."""
    qan, level, title = cells["QualificationNumber"].strip(), cells["Level"].strip(), _tidy(cells["QualificationName"])
    if not _QAN.fullmatch(qan):
        raise ValueError(f"{qan!r} is no qualification number")
    if level not in RANKS:
        raise ValueError(f"unknown level {level!r}")
    if not title:
        raise ValueError("no title")
    note = cells["Age1619_Notes"].strip()
    return (
        qan,
        title,
        _tidy(cells["AwardingOrganisation"]),
        level,
        RANKS[level],
        cells["QualificationType"].strip(),
        cells["Subcategory"].strip(),
        cells["SectorSubjectArea"].strip(),
        cells["Status"].strip(),
        json.dumps(_funding(cells), sort_keys=True, separators=(",", ":")),
        _NOTES.get(note, note),
        "t" if cells["AdvancedLearnerLoans_Notes"].strip() == HIGHER_TECHNICAL else "f",
        _address(cells["AwardingOrganisationURL"]),
    )


def _funding(cells: Mapping[str, str]) -> dict[str, list[str]]:
    """First and last day of each offer that is available, as ISO dates; raises ValueError for half a window."""
    windows = {}
    for theirs, ours in OFFERS.items():
        available = cells.get(f"{theirs}_FundingAvailable", "False")
        if available == "False":
            continue
        if available != "True":
            raise ValueError(f"{theirs}: {available!r} is neither True nor False")
        first = _day(cells[f"{theirs}_FundingApprovalStartDate"])
        last = _day(cells[f"{theirs}_FundingApprovalEndDate"])
        windows[ours] = [first.isoformat(), last.isoformat()]
    return windows


def _day(text: str) -> date:
    """A day written 31/07/2026; raises ValueError."""
    return datetime.strptime(text.strip(), "%d/%m/%Y").date()


def _tidy(text: str) -> str:
    """Without spaces at the ends or doubled within: a sixth of the titles have them."""
    return " ".join(text.split())


def _address(text: str) -> str:
    """The first web address of the cell, or nothing when it holds something else."""
    address = (text.split() or [""])[0]
    return address if address.startswith(("http://", "https://")) else ""
