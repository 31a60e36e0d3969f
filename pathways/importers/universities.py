"""Universities and other providers of higher education, with their TEF ratings (Discover Uni)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import ClassVar

from evidence.importing.contract import MIB, Edition, Limits, RefusedFileError, Report, Row
from evidence.importing.reading import csv_rows
from pathways.enums import ProviderKind
from pathways.importers.placing import Register, Spot, files_by_header
from pathways.importers.providers import ProviderList, Record, website

HEADER = (
    "LEGAL_NAME", "FIRST_TRADING_NAME", "OTHER_NAMES", "PROVADDRESS", "PROVURL", "PUBUKPRN", "UKPRN", "COUNTRY",
    "PUBUKPRNCOUNTRY", "QAA_Report_Type", "QAA_URL", "SUURL", "SUURLW",
)  # fmt: skip
TEF_HEADER = (
    "PUBUKPRN", "UKPRN", "REPORT_UKPRN", "OVERALL_RATING", "STUDENT_EXPERIENCE_RATING", "STUDENT_OUTCOMES_RATING",
    "OUTCOME_URL",
)  # fmt: skip
# HESA's codes of countries, with the GSS codes of the nations.
NATIONS = {"XF": "E92000001", "XG": "N92000002", "XH": "S92000003", "XI": "W92000004"}


class Universities(ProviderList):
    """One row a body that teaches (PUBUKPRN), placed by the postcode in its address.

    The file has a row for each body that registers its students, too; those share name and address. TEF
    ratings are those of the body's own report. `other`: nation, TEF ratings, legal name.
    """

    source = "universities"
    limits = Limits(min_rows=400, max_bytes=2 * MIB, max_bad_share=0.0)
    raw_files: ClassVar = {
        "all": ("higher_education/discover_uni_INSTITUTION.csv", "higher_education/discover_uni_TEFOutcome.csv")
    }

    def edition(self, files: Sequence[Path]) -> Edition:
        """About 2024/25, as the project's notes say; the files carry no date."""
        return Edition("all", "about 2024/25", "about 2024/25", "final", date(2024, 8, 1), date(2025, 7, 31))

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a PUBUKPRN; needs the register of areas."""
        institutions, tef = files_by_header(files, HEADER, TEF_HEADER)
        return self._rows(institutions, tef, Register.read(), report)

    def _rows(self, institutions: Path, tef: Path, register: Register, report: Report) -> Iterator[Row]:
        ratings = _ratings(tef)
        seen: dict[str, dict[str, str]] = {}
        for line, cells in csv_rows(institutions, HEADER):
            row = dict(zip(HEADER, (cell.strip() for cell in cells), strict=True))
            key, nation = row["PUBUKPRN"], NATIONS.get(row["PUBUKPRNCOUNTRY"])
            if not (key.isdecimal() and len(key) == 8) or nation is None or not row["LEGAL_NAME"]:
                report.bad(institutions.name, line, cells, "no UKPRN, name or nation")
                continue
            if key in seen:
                if any(seen[key][name] != row[name] for name in ("LEGAL_NAME", "PROVADDRESS")):
                    report.bad(institutions.name, line, cells, f"{key} has another name or address in an earlier row")
                continue
            seen[key] = row
            yield Row(institutions.name, line, _record(row, nation, ratings.get(key, {}), register).values())


def _record(row: dict[str, str], nation: str, ratings: dict[str, str], register: Register) -> Record:
    spot = register.at(row["PROVADDRESS"])
    if not spot.area and nation != NATIONS["XF"]:
        spot = replace(Spot(), region=nation)
    name = row["FIRST_TRADING_NAME"] or row["LEGAL_NAME"]
    other = {"nation": nation, **({"tef": ratings} if ratings else {})}
    if name != row["LEGAL_NAME"]:
        other["legal_name"] = row["LEGAL_NAME"]
    return Record(
        ProviderKind.HIGHER, row["PUBUKPRN"], name, spot, ukprn=row["PUBUKPRN"], website=website(row["PROVURL"]),
        other=other,
    )  # fmt: skip


def _ratings(path: Path) -> dict[str, dict[str, str]]:
    """TEF 2023 ratings by PUBUKPRN, from the body's own report only: a joint body has those of its parents."""
    found: dict[str, dict[str, str]] = {}
    for _line, cells in csv_rows(path, TEF_HEADER):
        teaching, _registering, report_of, overall, experience, outcomes, _address = (cell.strip() for cell in cells)
        if teaching == report_of:
            found[teaching] = {"overall": overall, "experience": experience, "outcomes": outcomes}
    if not found:
        raise RefusedFileError("no TEF rating is a body's own; the file may be cut short", path.name)
    return found
