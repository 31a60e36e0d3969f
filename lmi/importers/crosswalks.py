"""Links between SOC 2020 and other classifications: SOC 2010 and ISCO-08."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

from evidence.importing.contract import Edition, Importer, Limits, RefusedFileError, Report, Row
from evidence.importing.reading import check_columns, csv_rows, open_workbook, sheet_rows
from lmi.models import IscoLink, OccupationGroup, Soc2010Link

_CODED = re.compile(r"(?P<code>\d{4}): (?P<title>.+)")
_TOTAL = "Total sample"
_SAMPLES = ("men_lfs", "men_census", "women_lfs", "women_census")
_DUAL_HEADER = ("SOC2010", "SOC2020", *(f"{s}_{part}" for s in _SAMPLES for part in ("base_2010", "perc_2020")))
_NO_CODE = "}}}}"
_TOLERANCE = 0.001
_ISCO_HEADER = ("soc2020", "isco08", "titles", "share")


class Soc2010To2020(Importer):
    """Shares of each SOC 2010 unit over SOC 2020 units in ONS's dual-coded samples (LFS and census).

    Shares run from 0 to 1 within the SOC 2010 unit, sex and sample. The publisher prints 0 where the
    sample had nobody at all; such a share is read as not known.
    """

    source = "soc-2010-2020"
    model = Soc2010Link
    key = ("soc2010", "soc2020_id")
    values = ("soc2010_title", *(f"{sample}_share" for sample in _SAMPLES))
    references: ClassVar = {"soc2020_id": OccupationGroup}
    limits = Limits(min_rows=700, max_bytes=1024 * 1024, plausible={"men_lfs_share": (0.0, 1.0)})
    raw_files: ClassVar = {"all": ("crosswalk/ons_soc2010_soc2020.xlsx",)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """The one edition; the workbook carries no date."""
        return Edition("all", "2010 to 2020", "Labour Force Survey and Census samples", "final")

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a pair of units that the workbook lists; pairs it leaves out are rare, so shares may miss 1."""
        path = files[0]
        workbook = open_workbook(path)
        rows = sheet_rows(workbook, workbook.sheet_names[0], path)
        _, header = next(rows, (1, []))
        check_columns([str(cell) for cell in header], _DUAL_HEADER, path)
        old: re.Match[str] | None = None
        bases: list[bool] = []
        for line, cells in rows:
            if cells[1] == _TOTAL:
                old, bases = _CODED.fullmatch(str(cells[0])), [_is_positive(cell) for cell in cells[2::2]]
                continue
            if not str(cells[1]).strip():
                continue
            new = _CODED.fullmatch(str(cells[1]))
            if old is None or new is None:
                report.bad(path.name, line, cells[:2], "no code and title")
                continue
            try:
                shares = [_share(cell) if base else None for cell, base in zip(cells[3::2], bases, strict=True)]
            except ValueError as error:
                report.bad(path.name, line, cells, f"not a share: {error}")
                continue
            yield Row(path.name, line, (old["code"], new["code"], old["title"].strip(), *shares))


def _is_positive(cell: object) -> bool:
    return isinstance(cell, (int, float)) and cell > 0


def _share(cell: object) -> float:
    value = float(str(cell))
    if not 0 <= value <= 1:
        raise ValueError(f"{value} is not between 0 and 1")
    return round(value, 6)


class Isco08Links(Importer):
    """Shares of a unit's coding-index titles over ISCO-08 units: our own count, of titles and not of people."""

    source = "isco-08-2020"
    model = IscoLink
    key = ("soc2020_id", "isco08")
    values = ("titles", "share")
    references: ClassVar = {"soc2020_id": OccupationGroup}
    value_column = "share"
    limits = Limits(min_rows=1500, max_bytes=1024 * 1024, plausible={"share": (0.0, 1.0)})
    raw_files: ClassVar = {"all": ("crosswalk/soc2020_isco08_weights.csv",)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """Counted from version 13 of the coding index."""
        return Edition("all", "from version 13", "December 2025", "final", date(2025, 12, 3), date(2025, 12, 3))

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a pair of units, its share counted afresh over the titles that have an ISCO-08 code.

        The table counts titles without one ("}}}}") as if it were a unit: they are left out. Raises
        RefusedFileError when the table's own shares do not fit its own counts.
        """
        path = files[0]
        counted = list(self._counts(path, report))
        totals: dict[str, int] = defaultdict(int)
        for _, soc2020, isco08, titles in counted:
            totals[soc2020] += titles if isco08 != _NO_CODE else 0
        for line, soc2020, isco08, titles in counted:
            if isco08 != _NO_CODE:
                yield Row(path.name, line, (soc2020, isco08, titles, round(titles / totals[soc2020], 4)))

    def _counts(self, path: Path, report: Report) -> Iterator[tuple[int, str, str, int]]:
        """(line, unit, ISCO-08 unit, titles) as the table has them, once its shares are found to fit."""
        rows: list[tuple[int, str, str, int, float]] = []
        whole: dict[str, int] = defaultdict(int)
        for line, (soc2020, isco08, titles, share) in csv_rows(path, _ISCO_HEADER):
            if isco08 != _NO_CODE and not (isco08.isdigit() and len(isco08) == 4):
                report.bad(path.name, line, isco08, f"not an ISCO-08 unit group: {isco08!r}")
                continue
            try:
                rows.append((line, soc2020, isco08, int(titles), _share(share)))
            except ValueError as error:
                report.bad(path.name, line, (soc2020, isco08, titles, share), f"not a number: {error}")
                continue
            whole[soc2020] += int(titles)
        for line, soc2020, isco08, titles_, share_ in rows:
            if abs(titles_ / whole[soc2020] - share_) > _TOLERANCE:
                raise RefusedFileError(f"{titles_} of {whole[soc2020]} titles is not {share_}", path.name, line)
            yield line, soc2020, isco08, titles_
