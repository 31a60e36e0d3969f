"""Professional registration that people can reach beyond a route (Engineering Council, Science Council)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

from evidence.importing.contract import MIB, Edition, Importer, Limits, Report, Row
from evidence.importing.reading import csv_rows
from pathways.models import Registration

HEADER = ("body", "postnominal", "title", "indicative_level", "typical_basis", "provenance")
READ_ON = date(2026, 11, 22)


class ProfessionalRegistration(Importer):
    """One row a registration; `provenance` says where it is from, and what is still to be verified."""

    source = "professional-registration"
    model = Registration
    key = ("slug",)
    values = ("body", "postnominal", "title", "indicative_level", "typical_basis", "provenance")
    limits = Limits(min_rows=7, max_bytes=MIB, max_bad_share=0.0)
    raw_files: ClassVar = {"all": ("reference/professional_registration.csv",)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """As gathered by November 2026."""
        return Edition("all", "November 2026", "November 2026", "final", published_on=READ_ON)

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a postnominal; the slug is the postnominal in small letters."""
        path = files[0]
        for line, cells in csv_rows(path, HEADER):
            body, postnominal, *rest = map(str.strip, cells)
            if not (body and postnominal.isalpha() and rest[0] and rest[-1]):
                report.bad(path.name, line, cells, "no body, letters, title or provenance")
                continue
            yield Row(path.name, line, (postnominal.lower(), body, postnominal, *rest))
