"""Small lists of areas in the publishers' layouts, made for tests."""

from __future__ import annotations

import csv
from pathlib import Path

import xlsxwriter

from lmi.importers.areas import AUTHORITY_COLUMNS, COMBINED_COLUMNS, LSIP_COLUMNS, LSIP_SHEET

ENGLISH = {"nation": "England", "region": "South East", "lat": "51.7", "long": "-1.2"}
WELSH = {"nation": "Wales", "region": "Wales", "lat": "51.5", "long": "-3.2"}


def authority(code: str, name: str, register: str = "", **others: str) -> dict[str, str]:
    """One line of the list: a current unitary authority of the South East, unless told otherwise."""
    row = dict.fromkeys(AUTHORITY_COLUMNS, "") | ENGLISH
    row |= {"gss-code": code, "nice-name": name, "official-name": f"{name} Council", "local-authority-code": register}
    row |= {"current-authority": "True", "lower-or-unitary": "True"}
    return row | {key.replace("_", "-"): value for key, value in others.items()}


def county(register: str, name: str) -> dict[str, str]:
    """A county of today, above its districts."""
    return authority("E10000001", name, register, lower_or_unitary="False", local_authority_type="CTY")


def gone(code: str, name: str, register: str, replaced_by: str, kind: str = "NMD") -> dict[str, str]:
    """An authority that others took over."""
    return authority(
        code, name, register, current_authority="False", replaced_by=replaced_by, local_authority_type=kind
    )


def authorities(folder: Path, rows: list[dict[str, str]], columns: list[str] | None = None) -> Path:
    """The list of authorities."""
    path = folder / "authorities.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(columns or AUTHORITY_COLUMNS)
        writer.writerows([row[name] for name in AUTHORITY_COLUMNS] for row in rows)
    return path


def combined(folder: Path, rows: list[tuple[str, str, str, str]], columns=COMBINED_COLUMNS) -> Path:
    """The lookup of combined authorities; it starts with a byte order mark, as ONS's does."""
    path = folder / "combined.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(columns)
        writer.writerows((*row, number) for number, row in enumerate(rows, start=1))
    return path


def lsips(folder: Path, rows: list[tuple[str, str, str, str]], columns=LSIP_COLUMNS, sheet=LSIP_SHEET) -> Path:
    """The workbook of LSIP areas, names padded with spaces as in the publisher's."""
    path = folder / "lsips.xlsx"
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet(sheet)
    page.write_row(0, 0, [*columns, "NEW LSIP GEOGRAPHY"])
    for line, (member, name, group, group_name) in enumerate(rows, start=1):
        page.write_row(line, 0, [member, name, group, f" {group_name} ", group_name])
    book.close()
    return path
