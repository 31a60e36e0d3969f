"""Figures in the database against figures looked up by hand in the publisher's files (tests/lmi/forty_figures.py)."""

from __future__ import annotations

import csv
import re

import pytest
from django.conf import settings

from evidence.importing.reading import open_workbook
from evidence.models import Release
from lmi.models import PayFigure
from tests.lmi.forty_figures import FIGURES, Known


def stored(known: Known) -> PayFigure:
    """The row of the published edition that the figure belongs to."""
    release = Release.objects.get(source=known.source, slot=str(known.year), state="published")
    return PayFigure.objects.get(
        release=release,
        soc2020_id=known.soc2020,
        area_id=known.area,
        year=known.year,
        measure=known.measure,
        sex=known.sex,
        hours=known.hours,
        age=known.age,
    )


def printed(known: Known) -> object:
    """The cell of the publisher's file: a number, or whatever stands in its place."""
    path = settings.RAW_DATA_DIR / known.file
    if known.sheet:
        column, line = re.fullmatch(r"([A-Z])(\d+)", known.cell).groups()
        rows = open_workbook(path).get_sheet_by_name(known.sheet).to_python(skip_empty_area=False)
        return rows[int(line) - 1][ord(column) - ord("A")]
    line, column = known.cell.split(" ")
    with path.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.reader(handle))
    return rows[int(line) - 1][rows[0].index(column)]


def test_there_are_at_least_forty_and_none_twice():
    assert len(set(FIGURES)) == len(FIGURES) >= 40


@pytest.mark.django_db
@pytest.mark.parametrize("known", FIGURES, ids=str)
def test_the_database_says_what_the_publisher_printed(known):
    row = stored(known)

    assert getattr(row, known.statistic) == known.expected
    assert row.marks.get(known.statistic, "") == known.mark


@pytest.mark.parametrize("known", FIGURES, ids=str)
def test_the_reference_leads_to_the_printed_cell(known):
    if not (settings.RAW_DATA_DIR / known.file).exists():
        pytest.skip(f"the publishers' files are not at hand: {known.file}")

    cell = printed(known)

    if known.expected is None:
        assert cell in ("", "x", "..", ":")
    else:
        assert float(cell) == known.expected
