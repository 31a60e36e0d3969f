"""Lines that could not be brought in, as a workbook: each as it came, with what is wrong beside it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from ambassadors.importing.fields import BY_KEY
from ambassadors.importing.guessing import Columns
from foundation.spreadsheets import safe_cell

Line = tuple[int, Sequence[str], Sequence[Sequence[str]]]


def problem_words(problem: Sequence[str], columns: Columns) -> tuple[str, str]:
    """A problem's column, as the list calls it, and what to do."""
    key, said = problem
    heading = columns.get(key)
    title = heading.replace("_", " ") if heading else str(BY_KEY[key].title) if key in BY_KEY else ""
    return title, said


def refused_workbook(headings: Sequence[str], columns: Columns, lines: Iterable[Line]) -> bytes:
    """The workbook: what to do first, then the list's own columns, so that it can be corrected and sent again.

    `lines` are (number in the file, cells, (field, sentence) pairs).
    """
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(_("To put right"))
    for place, words in enumerate((*headings, _("line of your file"), _("what to do"))):
        sheet.write_string(0, place, str(safe_cell(words)), bold)
    for row, (number, cells, problems) in enumerate(lines, start=1):
        for place, value in enumerate(cells):
            sheet.write_string(row, place, str(safe_cell(value)))
        sheet.write_number(row, len(headings), number)
        said = "\n".join(": ".join(words for words in problem_words(one, columns) if words) for one in problems)
        sheet.write_string(row, len(headings) + 1, str(safe_cell(said)), wrapped)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(headings), 18)
    sheet.set_column(len(headings) + 1, len(headings) + 1, 70)
    book.close()
    return held.getvalue()
