"""The register of apprenticeships (Skills England), and the codes that only the list of July 2021 gives."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar

from evidence.figures import Reason
from evidence.importing.contract import Edition, Importer, Limits, RefusedFileError, Report, Row
from evidence.importing.reading import csv_rows
from pathways.enums import StandardKind, StandardStatus
from pathways.models import Standard, StandardCode

REGISTER_COLUMNS = (
    *("reference", "title", "level", "route", "max_funding_gbp", "typical_duration_months", "status", "version"),
    *("integrated_degree", "professional_recognition", "n_job_titles", "official_url_slug"),
)
LIST_2021_COLUMNS = (
    *("lars_code", "reference", "title", "level", "route", "pathway", "cluster", "max_funding_gbp"),
    *("typical_duration_months", "ssa1", "ssa2", "integrated_degree", "regulated_body", "last_date_starts", "page_url"),
)
KINDS: Mapping[str, str] = {
    "ST": StandardKind.STANDARD,
    "FA": StandardKind.FOUNDATION,
    "AU": StandardKind.UNIT,
}
STATUSES: Mapping[str, str] = {
    "Live": StandardStatus.LIVE,
    "In development": StandardStatus.IN_DEVELOPMENT,
    "Proposed": StandardStatus.PROPOSED,
    "Paused": StandardStatus.PAUSED,
    "Retired": StandardStatus.RETIRED,
    "Defunded": StandardStatus.DEFUNDED,
}
UNKNOWN_SECTOR = "Unknown"
IN_REVISION = "-in-revision"
_REFERENCE = re.compile(r"(ST|FA|AU)\d{4}")
_DAY_IN_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})")
_LARS = re.compile(r"\d{1,8}")
# The list has this body under several spellings, one of them with the name of an official.
_HCPC = "Health and Care Professions Council"


class UnusableRowError(ValueError):
    """A row that cannot be used; the message says why."""


def whole(text: str, name: str, marks: dict[str, str]) -> int | None:
    """A whole number above zero; an empty cell (or a nought) is no number and is marked "not published".

    Raises UnusableRowError for anything else.
    """
    if not re.fullmatch(r"\d*", text):
        raise UnusableRowError(f"{name} {text!r} is not a whole number")
    if int(text or 0) == 0:
        marks[name] = Reason.NOT_PUBLISHED
        return None
    return int(text)


def reference_of(text: str) -> str:
    """The reference, which must be ST, FA or AU and four digits; raises UnusableRowError."""
    if not _REFERENCE.fullmatch(text):
        raise UnusableRowError(f"unknown form of reference {text!r}")
    return text


def as_json(value: object) -> str:
    """Compact JSON text with sorted keys, for COPY."""
    return json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False)


class ApprenticeshipStandards(Importer):
    """Every standard (ST), foundation apprenticeship (FA) and unit (AU) of the register on one day.

    A row "In development" that has a version already, at an address "...-in-revision", is an existing
    standard under revision. The day stands in the file's name.
    """

    source = "apprenticeship-standards"
    model = Standard
    key = ("reference",)
    values = (
        *("kind", "title", "level", "sector", "status", "version", "is_under_revision", "max_funding"),
        *("typical_months", "degree", "leads_to_recognition", "address_slug", "marks"),
    )
    limits = Limits(
        min_rows=900,
        max_bytes=2 * 1024 * 1024,
        plausible={"max_funding": (3_000, 27_000), "typical_months": (8, 72), "level": (2, 7)},
    )
    raw_files: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("apprenticeships/standards_2026-07-02.tsv",)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """The day in the file's name; refused when there is none, since the rows carry no date."""
        found = _DAY_IN_NAME.search(files[0].name)
        if found is None:
            raise RefusedFileError("the file's name does not say its day (YYYY-MM-DD)", files[0].name)
        day = date.fromisoformat(found[1])
        words = f"{day.day} {day:%B %Y}"
        return Edition("all", words, words, "final", period_start=day, period_end=day, retrieved_on=day)

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a reference."""
        path = files[0]
        for line, cells in csv_rows(path, REGISTER_COLUMNS, delimiter="\t"):
            row = dict(zip(REGISTER_COLUMNS, (cell.strip() for cell in cells), strict=True))
            try:
                yield Row(path.name, line, _standard(row))
            except UnusableRowError as error:
                report.bad(path.name, line, cells, str(error))


def _standard(row: dict[str, str]) -> tuple[Any, ...]:
    reference = reference_of(row["reference"])
    status = STATUSES.get(row["status"])
    if status is None:
        raise UnusableRowError(f"unknown status {row['status']!r}")
    if not row["title"]:
        raise UnusableRowError("no title")
    if row["professional_recognition"] not in ("", "yes"):
        raise UnusableRowError(f"professional_recognition {row['professional_recognition']!r} is neither yes nor empty")
    marks: dict[str, str] = {}
    exists_already = status == StandardStatus.IN_DEVELOPMENT and bool(row["version"])
    return (
        reference,
        KINDS[reference[:2]],
        row["title"],
        whole(row["level"], "level", marks),
        "" if row["route"] == UNKNOWN_SECTOR else row["route"],
        status,
        row["version"],
        exists_already and IN_REVISION in row["official_url_slug"],
        whole(row["max_funding_gbp"], "max_funding", marks),
        whole(row["typical_duration_months"], "typical_months", marks),
        row["integrated_degree"],
        row["professional_recognition"] == "yes",
        row["official_url_slug"],
        as_json(marks),
    )


class StandardCodes2021(Importer):
    """LARS code (text), pathway, cluster, sector subject areas and regulator of each standard of July 2021."""

    source = "apprenticeship-standards-2021"
    model = StandardCode
    key = ("reference", "lars_code")
    values = ("title", "pathway", "cluster", "ssa1", "ssa2", "regulated_body", "last_start")
    limits = Limits(min_rows=400, max_bytes=2 * 1024 * 1024)
    raw_files: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("apprenticeships/standards_2021_facts.csv",)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """The list of July 2021, the only one held; the file carries no date."""
        return Edition("all", "July 2021", "July 2021", "final", date(2021, 7, 1), date(2021, 7, 31))

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a standard."""
        path = files[0]
        for line, cells in csv_rows(path, LIST_2021_COLUMNS):
            row = dict(zip(LIST_2021_COLUMNS, (cell.strip() for cell in cells), strict=True))
            try:
                yield Row(path.name, line, _code(row))
            except UnusableRowError as error:
                report.bad(path.name, line, cells, str(error))


def _code(row: dict[str, str]) -> tuple[Any, ...]:
    if not _LARS.fullmatch(row["lars_code"]):
        raise UnusableRowError(f"unknown form of LARS code {row['lars_code']!r}")
    names = (row[name] for name in ("title", "pathway", "cluster", "ssa1", "ssa2"))
    return (
        reference_of(row["reference"]),
        row["lars_code"],
        *names,
        regulator_of(row["regulated_body"]),
        _day(row["last_date_starts"]),
    )


def regulator_of(text: str) -> str:
    """The body's name alone: without the sentence that some cells add, and one spelling of the HCPC."""
    name = text.strip().split(". ")[0].rstrip(".").strip()
    return _HCPC if name.startswith("Health and Care Professions") else name


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%d/%m/%Y").date() if text else None
    except ValueError:
        raise UnusableRowError(f"last_date_starts {text!r} is not a day") from None
