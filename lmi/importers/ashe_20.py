"""ASHE table 20: pay and hours by age and occupation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from evidence.importing.contract import Edition, Importer, Limits, RefusedFileError, Report, Row
from lmi.enums import AgeBand
from lmi.importers.ashe_csv import TABULATED_YEAR, tabulated_rows
from lmi.importers.ashe_rows import PAY_KEY, PAY_VALUES, STATISTICS, PayKey, edition_of
from lmi.models import Area, OccupationGroup, PayFigure

AGES = frozenset(AgeBand.values) - {AgeBand.ALL}


class AsheTable20(Importer):
    """Pay and paid hours by age band and major group, sex and working pattern, UK, as tabulated for 2025."""

    source = "ashe-20"
    model = PayFigure
    key = PAY_KEY
    values = PAY_VALUES
    references: ClassVar = {"soc2020_id": OccupationGroup, "area_id": Area}
    period_columns = ("year",)
    value_column = "median"
    limits = Limits(min_rows=1296, max_bytes=2 * 1024 * 1024)
    raw_files: ClassVar = {"2025": ("ashe/ashe_2025_table20_age_major_group.csv",)}
    header = ("measure", "group", "age_band", "soc_major", *STATISTICS)

    def edition(self, files: Sequence[Path]) -> Edition:
        """The provisional edition of 2025; raises RefusedFileError when it is not one file."""
        if len(files) != 1:
            raise RefusedFileError("the tabulation is one file", files[0].name)
        return edition_of(TABULATED_YEAR, "provisional")

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """Four measures, six groups of employees, 6 age bands, 9 major groups."""

        def key_of(cells: list[str], measure: str, sex: str, hours: str) -> PayKey:
            return PayKey(cells[3], TABULATED_YEAR, measure, sex, hours, age=cells[2])

        for row in tabulated_rows(files[0], self.header, key_of, len(AGES) * 9, report):
            if row.values[PAY_KEY.index("age")] in AGES:
                yield row
            else:
                report.bad(row.file, row.line, row.values[: len(PAY_KEY)], "unknown age band")
