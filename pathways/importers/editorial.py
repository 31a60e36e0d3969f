"""Our editors' own tables, read and dated like any publisher's: links, ways in, levels, statements, dated offers."""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from evidence.importing.contract import Edition, Importer, Limits, Report, Row
from evidence.importing.reading import csv_rows
from lmi.models import OccupationGroup
from pathways import models as m
from pathways.enums import (
    Confidence,
    CourseRole,
    CourseStep,
    Degree,
    DirectEntry,
    Gcse,
    LinkBasis,
    LinkKind,
    Mode,
    OfferStatus,
    StatementBasis,
)
from pathways.rules import ROLES_OF

EDITED_ON = date(2026, 11, 22)
_EDITION = "November 2026"


class BadValueError(ValueError):
    """A cell that cannot be used; the message says which and why."""


class EditorialTable(Importer):
    """A table of ours: every file has the columns `header`; `values_of` turns a line into typed values."""

    is_editorial = True
    header: ClassVar[tuple[str, ...]]
    limits = Limits(max_bad_share=0.0)

    def edition(self, files: Sequence[Path]) -> Edition:
        """The edition that the package ships."""
        return Edition("all", _EDITION, _EDITION, "final", published_on=EDITED_ON)

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """The lines of every file, in the order of the files."""
        for path in files:
            for line, cells in csv_rows(path, self.header):
                row = dict(zip(self.header, (cell.strip() for cell in cells), strict=True))
                try:
                    yield Row(path.name, line, self.values_of(row))
                except BadValueError as error:
                    report.bad(path.name, line, cells, str(error))

    @abstractmethod
    def values_of(self, row: dict[str, str]) -> tuple[Any, ...]:
        """Values in the order of `columns`; raises BadValueError."""


def one_of(row: dict[str, str], name: str, choices: Sequence[str]) -> str:
    """The cell, which must be one of the choices."""
    if row[name] not in choices:
        raise BadValueError(f"{name} {row[name]!r} is none of {', '.join(choices)}")
    return row[name]


def number(row: dict[str, str], name: str) -> int | None:
    """The cell as a whole number, or None when it is empty."""
    try:
        return int(row[name]) if row[name] else None
    except ValueError:
        raise BadValueError(f"{name} {row[name]!r} is not a whole number") from None


def needed(row: dict[str, str], name: str) -> str:
    """The cell, which must not be empty."""
    if not row[name]:
        raise BadValueError(f"{name} is empty")
    return row[name]


def listed(row: dict[str, str], name: str) -> str:
    """The parts of a cell between semicolons, as JSON."""
    return json.dumps([part.strip() for part in row[name].split(";") if part.strip()], separators=(",", ":"))


def month(row: dict[str, str], name: str) -> date | None:
    """ "2027-09" or "2027-09-01" as the first day of that month or that day; a bare year as its September."""
    text = row[name]
    try:
        if len(text) == 4:
            return date(int(text), 9, 1)
        return date.fromisoformat(text if len(text) == 10 else f"{text}-01") if text else None
    except ValueError:
        raise BadValueError(f"{name} {text!r} is not a month") from None


class Links(EditorialTable):
    """Every link, with what it rests on."""

    source = "waymark-links"
    model = m.Link
    key = ("kind", "source", "target")
    values = ("role", "basis", "confidence", "note")
    header = ("kind", *key[1:], *values)
    unit_column = "source"
    raw_files: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("links/*.csv",)}

    def values_of(self, row: dict[str, str]) -> tuple[Any, ...]:
        """The cells, checked."""
        kind = one_of(row, "kind", LinkKind.values)
        return (
            kind,
            needed(row, "source"),
            needed(row, "target"),
            one_of(row, "role", ROLES_OF[kind]),
            one_of(row, "basis", LinkBasis.values),
            one_of(row, "confidence", Confidence.values),
            row["note"],
        )


class Entries(EditorialTable):
    """How people get into each unit group."""

    source = "waymark-entries"
    model = m.OccupationEntry
    key = ("soc2020",)
    values = (
        *("usual_level", "degree", "direct_entry", "gcse", "min_age"),
        *("regulator", "licence", "checks", "summary", "basis"),
    )
    header = (*key, *values)
    references: ClassVar = {"soc2020": OccupationGroup}
    unit_column = "soc2020"
    raw_files: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("entries/*.csv",)}

    def values_of(self, row: dict[str, str]) -> tuple[Any, ...]:
        """The cells, checked."""
        level = number(row, "usual_level")
        if level is None or not 0 <= level <= 8:
            raise BadValueError(f"usual_level {row['usual_level']!r} is no level")
        return (
            needed(row, "soc2020"),
            level,
            one_of(row, "degree", Degree.values),
            one_of(row, "direct_entry", DirectEntry.values),
            one_of(row, "gcse", Gcse.values),
            number(row, "min_age"),
            row["regulator"],
            row["licence"],
            listed(row, "checks"),
            needed(row, "summary"),
            row["basis"],
        )


class Courses(EditorialTable):
    """Courses, trainings and licences that lead into unit groups."""

    source = "waymark-courses"
    model = m.OccupationCourse
    key = ("soc2020", "step", "title")
    values = ("qans", "level", "months", "mode", "role", "asks", "outcome", "note", "basis")
    header = (
        *("soc2020", "step", "title", "qan", "level", "months"),
        *("mode", "role", "asks", "outcome", "note", "basis"),
    )
    references: ClassVar = {"soc2020": OccupationGroup}
    unit_column = "soc2020"
    raw_files: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("courses/*.csv",)}

    def values_of(self, row: dict[str, str]) -> tuple[Any, ...]:
        """The cells, checked."""
        return (
            needed(row, "soc2020"),
            one_of(row, "step", CourseStep.values),
            needed(row, "title"),
            listed(row, "qan"),
            number(row, "level"),
            number(row, "months"),
            one_of(row, "mode", Mode.values),
            one_of(row, "role", CourseRole.values),
            row["asks"],
            row["outcome"],
            row["note"],
            row["basis"],
        )


class Levels(EditorialTable):
    """Levels of qualifications in words."""

    source = "waymark-levels"
    model = m.QualificationLevel
    key = ("code",)
    values = ("rank", "title", "short", "equivalents", "words")
    header = (*key, *values)
    limits = Limits(min_rows=9, max_bad_share=0.0)
    raw_files: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("levels.csv",)}

    def values_of(self, row: dict[str, str]) -> tuple[Any, ...]:
        """The cells, checked."""
        return (
            needed(row, "code"),
            number(row, "rank"),
            needed(row, "title"),
            needed(row, "short"),
            listed(row, "equivalents"),
            needed(row, "words"),
        )


class Types(EditorialTable):
    """Kinds of qualification and programme in words."""

    source = "waymark-types"
    model = m.QualificationType
    key = ("slug",)
    values = ("title", "levels", "family", "words", "leads_to")
    header = (*key, *values)
    raw_files: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("types.csv",)}

    def values_of(self, row: dict[str, str]) -> tuple[Any, ...]:
        """The cells, checked."""
        return (
            needed(row, "slug"),
            needed(row, "title"),
            listed(row, "levels"),
            one_of(row, "family", ("academic", "technical", "apprenticeship", "other")),
            needed(row, "words"),
            row["leads_to"],
        )


class TLevelStates(EditorialTable):
    """Which versions of T Levels can still be started, and what replaced the others."""

    source = "waymark-tlevel-status"
    model = m.TLevelStatus
    key = ("number",)
    values = ("first_start", "last_start", "replaced_by", "status", "basis", "note")
    header = ("id", "name", "first_start", "last_start", "replaced_by", "status", "basis", "note")
    raw_files: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("tlevel_status.csv",)}

    def values_of(self, row: dict[str, str]) -> tuple[Any, ...]:
        """The cells, checked; the names are there for the people who edit the table."""
        replaced_by = [int(part) for part in row["replaced_by"].split(";") if part.strip()]
        return (
            number(row, "id"),
            month(row, "first_start"),
            month(row, "last_start"),
            json.dumps(replaced_by),
            one_of(row, "status", OfferStatus.values),
            one_of(row, "basis", StatementBasis.values),
            row["note"],
        )


class Offers(EditorialTable):
    """When kinds of offer open and close."""

    source = "waymark-offer-dates"
    model = m.OfferDate
    key = ("offer",)
    values = ("title", "first_start", "last_start", "basis", "source_title", "source_address", "note")
    header = (*key, *values)
    raw_files: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("offer_dates.csv",)}

    def values_of(self, row: dict[str, str]) -> tuple[Any, ...]:
        """The cells, checked."""
        return (
            needed(row, "offer"),
            needed(row, "title"),
            month(row, "first_start"),
            month(row, "last_start"),
            one_of(row, "basis", StatementBasis.values),
            row["source_title"],
            row["source_address"],
            row["note"],
        )


class StandardRules(EditorialTable):
    """From which level and age people start a standard, where its level does not tell."""

    source = "waymark-standard-rules"
    model = m.StandardRule
    key = ("reference",)
    values = ("entry_level", "min_age", "asks", "note", "basis")
    header = (*key, *values)
    raw_files: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("standard_rules.csv",)}

    def values_of(self, row: dict[str, str]) -> tuple[Any, ...]:
        """The cells, checked."""
        return (
            needed(row, "reference"),
            number(row, "entry_level"),
            number(row, "min_age"),
            row["asks"],
            row["note"],
            row["basis"],
        )


class Families(EditorialTable):
    """What degree courses of a family usually ask for."""

    source = "waymark-course-families"
    model = m.CourseFamily
    key = ("family",)
    values = (
        *("title", "subjects", "required", "preferred", "not_accepted", "tlevels", "btecs", "access", "tests"),
        *("summary", "basis", "source_title", "source_address", "seen_on"),
    )
    header = (
        *("family", "title", "cah", "required", "preferred", "not_accepted", "tlevels", "btecs", "access", "tests"),
        *("summary", "basis", "source_title", "source_address", "seen_on"),
    )
    raw_files: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("statements/*.csv",)}

    def values_of(self, row: dict[str, str]) -> tuple[Any, ...]:
        """The cells, checked; what was seen must say where and when."""
        basis = one_of(row, "basis", StatementBasis.values)
        if basis == StatementBasis.SEEN and not (row["source_title"] and row["source_address"] and row["seen_on"]):
            raise BadValueError("seen, but not where and when")
        return (
            needed(row, "family"),
            needed(row, "title"),
            listed(row, "cah"),
            *(row[name] for name in self.values[2:9]),
            needed(row, "summary"),
            basis,
            row["source_title"],
            row["source_address"],
            month(row, "seen_on"),
        )


EDITORIAL = (Levels, Types, TLevelStates, Offers, StandardRules, Families, Entries, Courses, Links)
