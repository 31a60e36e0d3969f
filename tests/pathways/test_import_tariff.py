"""Tariff points: what is still to be confirmed says so."""

from __future__ import annotations

import pytest

from pathways.importers.tariff import HEADER, TO_CONFIRM, UcasTariff
from tests.lmi.raw_files import assert_starter_is_what_is_read, files_of, read_rows, refusal
from tests.pathways.provider_files import table

pytestmark = pytest.mark.services


def write(folder, *lines, header=HEADER):
    return [table(folder / "tariff.csv", header, lines)]


def test_points_and_their_note(tmp_path):
    lines = [("A level", "", "A*", "56", ""), ("A BTEC", "510 GLH", "D", "72", "from knowledge only; verify")]
    rows, report = read_rows(UcasTariff(), write(tmp_path, *lines))

    assert report.bad_rows == []
    assert [(row["points"], row["note"]) for row in rows] == [(56, ""), (72, TO_CONFIRM)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (("A level", "", "A", "many", ""), "no points"),
        (("A level", "", "", "48", ""), "no points"),
        (("A level", "", "A", "48", "so they say"), "an unknown note"),
    ],
)
def test_a_line_that_cannot_be_used_is_set_aside(tmp_path, line, reason):
    rows, report = read_rows(UcasTariff(), write(tmp_path, line))

    assert rows == []
    assert reason in report.bad_rows[0][3]


@pytest.mark.parametrize("header", [HEADER[:-1], ("grade", *HEADER[1:]), HEADER[::-1]])
def test_another_header_is_refused(tmp_path, header):
    assert "columns" in refusal(
        UcasTariff(), write(tmp_path, ("A level", "", "A", "48", "")[: len(header)], header=header)
    )


def test_hand_picked_points():
    rows, _ = read_rows(UcasTariff(), files_of(UcasTariff()))
    points = {(row["qualification"], row["grade"]): row["points"] for row in rows}

    assert len(rows) == 74
    assert points["A level", "A*"] == 56
    assert points["T Level", "Distinction*"] == 168
    assert points["BTEC National Extended Diploma", "DMM"] == 112
    assert {row["qualification"] for row in rows if row["note"]} == {"BTEC National Foundation Diploma"}


def test_the_starter_table_is_what_is_read():
    assert_starter_is_what_is_read(UcasTariff())
