"""Tables of figures as CSV, XLSX and JSON: every row with its sources, and the reason beside every missing value."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from evidence.api.shapes import Shapes
from evidence.figures import Figure, Number, ReleaseRef
from foundation.spreadsheets import safe_cell
from portal.charts.model import releases_of
from portal.exports.table import FactTable

Value = str | Number
# A workbook carries the moment it was made; a fixed one keeps the same rows the same bytes, and their ETag.
MADE = datetime(2020, 1, 1)
# What follows a figure's value in a file, in this order.
PARTS = ("unit", "period", "area", "level", "population", "quality", "reason", "release")


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself: name without ending, title, full address, and editions beside the figures' own."""

    name: str
    title: str
    address: str
    releases: tuple[ReleaseRef, ...] = ()
    notes: tuple[str, ...] = ()


def file_response(request: HttpRequest, table: FactTable, about: About, kind: str) -> HttpResponse:
    """The table as a file of this kind (a key of FORMATS); raises KeyError for another."""
    media, make = FORMATS[kind]
    response = HttpResponse(make(request, table, about), content_type=media)
    response.headers["Content-Disposition"] = f'attachment; filename="{about.name}.{kind}"'
    return response


def sources_of(table: FactTable, about: About) -> tuple[ReleaseRef, ...]:
    """Every edition in the file, each once: those of the figures first."""
    return tuple(dict.fromkeys([*releases_of(table.figures), *about.releases]))


def header(table: FactTable) -> list[str]:
    """Names of a flat file's columns."""
    names = [head.key for head in table.heads]
    for column in table.columns:
        names += [column.key, *(f"{column.key}_{part}" for part in PARTS)]
    return names


def flat_rows(table: FactTable) -> list[list[Value]]:
    """One list a row, in the order of `header`; a missing value is empty, never nought, with its reason."""
    return [[*row.texts, *(value for figure in row.figures for value in _flat(figure))] for row in table.rows]


def _flat(figure: Figure | None) -> list[Value]:
    if figure is None:
        return ["", *("" for _part in PARTS[:-2]), _("does not apply"), ""]
    missing = figure.value is None
    return [
        "" if figure.value is None else figure.value,
        str(figure.unit),
        figure.period,
        figure.area.name,
        f"{figure.level.code} {figure.level.title}",
        figure.population,
        "" if missing else figure.quality_words,
        figure.reason_words,
        figure.release.key if figure.release else "",
    ]


def as_csv(request: HttpRequest, table: FactTable, about: About) -> bytes:
    """One row a line; the last two columns name the editions and the address of the whole table."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*header(table), "sources", "address"])
    sources = "; ".join(ref.label for ref in sources_of(table, about))
    for row in flat_rows(table):
        writer.writerow([safe_cell(value) for value in [*row, sources, about.address]])
    return text.getvalue().encode()


def as_xlsx(request: HttpRequest, table: FactTable, about: About) -> bytes:
    """A sheet of rows, and a sheet "Sources" with title, address, notes and every edition."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    book.set_properties({"title": about.title, "created": MADE})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    rows = book.add_worksheet(_("Figures"))
    _write(rows, [header(table), *flat_rows(table)], bold)
    rows.freeze_panes(1, len(table.heads))
    rows.set_column(0, 0, 12)
    rows.set_column(1, len(header(table)), 18)
    sources = book.add_worksheet(_("Sources"))
    _write(sources, _about_rows(table, about), bold)
    sources.set_column(0, 0, 36)
    sources.set_column(1, 1, 90)
    book.close()
    return held.getvalue()


def _write(sheet: Any, rows: Sequence[Sequence[Value]], bold: Any) -> None:
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            style = bold if number == 0 else None
            if isinstance(value, str):
                if value:  # an empty cell stays empty
                    sheet.write_string(number, place, value, style)
            else:
                sheet.write_number(number, place, value, style)


def _about_rows(table: FactTable, about: About) -> list[list[Value]]:
    rows: list[list[Value]] = [[_("Table"), about.title], [_("Address"), about.address]]
    rows += [[_("Note"), note] for note in (table.note, *table.caveats, *about.notes) if note]
    rows += [[_("An empty cell"), _("No value is published; the column that ends in _reason says why.")]]
    rows += [[ref.key, ref.label] for ref in sources_of(table, about)]
    return rows


def as_json(request: HttpRequest, table: FactTable, about: About) -> bytes:
    """`{title, address, notes, sources, columns, rows}`; figures as the API gives them."""
    shapes = Shapes(Request(request))
    columns = [{"key": one.key, "label": str(one.label)} for one in (*table.heads, *table.columns)]
    keys = [head.key for head in table.heads]
    rows = [
        {
            **dict(zip(keys, row.texts, strict=True)),
            **{
                column.key: shapes.figure(figure) if figure else None
                for column, figure in zip(table.columns, row.figures, strict=True)
            },
        }
        for row in table.rows
    ]
    body = {
        "title": about.title,
        "address": about.address,
        "notes": [note for note in (table.note, *table.caveats, *about.notes) if note],
        "sources": [shapes.release(ref) for ref in sources_of(table, about)],
        "columns": columns,
        "rows": rows,
    }
    return json.dumps(body, ensure_ascii=False, default=float).encode()


FORMATS: dict[str, tuple[str, Callable[[HttpRequest, FactTable, About], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    "json": ("application/json", as_json),
}
