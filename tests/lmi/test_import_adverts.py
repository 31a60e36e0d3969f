"""Online adverts: hand-checked figures, titles that name unit groups, zeros that are none, files refused."""

from __future__ import annotations

import json
from datetime import date

import pytest

from evidence.enums import RunState
from evidence.importing.pipeline import Request, run_import
from evidence.importing.registry import importer_for
from lmi.importers.adverts import TextkernelAdverts, month_of
from lmi.importers.names import unit_codes, unit_key
from lmi.models import AdvertFigure, OccupationGroup
from tests.lmi.figures_checked_by_hand import ADVERTS, UK
from tests.lmi.flow_files import (
    assert_starter_is_what_the_files_give,
    printed,
    refusal,
    rows_and_report,
    write_csv,
)

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture
def held():
    """The published edition's rows."""
    return AdvertFigure.objects.filter(release__source="textkernel-adverts", release__state="published")


@pytest.mark.parametrize("known", ADVERTS, ids=str)
def test_the_database_says_what_the_publisher_printed(known, held):
    row = held.get(soc2020_id=known.soc2020, area_id=known.area, month=known.when)

    assert row.adverts == known.expected
    assert row.marks.get("adverts", "") == known.mark


@pytest.mark.parametrize("known", ADVERTS, ids=str)
def test_the_reference_leads_to_the_printed_line(known):
    title, month, adverts = printed(known, 0), printed(known, 1), printed(known, 2)

    assert unit_codes()[unit_key(title)] == known.soc2020
    assert month_of(month) == known.when
    assert float(adverts) == (known.expected or 0)


def test_the_starter_table_is_what_the_publishers_file_gives():
    assert_starter_is_what_the_files_give(importer_for("textkernel-adverts"))


def test_162_unit_groups_have_114_months_each_and_never_a_zero(held):
    assert held.count() == 162 * 114
    assert set(held.values_list("soc2020__level", flat=True)) == {"unit"}
    assert set(held.values_list("area_id", flat=True)) == {UK}
    assert not held.filter(adverts=0).exists()
    assert held.filter(adverts=None, marks={"adverts": "suppressed"}).count() == 89
    assert held.filter(adverts=None, month=date(2026, 3, 1), marks={"adverts": "not_published"}).count() == 162


def test_no_title_was_taken_for_the_wider_group_of_the_same_name(held):
    # Were "Engineering professionals" the minor group 212, it would hold at least its units' adverts.
    month = held.filter(month=date(2025, 5, 1))
    units = month.filter(soc2020_id__in=("2121", "2122", "2123", "2125", "2127")).values_list("adverts", flat=True)

    assert month.get(soc2020_id="2129").adverts < sum(units)
    assert not held.filter(soc2020_id="212").exists()


# ----- the layout -----


def read(tmp_path, *lines):
    """{(code, month): (adverts, mark)} and the report."""
    rows, report = rows_and_report(TextkernelAdverts(), write_csv(tmp_path / "a.csv", TextkernelAdverts.header, lines))
    found = {
        (row["soc2020_id"], row["month"]): (row["adverts"], json.loads(row["marks"]).get("adverts", "")) for row in rows
    }
    return found, report


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Electricians and electrical fitters", "5241"),
        ("Engineering professionals", "2129"),
        ("Legal professionals", "2419"),
        ("Customer service occupations", "7219"),
        ("Veterinary nurses", "3240"),
        ("Animal care services occupations", "6129"),
        ("Research and development (RandD) managers", "2161"),
        ("CAD, drawing and architectural technicians", "3120"),
    ],
)
def test_titles_name_unit_groups_without_nec(tmp_path, title, code):
    found, _ = read(tmp_path, [title, "Jan 2020", "5.0"])

    assert found == {(code, date(2020, 1, 1)): (5, "")}


def test_a_title_of_two_unit_groups_names_neither():
    OccupationGroup.objects.filter(code="5242").update(title="Electricians and electrical fitters")

    assert unit_key("Electricians and electrical fitters") not in unit_codes()


def test_nothing_in_one_occupation_is_suppressed_and_in_all_is_a_missing_month(tmp_path):
    found, report = read(
        tmp_path,
        ["Chefs", "Feb 2020", "0.0"],
        ["Artists", "Feb 2020", "7.0"],
        ["Chefs", "Mar 2020", "0.0"],
        ["Artists", "Mar 2020", "0"],
    )

    assert found["5434", date(2020, 2, 1)] == (None, "suppressed")
    assert found["3411", date(2020, 2, 1)] == (7, "")
    assert found["5434", date(2020, 3, 1)] == (None, "not_published")
    assert [finding.message for finding in report.findings] == ["no occupation has a number for Mar 2020"]


@pytest.mark.parametrize(
    "cells", [["Wizards", "Jan 2020", "5"], ["Chefs", "Jan 2020", "-5"], ["Chefs", "Jan 2020", "nan"]]
)
def test_an_unusable_line_is_set_aside(tmp_path, cells):
    found, report = read(tmp_path, cells, ["Artists", "Jan 2020", "1"])

    assert list(found) == [("3411", date(2020, 1, 1))]
    assert report.bad_rows[0][1] == 2


@pytest.mark.parametrize("month", ["2020-01", "January 2020", "Jan 20", "Okt 2020", ""])
def test_a_month_that_cannot_be_read_refuses_the_file(tmp_path, month):
    path = write_csv(tmp_path / "a.csv", TextkernelAdverts.header, [["Chefs", month, "5"]])

    assert "is not a month" in refusal(TextkernelAdverts(), path)


def test_the_edition_is_named_by_its_last_month(tmp_path):
    lines = [["Chefs", "Dec 2019", "5"], ["Chefs", "Jul 2026", "5"]]
    edition = TextkernelAdverts().edition([write_csv(tmp_path / "a.csv", TextkernelAdverts.header, lines)])

    assert (edition.edition, edition.period) == ("July 2026", "December 2019 to July 2026")


def test_an_empty_table_or_another_header_is_refused(tmp_path):
    assert "no month" in refusal(TextkernelAdverts(), write_csv(tmp_path / "a.csv", TextkernelAdverts.header, []))
    renamed = write_csv(tmp_path / "b.csv", ("title", "month", "new_adverts"), [["Chefs", "Jan 2020", "5"]])
    assert "missing: soc2020_title" in refusal(TextkernelAdverts(), renamed)


def test_titles_cannot_be_matched_without_the_classification(tmp_path):
    OccupationGroup.objects.filter(level="unit").update(level="minor")

    assert "before soc-2020 is loaded" in refusal(
        TextkernelAdverts(), write_csv(tmp_path / "a.csv", TextkernelAdverts.header, [["Chefs", "Jan 2020", "5"]])
    )


def lines_of(held, times: float = 1) -> list[list[str]]:
    """The published rows, laid out as the publisher's file."""
    rows = held.order_by("pk").values_list("soc2020__title", "month", "adverts")
    return [
        [title, f"{month:%b %Y}", "0.0" if adverts is None else str(adverts * times)] for title, month, adverts in rows
    ]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda lines: [[t, m, str(float(n) * 1000)] for t, m, n in lines], "median of adverts"),
        (lambda lines: lines[: len(lines) * 7 // 10], "are gone"),
        (lambda lines: [*lines, lines[0]], "stands twice"),
    ],
    ids=["thousandfold", "a third missing", "a line twice"],
)
def test_a_wrong_table_is_refused_whole(tmp_path, held, change, reason):
    before = held.count()
    path = write_csv(tmp_path / "a.csv", TextkernelAdverts.header, change(lines_of(held)))

    outcome = run_import(TextkernelAdverts(), [path], Request(apply=True))

    assert outcome.state == RunState.REFUSED
    assert reason in outcome.findings[0].message
    assert held.count() == before


def test_a_next_month_replaces_the_edition(tmp_path, held):
    lines = [*lines_of(held), ["Chefs", "Jul 2026", "5000"]]
    path = write_csv(tmp_path / "a.csv", TextkernelAdverts.header, lines)

    outcome = run_import(TextkernelAdverts(), [path], Request(apply=True))

    assert outcome.state == RunState.APPLIED
    assert (outcome.run.added, outcome.run.changed, outcome.run.removed) == (1, 0, 0)
    assert held.get(month=date(2026, 7, 1)).adverts == 5000
