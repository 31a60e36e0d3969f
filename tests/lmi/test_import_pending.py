"""Publications that are not held: their pages say so, and their importers read the layout in docs/sources."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.conf import settings

from evidence.enums import RunState
from evidence.importing.pipeline import Request, run_import
from evidence.importing.registry import importer_for
from evidence.models import Source
from lmi.importers.ashe_rows import STATISTICS
from lmi.importers.pending import AsheTable15Full
from lmi.models import (
    AdvertFigure,
    Area,
    DemandFigure,
    EmploymentFigure,
    OccupationGroup,
    PayFigure,
    UnemploymentFigure,
)
from tests.lmi.figures_checked_by_hand import UK
from tests.lmi.flow_files import refusal, rows_and_report, write_csv

pytestmark = [pytest.mark.django_db, pytest.mark.services]
ORDER = ("p10", "p20", "p25", "p30", "p40", "median", "p60", "p70", "p75", "p80", "p90", "mean")
PENDING = (
    "occupations-in-demand",
    "ashe-15-full",
    "textkernel-local-authority",
    "unemployment-by-occupation",
    "census-2021-occupation-by-area",
)


def units() -> list[str]:
    return list(OccupationGroup.objects.units().order_by("code").values_list("code", flat=True))


def areas(kind: str, most: int) -> list[str]:
    return list(Area.objects.of_kind(kind).values_list("code", flat=True)[:most])


def pay_line(**cells: str) -> list[str]:
    """A line of table 15: everybody's yearly pay of an electrician in Wales, unless said otherwise."""
    values = {"soc2020": "5241", "area": "W92000004", "year": "2026", "measure": "annual", "sex": "all", "hours": "all"}
    values |= {"jobs": "5", **{name: str(20_000 + 100 * n) for n, name in enumerate(ORDER)}, **cells}
    return [values[name] for name in AsheTable15Full.header]


def good_lines(source: str) -> list[list[str]]:
    """A file of the least size that is read in."""
    if source == "occupations-in-demand":
        return [[code, UK, "2026", "elevated", "0.5"] for code in units()]
    if source == "unemployment-by-occupation":
        return [[code, UK, "2026", "40000", "3.5"] for code in "123456789"]
    if source == "census-2021-occupation-by-area":
        return [[code, area, "250"] for area in areas("local_authority", 25) for code in units()]
    if source == "textkernel-local-authority":
        return [[code, area, "2026-07", "12"] for area in areas("local_authority", 3) for code in units()]
    regions = areas("region", 9) + areas("nation", 4)
    return [pay_line(soc2020=code, area=area) for area in regions for code in units()]


@pytest.fixture
def table(tmp_path):
    """Write lines in a source's layout."""

    def write(source: str, lines: list[list[str]], header=None):
        return write_csv(tmp_path / f"{source}.csv", header or importer_for(source).header, lines)

    return write


@pytest.mark.parametrize("slug", PENDING)
def test_the_source_says_that_nothing_is_held_and_where_to_find_it(slug):
    source = Source.objects.get(slug=slug)

    assert not source.releases.exists()
    assert "held" in source.absence
    assert source.address.startswith("https://")
    assert source.caveats


@pytest.mark.parametrize("slug", PENDING)
def test_the_documentation_names_every_column_and_that_the_layout_is_ours(slug):
    text = (settings.BASE_DIR / "docs" / "sources" / f"{slug}.md").read_text(encoding="utf-8")

    assert "to be confirmed" in text
    assert all(f"`{name}`" in text for name in importer_for(slug).header if name not in STATISTICS)


def test_sources_that_are_held_say_nothing_of_absence():
    held = Source.objects.filter(slug__in=("aps-unit-industry", "skills-imperative-2035", "textkernel-adverts"))

    assert list(held.values_list("absence", flat=True)) == ["", "", ""]


@pytest.mark.parametrize("slug", PENDING)
def test_a_good_file_is_read_in_and_published(slug, table):
    importer = importer_for(slug)
    lines = good_lines(slug)

    outcome = run_import(importer, [table(slug, lines)], Request(apply=True))

    assert outcome.state == RunState.APPLIED, outcome.findings
    assert importer.model.objects.filter(release=outcome.release).count() == len(lines)


def test_what_was_read_stands_in_the_right_columns(table):
    kept = {}
    for slug in PENDING:
        kept[slug] = run_import(importer_for(slug), [table(slug, good_lines(slug))], Request(apply=True)).release

    demand = DemandFigure.objects.get(release=kept["occupations-in-demand"], soc2020="5241")
    assert (demand.year, demand.band, demand.score, demand.area_id) == (2026, "elevated", 0.5, UK)
    idle = UnemploymentFigure.objects.get(release=kept["unemployment-by-occupation"], soc2020="5")
    assert (idle.year, idle.people, idle.rate) == (2026, 40_000, 3.5)
    census = EmploymentFigure.objects.filter(release=kept["census-2021-occupation-by-area"], soc2020="5241").first()
    assert (census.year, census.industry, census.people) == (2021, "*", 250)
    advert = AdvertFigure.objects.filter(release=kept["textkernel-local-authority"], soc2020="5241").first()
    assert (advert.month, advert.adverts) == (date(2026, 7, 1), 12)
    wage = PayFigure.objects.get(release=kept["ashe-15-full"], soc2020="5241", area="W92000004")
    assert (wage.year, wage.median, wage.p10, wage.p90, wage.jobs) == (2026, 20_500, 20_000, 21_000, 5)


@pytest.mark.parametrize(
    ("slug", "cells", "reason"),
    [
        ("occupations-in-demand", ["5241", UK, "2026", "shortage", "1"], "unknown band"),
        ("occupations-in-demand", ["5241", UK, "2026", "critical", "much"], "score"),
        ("unemployment-by-occupation", ["5", UK, "2026", "40", "350"], "350 per cent"),
        ("unemployment-by-occupation", ["5", UK, "2026", "-1", "3"], "less than nothing"),
        ("census-2021-occupation-by-area", ["5241", "E06000005", "some"], "no known mark"),
        ("textkernel-local-authority", ["5241", "E06000005", "2026-07", "nan"], "no known mark"),
        ("ashe-15-full", pay_line(measure="daily"), "unknown measure"),
    ],
)
def test_a_line_that_cannot_be_used_is_set_aside_with_its_reason(slug, cells, reason, table):
    rows, report = rows_and_report(importer_for(slug), table(slug, [cells]))

    assert not rows
    assert report.bad_rows[0][1] == 2
    assert reason in report.bad_rows[0][3]


def test_symbols_become_reasons_and_never_nothing(table):
    lines = [["5241", UK, "2026", "x", "c"], ["5242", UK, "2026", "critical", ""]]
    rows, _ = rows_and_report(importer_for("occupations-in-demand"), table("occupations-in-demand", lines))

    assert [(row["band"], row["score"]) for row in rows] == [("", None), ("critical", None)]
    assert json.loads(rows[0]["marks"]) == {"band": "not_published", "score": "suppressed"}
    assert json.loads(rows[1]["marks"]) == {"score": "not_published"}


def test_ashes_own_symbols_are_read(table):
    (row,), _ = rows_and_report(importer_for("ashe-15-full"), table("ashe-15-full", [pay_line(median="x", p90="..")]))

    assert (row["median"], row["p90"], row["p10"]) == (None, None, 20_000)
    assert json.loads(row["marks"]) == {"median": "unreliable", "p90": "disclosive"}


def test_percentiles_that_do_not_ascend_are_set_aside(table):
    rows, report = rows_and_report(importer_for("ashe-15-full"), table("ashe-15-full", [pay_line(p10="30000")]))

    assert not rows
    assert "ascend" in report.bad_rows[0][3]


@pytest.mark.parametrize("slug", ["occupations-in-demand", "unemployment-by-occupation", "ashe-15-full"])
def test_lines_of_two_years_are_refused(slug, table):
    lines = good_lines(slug)[:2]
    lines[1][importer_for(slug).header.index("year")] = "2025"

    assert "one year" in refusal(importer_for(slug), table(slug, lines))


def test_a_month_that_cannot_be_read_refuses_the_file(table):
    lines = [["5241", "E06000005", "07/2026", "5"]]

    assert "is no month" in refusal(
        importer_for("textkernel-local-authority"), table("textkernel-local-authority", lines)
    )


@pytest.mark.parametrize("slug", PENDING)
def test_another_header_is_refused(slug, table):
    header = list(importer_for(slug).header)
    header[0], header[1] = header[1], header[0]

    assert "another order" in refusal(importer_for(slug), table(slug, [], header))


def test_an_abolished_authority_is_an_unknown_code(table):
    lines = [*good_lines("census-2021-occupation-by-area"), ["5241", "E07000026", "9"]]

    outcome = run_import(
        importer_for("census-2021-occupation-by-area"), [table("census-2021-occupation-by-area", lines)], Request()
    )

    assert outcome.state == RunState.DRY
    assert [row.reason for row in outcome.run.bad_rows.all()] == ["unknown code 'E07000026' in area"]


@pytest.mark.parametrize(
    ("slug", "column", "times"),
    [
        ("unemployment-by-occupation", 4, 100),
        ("census-2021-occupation-by-area", 2, 1000),
        ("textkernel-local-authority", 3, 1000),
    ],
)
def test_numbers_in_another_unit_are_refused(slug, column, times, table):
    lines = good_lines(slug)
    for cells in lines:
        cells[column] = str(float(cells[column]) * times)

    outcome = run_import(importer_for(slug), [table(slug, lines)], Request(apply=True))

    assert outcome.state == RunState.REFUSED
    assert not importer_for(slug).model.objects.filter(release__source=slug).exists()
