"""Employment by industry and by region: hand-checked figures, layout, marks, and files that are refused."""

from __future__ import annotations

import json

import pytest
import xlsxwriter
from django.db.models import Sum

from evidence.enums import RunState
from evidence.importing.pipeline import Request, run_import
from evidence.importing.registry import importer_for
from evidence.models import Release
from lmi.importers.aps import REGION_CODES, SECTIONS, ApsMinorByRegion, ApsUnitByIndustry
from lmi.importers.shading import shaded_cells
from lmi.models import EmploymentFigure
from tests.lmi.figures_checked_by_hand import EMPLOYMENT
from tests.lmi.flow_files import (
    assert_starter_is_what_the_files_give,
    printed,
    refusal,
    rows_and_report,
    write_csv,
)

pytestmark = [pytest.mark.django_db, pytest.mark.services]
HANDS = [known for known in EMPLOYMENT if "local_area" not in known.where]
SYMBOLS = {"unreliable": "*", "negligible": "-", "not_published": ""}


@pytest.mark.parametrize("known", HANDS, ids=str)
def test_the_database_says_what_the_publisher_printed(known):
    source = "aps-unit-industry" if known.part != "*" else "aps-minor-region"
    row = EmploymentFigure.objects.get(
        release__source=source,
        release__state="published",
        soc2020_id=known.soc2020,
        area_id=known.area,
        year=known.when,
        industry=known.part,
    )

    assert row.people == known.expected
    assert row.marks.get("people", "") == known.mark


@pytest.mark.parametrize("known", HANDS, ids=str)
def test_the_reference_leads_to_the_printed_cell(known):
    cell = printed(known)

    if known.expected is None:
        assert cell == SYMBOLS[known.mark]
    else:
        assert float(cell) == known.expected


@pytest.mark.parametrize("source", ["aps-unit-industry", "aps-minor-region"])
def test_the_starter_table_is_what_the_publishers_files_give(source):
    assert_starter_is_what_the_files_give(importer_for(source))


def test_every_cell_of_every_year_is_kept_with_a_value_or_a_reason():
    rows = EmploymentFigure.objects.filter(release__source="aps-unit-industry")

    assert rows.count() == (412 + 1) * 19 * 4
    assert rows.filter(soc2020_id="0").count() == 19 * 4
    assert not rows.filter(people=0).exists()
    assert not rows.filter(people=None, marks={}).exists()


def test_sums_over_industries_are_never_above_the_regional_table():
    # The one leaves small cells out and the other does not: were a column misread, this would not hold.
    of_release = EmploymentFigure.objects.filter(year=2024)
    by_unit = of_release.filter(release__source="aps-unit-industry").exclude(soc2020_id="0")
    regional = of_release.filter(release__source="aps-minor-region")
    lower_bounds: dict[str, float] = {}
    for code, people in by_unit.values_list("soc2020_id", "people"):
        lower_bounds[code[:3]] = lower_bounds.get(code[:3], 0) + (people or 0)

    totals = regional.values_list("soc2020_id").annotate(Sum("people"))

    assert len(totals) == 100
    assert all(lower_bounds[code] <= people for code, people in totals)


# ----- the workbook's layout -----


def workbook(tmp_path, years=(2023, 2024), change=None, units=("1111 Chief executives", "5241 Electricians")):
    """A small workbook of the layout; `change(sheets)` may alter its cells before they are written.

    A cell that is a pair is written shaded.
    """
    sheets = {}
    for year in years:
        rows = [["Office For National Statistics"], ["Annual Population Survey, filtered for industry sections A-S"]]
        rows += [[f"January-December {year}"], ["Weighted 2022"], ["Variables used"], [], ["", "", "INDS07M"]]
        rows.append(["", "", *(f"{n} {letter}  Section" for n, letter in enumerate(SECTIONS, 1))])
        for place, unit in enumerate(units):
            rows.append(["", unit, *(1000.0 * (place + 1) + n for n in range(19))])
        rows += [["", "Total", *(9000.0 + n for n in range(19))], [], ["Created on 14/11/2025 by ONS"]]
        sheets[str(year)] = rows
    if change:
        change(sheets)
    path = tmp_path / "aps.xlsx"
    with xlsxwriter.Workbook(path) as book:
        shaded = book.add_format({"pattern": 4, "bg_color": "#F9F9FB"})
        plain = book.add_format({"pattern": 1, "fg_color": "#F9F9FB"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for line, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    value, style = (cell[0], shaded) if isinstance(cell, tuple) else (cell, plain)
                    sheet.write(line, column, value, style)
    return path


def cell_of(rows, code, year, section):
    return next(row for row in rows if (row["soc2020_id"], row["year"], row["industry"]) == (code, year, section))


def marks_of(row):
    return json.loads(row["marks"])


def test_each_sheet_is_a_year_and_each_column_a_section(tmp_path):
    path = workbook(tmp_path)

    rows, report = rows_and_report(ApsUnitByIndustry(), path)
    edition = ApsUnitByIndustry().edition([path])

    assert (edition.slot, edition.edition, edition.note) == ("all", "2023 to 2024", "Created on 14/11/2025 by ONS.")
    assert len(rows) == 2 * 3 * 19
    assert cell_of(rows, "5241", 2024, "F")["people"] == 2005
    assert cell_of(rows, "0", 2023, "A")["people"] == 9000
    assert not report.bad_rows


def test_symbols_become_reasons_and_never_nothing(tmp_path):
    def change(sheets):
        sheets["2024"][8][2:4] = ["*", "-"]

    rows, _ = rows_and_report(ApsUnitByIndustry(), workbook(tmp_path, change=change))
    small, none = cell_of(rows, "1111", 2024, "A"), cell_of(rows, "1111", 2024, "B")

    assert (small["people"], marks_of(small)) == (None, {"people": "unreliable"})
    assert (none["people"], marks_of(none)) == (None, {"people": "negligible"})


def test_a_shaded_number_is_less_precise_and_a_solid_background_means_nothing(tmp_path):
    def change(sheets):
        sheets["2024"][8][2] = (700.0, "shaded")

    path = workbook(tmp_path, change=change)
    rows, _ = rows_and_report(ApsUnitByIndustry(), path)

    assert shaded_cells(path, "2024") == {(9, 2)}
    assert shaded_cells(path, "2023") == set()
    assert marks_of(cell_of(rows, "1111", 2024, "A")) == {"people": "acceptable"}
    assert marks_of(cell_of(rows, "1111", 2024, "B")) == {}


def test_numbers_of_the_miscoded_years_carry_the_publishers_warning(tmp_path):
    def change(sheets):
        sheets["2022"][8][2] = (700.0, "shaded")
        sheets["2022"][8][3] = "*"

    rows, _ = rows_and_report(ApsUnitByIndustry(), workbook(tmp_path, (2022, 2023), change))

    assert marks_of(cell_of(rows, "1111", 2022, "A")) == {"people": "caution"}
    assert marks_of(cell_of(rows, "1111", 2022, "B")) == {"people": "unreliable"}
    assert marks_of(cell_of(rows, "1111", 2022, "C")) == {"people": "caution"}
    assert marks_of(cell_of(rows, "1111", 2023, "C")) == {}


def test_a_cell_that_is_no_number_and_no_symbol_is_set_aside_with_its_line(tmp_path):
    def change(sheets):
        sheets["2024"][8][2] = "about 300"

    rows, report = rows_and_report(ApsUnitByIndustry(), workbook(tmp_path, change=change))

    assert len(rows) == 2 * 3 * 19 - 1
    assert report.bad_rows[0][1] == 9
    assert "section A" in report.bad_rows[0][3]


@pytest.mark.parametrize(
    ("line", "cell", "text", "reason"),
    [
        (1, 0, "Labour Force Survey", "says 'Labour Force Survey'"),
        (2, 0, "January-December 2019", "January-December 2019"),
        (7, 4, "7 G  Wholesale", "columns changed"),
        (7, 2, "Agriculture", "columns changed"),
    ],
)
def test_another_table_is_refused(tmp_path, line, cell, text, reason):
    def change(sheets):
        sheets["2024"][line][cell] = text

    assert reason in refusal(ApsUnitByIndustry(), workbook(tmp_path, change=change))


def test_sections_in_another_order_are_refused(tmp_path):
    def change(sheets):
        heads = sheets["2024"][7]
        heads[2], heads[3] = heads[3], heads[2]

    assert "another order" in refusal(ApsUnitByIndustry(), workbook(tmp_path, change=change))


def test_a_sheet_that_ends_before_its_total_is_refused(tmp_path):
    def change(sheets):
        del sheets["2024"][10:]

    assert "cut short" in refusal(ApsUnitByIndustry(), workbook(tmp_path, change=change))


def test_a_missing_year_or_a_foreign_sheet_is_refused(tmp_path):
    assert "a year is missing" in refusal(ApsUnitByIndustry(), workbook(tmp_path, (2021, 2023)))
    assert "where one a year belongs" in refusal(ApsUnitByIndustry(), workbook(tmp_path, ("Notes", 2023)))


def test_a_workbook_cut_in_the_middle_is_refused_and_changes_nothing(tmp_path):
    path = workbook(tmp_path)
    path.write_bytes(path.read_bytes()[:2000])
    before = Release.objects.get(source="aps-unit-industry", state="published")

    outcome = run_import(ApsUnitByIndustry(), [path], Request(apply=True))

    assert outcome.state == RunState.REFUSED
    assert "damaged or cut short" in outcome.findings[0].message
    assert Release.objects.get(source="aps-unit-industry", state="published") == before


# ----- the regional table -----


def regional_rows(times: float = 1):
    """Cells like those of the published edition."""
    names = {code: name for name, code in REGION_CODES.items()}
    rows = EmploymentFigure.objects.filter(release__source="aps-minor-region").order_by("pk")
    return [
        [code, names[area], "" if people is None else str(int(people * times))]
        for code, area, people in rows.values_list("soc2020_id", "area_id", "people")
    ]


def test_a_blank_is_not_published_and_regions_become_codes(tmp_path):
    path = write_csv(tmp_path / "r.csv", ApsMinorByRegion.header, [["524", "East", "1200"], ["524", "Wales", ""]])

    rows, _ = rows_and_report(ApsMinorByRegion(), path)

    assert [(row["area_id"], row["people"]) for row in rows] == [("E12000006", 1200), ("W92000004", None)]
    assert marks_of(rows[1]) == {"people": "not_published"}


@pytest.mark.parametrize("cells", [["524", "Mercia", "5"], ["5241", "Wales", "5"], ["524", "Wales", "few"]])
def test_an_unusable_line_is_set_aside(tmp_path, cells):
    rows, report = rows_and_report(ApsMinorByRegion(), write_csv(tmp_path / "r.csv", ApsMinorByRegion.header, [cells]))

    assert not rows
    assert report.bad_rows[0][1] == 2


def test_the_same_rows_again_change_nothing(tmp_path):
    path = write_csv(tmp_path / "r.csv", ApsMinorByRegion.header, regional_rows())

    assert run_import(ApsMinorByRegion(), [path], Request(apply=True)).state == RunState.UNCHANGED


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda rows: regional_rows(1000), "median of people"),
        (lambda rows: rows[:800], "are gone"),
        (lambda rows: [*rows, rows[0]], "stands twice"),
        (lambda rows: [["999", *row[1:]] for row in rows], "unknown code"),
    ],
    ids=["thousandfold", "a third missing", "a key twice", "unknown codes"],
)
def test_a_wrong_regional_table_is_refused_whole(tmp_path, change, reason):
    path = write_csv(tmp_path / "r.csv", ApsMinorByRegion.header, change(regional_rows()))
    before = set(EmploymentFigure.objects.filter(release__source="aps-minor-region").values_list("pk", flat=True))

    outcome = run_import(ApsMinorByRegion(), [path], Request(apply=True))

    assert outcome.state == RunState.REFUSED
    assert reason in outcome.findings[0].message
    after = set(EmploymentFigure.objects.filter(release__source="aps-minor-region").values_list("pk", flat=True))
    assert after == before


def test_a_renamed_or_moved_column_is_refused(tmp_path):
    rows = [["524", "Wales", "5"]]

    assert "missing: employment" in refusal(
        ApsMinorByRegion(), write_csv(tmp_path / "r.csv", ("soc_minor", "region", "jobs"), rows)
    )
    assert "another order" in refusal(
        ApsMinorByRegion(), write_csv(tmp_path / "r.csv", ("region", "soc_minor", "employment"), rows)
    )
