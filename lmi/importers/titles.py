"""Job titles of the Standard Occupational Classification 2020: the coding index and the related titles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar

from evidence.importing.contract import Edition, Importer, Limits, RefusedFileError, Report, Row
from evidence.importing.reading import check_columns, open_workbook, sheet_rows
from lmi.enums import TitleOrigin
from lmi.models import JobTitle, OccupationGroup

_INDEX_SHEET = "SOC2020 coding index"
_INDEX_HEADER = (
    "UNIQUE ID", "RECNO", "D", "SOC_90", "SOC_2000", "SOC_2010", "SOC_2020", "SOC_2020_ext", "INDEXOCC", "ADD", "IND",
    "SEE", "ISCO-08 code based on SOC2020", "VERSNO", "CHANGE", "SOC2020_ext_SUG_title", "SOC90_unit_group_title",
    "SOC2000_unit_group_title", "SOC2010_unit_group_title", "SOC2020_unit_group_title", "ISCO08_unit_group_title",
    "INDEXOCC-natural_word_order",
)  # fmt: skip
_SEE_NOTES = "}}}}"  # "See another indexing word or see section 5" (sheet FILE SPEC)
_VERSION = re.compile(r"Version (\d+):\s+(\d{1,2} \w+ \d{4})")
_RECORDS = re.compile(r"Number of records in the SOC2020 coding index: ([\d,]+)")
# The two abbreviations that the sheet Abbreviations marks as found throughout and that a reader may not know.
_LONG_FORMS = ((re.compile(r"\bmfr\b"), "manufacturing"), (re.compile(r"\b([Dd])ept\b"), r"\1epartment"))

_RELATED_SHEET = "SOC2020 descriptions"
_RELATED_COLUMNS = {3: "SOC 2020 Unit Group", 9: "Related Job Titles"}
_BRACKETS = re.compile(r"(?P<title>[^()]+?) ?\((?P<qualifier>[^()]+)\)")

_TITLE_VALUES = ("title", "qualifier", "soc2020_extension", "soc2010", "isco08", "origin")


def code_of(cell: object) -> str:
    """A four-digit code as text ("0110"), or empty where the index has none or says to look elsewhere."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return f"{int(cell):04d}"
    text = str(cell).strip()
    return text if text.isdigit() and len(text) == 4 else ""


def readable_title(natural: str, inverted: str) -> str:
    """The natural-order title with the capitals of the inverted one ("Hgv/lgv driver" -> "HGV/LGV driver").

    The publisher's natural word order keeps only the first capital, so abbreviations and names are
    taken back from the inverted entry, whose own first word is capital only by its place.
    """
    spellings = {}
    for place, word in enumerate(re.findall(r"[^\s,()]+", inverted)):
        if word[1:] != word[1:].lower() or (place and word != word.lower()):
            spellings[word.casefold()] = word
    words = [_respelt(word, spellings) for word in natural.split()]
    if words and words[0] == words[0].lower():
        words[0] = words[0][:1].upper() + words[0][1:]  # but "eBay reseller" keeps its own
    return " ".join(words)


def _respelt(word: str, spellings: dict[str, str]) -> str:
    bare = word.strip("(),")
    return word.replace(bare, spellings.get(bare.casefold(), bare), 1) if bare else word


def readable_qualifier(*parts: str) -> str:
    """The additional and the industry term in one phrase, with the two commonest abbreviations written out."""
    text = "; ".join(part.strip() for part in parts if part.strip())
    for short, long in _LONG_FORMS:
        text = short.sub(long, text)
    return text


class CodingIndex2020(Importer):
    """Every entry of the SOC 2020 coding index that is coded to a unit group, in natural word order.

    Entries marked }}}} point to another word or to the coding notes and name no occupation: they are
    left out. Raises RefusedFileError when the index has another number of records than its own
    specification says.
    """

    source = "soc-2020-index"
    model = JobTitle
    key = ("entry",)
    values = ("soc2020_id", *_TITLE_VALUES)
    references: ClassVar = {"soc2020_id": OccupationGroup}
    limits = Limits(min_rows=30_000, max_bytes=8 * 1024 * 1024)
    raw_files: ClassVar = {"all": ("soc/soc2020_volume2_coding_index_2025-12-03.xlsx",)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """The last version that the workbook's own history names."""
        versions = []
        for _, cells in sheet_rows(open_workbook(files[0]), "INFO", files[0]):
            versions += _VERSION.findall(" ".join(map(str, cells)))
        if not versions:
            raise RefusedFileError("the sheet INFO names no version", files[0].name)
        number, day = versions[-1]
        published = datetime.strptime(day, "%d %B %Y").date()
        return Edition("all", f"version {number}", f"{published:%B %Y}", "final", published_on=published)

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row an entry, keyed by the publisher's UNIQUE ID."""
        path = files[0]
        workbook = open_workbook(path)
        stated = _records_stated(sheet_rows(workbook, "FILE SPEC", path))
        rows = sheet_rows(workbook, _INDEX_SHEET, path)
        _, header = next(rows, (1, []))
        check_columns([str(cell) for cell in header], _INDEX_HEADER, path)
        count = 0
        for line, cells in rows:
            count += 1
            soc2020 = code_of(cells[6])
            if str(cells[6]).strip() == _SEE_NOTES:
                continue
            if not soc2020 or not str(cells[21]).strip():
                report.bad(path.name, line, cells[:13], "no unit group or no title")
                continue
            title = readable_title(str(cells[21]), str(cells[8]))
            qualifier = readable_qualifier(str(cells[9]), str(cells[10]))
            codes = (str(cells[7]).strip(), code_of(cells[5]), code_of(cells[12]))
            entry = str(cells[0]).strip()
            yield Row(path.name, line, (entry, soc2020, title, qualifier, *codes, TitleOrigin.CODING_INDEX))
        if count != stated:
            raise RefusedFileError(f"{count:,} records where the file specification says {stated:,}", path.name)


def _records_stated(rows: Iterator[tuple[int, list[object]]]) -> int:
    found = [match for _, cells in rows for match in _RECORDS.findall(" ".join(map(str, cells)))]
    return int(found[0].replace(",", "")) if found else -1


class RelatedTitles2020(Importer):
    """The related job titles that volume 1 of the classification lists for each unit group (titles only)."""

    source = "soc-2020-related-titles"
    model = JobTitle
    key = ("entry",)
    values = ("soc2020_id", *_TITLE_VALUES)
    references: ClassVar = {"soc2020_id": OccupationGroup}
    limits = Limits(min_rows=2000, max_bytes=4 * 1024 * 1024)
    raw_files: ClassVar = {"all": ("soc/soc2020_volume1_structure_2025-04-16.xlsx",)}

    def edition(self, files: Sequence[Path]) -> Edition:
        """The edition of 16 April 2025; the workbook itself carries no date."""
        return Edition("all", "2020 (April 2025)", "2020 onwards", "final", published_on=date(2025, 4, 16))

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row a title; the entry is the unit group and the title's place in its list ("5241-03")."""
        path = files[0]
        rows = sheet_rows(open_workbook(path), _RELATED_SHEET, path)
        _, header = next(rows, (1, []))
        names = [" ".join(str(cell).split()) for cell in header]
        check_columns([names[n] for n in _RELATED_COLUMNS if n < len(names)], list(_RELATED_COLUMNS.values()), path)
        for line, cells in rows:
            unit = code_of(cells[3])
            if not unit:
                continue
            listed = [text for part in str(cells[9]).split("~") if (text := " ".join(part.split()))]
            if not listed or listed == ["<blank>"]:
                report.bad(path.name, line, unit, "a unit group without related titles")
                continue
            for place, text in enumerate(listed, start=1):
                title, qualifier = split_brackets(text)
                entry = f"{unit}-{place:02d}"
                yield Row(path.name, line, (entry, unit, title, qualifier, "", "", "", TitleOrigin.RELATED))


def split_brackets(text: str) -> tuple[str, str]:
    """("Councillor", "local government") for "Councillor (local government)"; no qualifier otherwise."""
    found = _BRACKETS.fullmatch(text)
    return (found["title"], found["qualifier"]) if found else (text, "")
