"""Sections of the UK Standard Industrial Classification 2007."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar, NamedTuple

from evidence.importing.contract import Edition, Importer, Limits, RefusedFileError, Report, Row
from evidence.importing.reading import csv_rows
from lmi.models import Industry

_HEADER = ("code", "description")
_NOT_INDUSTRIES = {"74990", "98000", "99999"}  # company-register codes: non-trading, residents' property, dormant


class Section(NamedTuple):
    """A section's letter, its divisions (first and last) and its title."""

    letter: str
    first: int
    last: int
    title: str


# UK SIC 2007, ONS: summary of structure. The list of classes has no letters, so they are stated here.
SECTIONS = (
    Section("A", 1, 3, "Agriculture, forestry and fishing"),
    Section("B", 5, 9, "Mining and quarrying"),
    Section("C", 10, 33, "Manufacturing"),
    Section("D", 35, 35, "Electricity, gas, steam and air conditioning supply"),
    Section("E", 36, 39, "Water supply; sewerage, waste management and remediation activities"),
    Section("F", 41, 43, "Construction"),
    Section("G", 45, 47, "Wholesale and retail trade; repair of motor vehicles and motorcycles"),
    Section("H", 49, 53, "Transportation and storage"),
    Section("I", 55, 56, "Accommodation and food service activities"),
    Section("J", 58, 63, "Information and communication"),
    Section("K", 64, 66, "Financial and insurance activities"),
    Section("L", 68, 68, "Real estate activities"),
    Section("M", 69, 75, "Professional, scientific and technical activities"),
    Section("N", 77, 82, "Administrative and support service activities"),
    Section("O", 84, 84, "Public administration and defence; compulsory social security"),
    Section("P", 85, 85, "Education"),
    Section("Q", 86, 88, "Human health and social work activities"),
    Section("R", 90, 93, "Arts, entertainment and recreation"),
    Section("S", 94, 96, "Other service activities"),
    Section(
        "T", 97, 98, "Activities of households as employers; undifferentiated goods- and services-producing "
        "activities of households for own use",
    ),
    Section("U", 99, 99, "Activities of extraterritorial organisations and bodies"),
)  # fmt: skip


class SicSections(Importer):
    """The 21 sections, A to U, each present when the list of classes has a class in it.

    Raises RefusedFileError when a class lies in no section or a section has no class: the list is
    then of another classification.
    """

    source = "sic-2007"
    model = Industry
    key = ("code",)
    values = ("title",)
    is_register = True
    unit_column = ""
    limits = Limits(min_rows=21, max_bytes=1024 * 1024, max_bad_share=0.0)
    raw_files: ClassVar = {"all": ("reference/sic_2007.csv",)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """The classification of 2007, in use from 2008."""
        return Edition("all", "2007", "2008 onwards", "final")

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a section; its line is that of its first class."""
        path = files[0]
        first: dict[str, int] = {}
        for line, (code, description) in csv_rows(path, _HEADER):
            section = _section_of(code)
            if section is None:
                raise RefusedFileError(f"class {code!r} ({description[:60]}) lies in no section", path.name, line)
            if code not in _NOT_INDUSTRIES:
                first.setdefault(section.letter, line)
        missing = [section.letter for section in SECTIONS if section.letter not in first]
        if missing:
            raise RefusedFileError(f"no class of section {', '.join(missing)}", path.name)
        for section in SECTIONS:
            yield Row(path.name, first[section.letter], (section.letter, section.title))


def _section_of(code: str) -> Section | None:
    if not (code.isdigit() and len(code) == 5):
        return None
    division = int(code[:2])
    return next((section for section in SECTIONS if section.first <= division <= section.last), None)
