"""What an importer is: the promises a source's reader makes to the pipeline."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from django.db import models

MIB = 1024 * 1024


class Row(NamedTuple):
    """One typed row: where it stood, and its values in the order of `Importer.columns`."""

    file: str
    line: int
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something worth telling about a file. `severity` is "refused", "warning" or "note"."""

    severity: str
    message: str
    file: str = ""
    line: int = 0

    def as_json(self) -> dict[str, Any]:
        """For ImportRun.report."""
        return asdict(self)


def printable(text: str) -> str:
    """The text without NUL, which PostgreSQL cannot keep."""
    return text.replace("\0", "\\0")


class RefusedFileError(Exception):
    """The file cannot be used at all; nothing was changed."""

    def __init__(self, message: str, file: str = "", line: int = 0) -> None:
        super().__init__(message)
        self.finding = Finding("refused", printable(message), file, line)


@dataclass(slots=True)
class Report:
    """Collects what is wrong while a file is read; unusable rows are kept with their line."""

    findings: list[Finding] = field(default_factory=list)
    bad_rows: list[tuple[str, int, str, str]] = field(default_factory=list)
    max_bad_rows: int = 1000

    def bad(self, file: str, line: int, raw: object, reason: str) -> None:
        """Set a row aside; raises RefusedFileError when there are too many to be a slip."""
        self.bad_rows.append((file, line, printable(str(raw))[:2000], printable(reason)[:300]))
        if len(self.bad_rows) > self.max_bad_rows:
            raise RefusedFileError(
                f"more than {self.max_bad_rows} unusable rows; first: {self.bad_rows[0][3]}", file, line
            )

    def warn(self, message: str, file: str = "", line: int = 0) -> None:
        """Add a warning."""
        self.findings.append(Finding("warning", message, file, line))


@dataclass(frozen=True, slots=True)
class Edition:
    """What a set of files says about itself; fields as in `evidence.models.Release`."""

    slot: str
    edition: str
    period: str
    status: str
    period_start: date | None = None
    period_end: date | None = None
    published_on: date | None = None
    retrieved_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """How far an edition may differ before a person has to say `--accept`.

    `plausible` gives, for a numeric column, the range that its median must lie in: the guard against
    values in the wrong unit when there is no earlier edition to compare with.
    """

    min_rows: int = 1
    max_bytes: int = 16 * MIB
    max_unpacked_bytes: int = 160 * MIB
    max_bad_share: float = 0.01
    max_dropped_share: float = 0.10
    max_median_move: float = 2.0
    plausible: dict[str, tuple[float, float]] = field(default_factory=dict)


class Importer(ABC):
    """Reads one source's files into typed rows of one table.

    Subclasses set the class variables and write `edition` and `read`. `key` and `values` are database
    column names ("soc2020_id"); the pipeline adds `release_id`. Columns named in `references` must
    exist in the referenced table, or their rows are set aside.
    """

    source: ClassVar[str]
    model: ClassVar[type[models.Model]]
    key: ClassVar[tuple[str, ...]]
    values: ClassVar[tuple[str, ...]]
    references: ClassVar[dict[str, type[models.Model]]] = {}
    period_columns: ClassVar[tuple[str, ...]] = ()  # parts of the key that name the edition's own period
    is_register: ClassVar[bool] = False  # rows are updated in place and never removed
    gives_way_to: ClassVar[tuple[str, ...]] = ()  # sources of the same register that keep the rows they put there
    limits: ClassVar[Limits] = Limits()
    raw_files: ClassVar[dict[str, tuple[str, ...]]] = {}  # slot -> paths (or patterns) below the raw folder
    is_editorial: ClassVar[bool] = False  # our editors' own tables: the raw folder is the package's editorial/
    unit_column: ClassVar[str] = "soc2020_id"  # counted for coverage, when it is among the columns
    value_column: ClassVar[str] = ""  # the column that must be non-null to count as covered

    @property
    def columns(self) -> tuple[str, ...]:
        """Key columns, then value columns: the order of `Row.values`."""
        return self.key + self.values

    @abstractmethod
    def edition(self, files: Sequence[Path]) -> Edition:
        """Which edition these files are; raises RefusedFileError when they do not say."""

    @abstractmethod
    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """Typed rows, one after the other; unusable ones go to `report.bad`.

        Rows are pulled while COPY is under way on the database connection: look codes up before the
        first row, never between rows.

        Raises RefusedFileError for a file that is not of this source's layout.
        """
