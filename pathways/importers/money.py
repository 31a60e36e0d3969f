"""Dated rules about money: minimum wages, fees, loans, the levy and what employers pay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

from evidence.importing.contract import MIB, Edition, Importer, Limits, Report, Row
from evidence.importing.reading import csv_rows
from pathways.models import MoneyRule

HEADER = (
    "rule", "applies_to", "value", "unit", "valid_from", "valid_to", "publisher", "publication", "checked", "note",
)  # fmt: skip
READ_ON = date(2026, 11, 22)


class MoneyRules(Importer):
    """One row a rule, for whom, and from when; `checked` says how sure it is ("secondary: confirm")."""

    source = "money-rules"
    model = MoneyRule
    key = ("rule", "applies_to", "valid_from")
    values = ("value", "unit", "valid_to", "publisher", "publication", "checked", "note")
    limits = Limits(min_rows=20, max_bytes=MIB, max_bad_share=0.0)
    raw_files: ClassVar = {"all": ("reference/money_rules.csv",)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """As gathered by November 2026; each rule carries its own dates."""
        return Edition("all", "November 2026", "2017 to 2027", "final", published_on=READ_ON)

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """The rules; a value may be missing (a yes or no), a first day may not."""
        path = files[0]
        for line, cells in csv_rows(path, HEADER):
            rule, applies_to, value, unit, start, end, publisher, publication, checked, note = map(str.strip, cells)
            try:
                first, last = date.fromisoformat(start), date.fromisoformat(end) if end else None
                if not rule or not checked or not publication or (last and last < first):
                    raise ValueError("no name, publication or check, or it ends before it begins")
                number = float(value) if value else None
            except ValueError as error:
                report.bad(path.name, line, cells, str(error))
                continue
            key = (rule, applies_to, first.isoformat())
            rest = (unit, last.isoformat() if last else None, publisher, publication, checked, note)
            yield Row(path.name, line, (*key, number, *rest))
