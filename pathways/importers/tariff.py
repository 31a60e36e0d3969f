"""UCAS Tariff points of grades: facts as tabulated, some of them still to be confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

from evidence.importing.contract import Edition, Importer, Limits, Report, Row
from evidence.importing.reading import csv_rows
from pathways.models import TariffPoints

HEADER = ("qualification", "size", "grade", "points", "note")
TO_CONFIRM = "to be confirmed against the published table"
# The tabulation marks what was not read from UCAS's own table.
_NOTES = {"": "", "from knowledge only; verify": TO_CONFIRM}


class UcasTariff(Importer):
    """Points of each grade of the qualifications that young people in England mostly take.

    `note` is set where the points still have to be confirmed; readers show it beside them.
    """

    source = "ucas-tariff"
    model = TariffPoints
    key = ("qualification", "size", "grade")
    values = ("points", "note")
    limits = Limits(min_rows=60, max_bytes=256 * 1024, plausible={"points": (10, 120)})
    raw_files: ClassVar = {"all": ("qualifications/ucas_tariff_2024-25.csv",)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """The entry year that the tabulation was made for; the file itself does not name it."""
        return Edition("all", "2024/25", "Entry in 2024 and 2025", "final", date(2024, 9, 1), date(2025, 8, 31))

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a grade."""
        path = files[0]
        for line, (qualification, size, grade, points, note) in csv_rows(path, HEADER):
            if not points.isdigit() or not qualification or not grade:
                report.bad(path.name, line, [qualification, grade, points], "no points, qualification or grade")
            elif note not in _NOTES:
                report.bad(path.name, line, note, "an unknown note")
            else:
                yield Row(path.name, line, (qualification, size, grade, int(points), _NOTES[note]))
