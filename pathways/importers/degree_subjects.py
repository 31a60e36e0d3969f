"""Degree subjects: the Common Aggregation Hierarchy (CAH) in its earlier and present version, and HECoS."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

from evidence.importing.contract import Edition, Importer, Limits, RefusedFileError, Report, Row
from evidence.importing.reading import csv_rows
from pathways.models import DegreeSubject, HecosSubject

CAH_HEADER = ("code", "english_label", "level", "welsh_label")
CURRENT_HEADER = ("code", "title", "former")
HECOS_HEADER = ("Field", "Code", "Label")
EARLIER, CURRENT = "cah-subjects", "cah-current"
_CODE = re.compile(r"CAH\d\d(-\d\d(-\d\d)?)?")
_LEVELS = {5: 1, 8: 2, 11: 3}
# Entries of the coding frame that stand for no subject.
_NO_SUBJECT = ("999998", "999999")


class _Hierarchy(Importer):
    """A version of the hierarchy: a register of codes of three levels."""

    model = DegreeSubject
    key = ("code",)
    values = ("level", "title", "parent_id", "former")
    is_register = True

    def _rows(self, found: dict[str, tuple[int, str, str]], file: str) -> Iterator[Row]:
        """Rows from code -> (line, title, former); raises RefusedFileError when a parent is missing."""
        for code, (line, title, former) in found.items():
            parent = code[:-3] if len(code) > 5 else None
            if parent is not None and parent not in found:
                raise RefusedFileError(f"{code} has no parent {parent} in the file", file, line)
            yield Row(file, line, (code, _LEVELS[len(code)], title, parent, former))


class CahSubjects(_Hierarchy):
    """The earlier version (23 groups at the top, 35 at level 2, 168 subjects), whose codes our links also use."""

    source = EARLIER
    # What the present version took over stays with it, even when this file is read again.
    gives_way_to = (CURRENT,)
    limits = Limits(min_rows=226, max_bytes=256 * 1024, max_bad_share=0.0)
    raw_files: ClassVar = {"all": ("subjects/cah_subjects.csv",)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """The version with 23 top groups; the file carries no number."""
        return Edition("all", "earlier version", "Subject codes", "final")

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a code; Welsh titles are not kept, because the site has no Welsh pages yet."""
        path, found = files[0], {}
        for line, (code, title, level, _welsh) in csv_rows(path, CAH_HEADER):
            if not _CODE.fullmatch(code) or str(_LEVELS[len(code)]) != level or not title.strip():
                report.bad(path.name, line, [code, title, level], "no code of its level, or no title")
            elif code in found:
                raise RefusedFileError(f"{code} stands twice", path.name, line)
            else:
                found[code] = (line, title.strip(), "[]")
        yield from self._rows(found, path.name)


class CahCurrent(_Hierarchy):
    """The present version, as graduate outcomes use it, with the earlier codes that each group took over.

    Loaded after the earlier one: a code that is in both then belongs to this edition, so what is left with
    the earlier edition is what the present version no longer has.
    """

    source = CURRENT
    is_editorial = True
    limits = Limits(min_rows=222, max_bytes=256 * 1024, max_bad_share=0.0)
    raw_files: ClassVar = {"all": ("subjects/cah_current.csv",)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """As transcribed in November 2026."""
        return Edition("all", "present version", "Subject codes", "final", retrieved_on=date(2026, 11, 22))

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a code."""
        path, found, taken = files[0], {}, set[str]()
        for line, (code, title, former) in csv_rows(path, CURRENT_HEADER):
            formers = former.split(";") if former else []
            if not all(_CODE.fullmatch(each) for each in (code, *formers)) or not title.strip():
                report.bad(path.name, line, [code, title, former], "no code or no title")
            elif code in found or taken & set(formers):
                raise RefusedFileError(f"{code} or a code before it stands twice", path.name, line)
            else:
                taken.update(formers)
                found[code] = (line, title.strip(), json.dumps(formers, separators=(",", ":")))
        yield from self._rows(found, path.name)


class HecosSubjects(Importer):
    """Subjects of the Higher Education Classification of Subjects: six-digit codes and titles."""

    source = "hecos-subjects"
    model = HecosSubject
    key = ("code",)
    values = ("title",)
    limits = Limits(min_rows=1_000, max_bytes=1024 * 1024, max_bad_share=0.0)
    raw_files: ClassVar = {"all": ("subjects/hecos_subjects.csv",)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """The file carries no version."""
        return Edition("all", "as held", "Subject codes", "final")

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a subject; "not applicable" and "not known" are left out."""
        path = files[0]
        for line, (_field, code, title) in csv_rows(path, HECOS_HEADER):
            if not re.fullmatch(r"\d{6}", code) or not title.strip():
                report.bad(path.name, line, [code, title], "no six-digit code or no title")
            elif code not in _NO_SUBJECT:
                yield Row(path.name, line, (code, title.strip()))
