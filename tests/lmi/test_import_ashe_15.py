"""Pay by region and unit group: the partial tabulation of 2025, and ONS's workbooks of tables 15 and 3."""

from __future__ import annotations

import json

import pytest
from django.conf import settings

from evidence.importing.contract import RefusedFileError, Report
from evidence.importing.pipeline import Request, run_import
from evidence.models import Release
from lmi.importers.ashe_regions import AsheTable3, AsheTable15
from lmi.models import OccupationGroup, PayFigure
from tests.lmi.ashe_files import Workbook, area_rows, coefficients

pytestmark = [pytest.mark.django_db, pytest.mark.services]
UK = "K02000001"
AREAS = (
    ("E12000001", "North East"),
    ("E12000002", "North West"),
    ("E12000003", "Yorkshire and The Humber"),
    ("E12000004", "East Midlands"),
    ("E12000005", "West Midlands"),
    ("E12000006", "East"),
    ("E12000007", "London"),
    ("E12000008", "South East"),
    ("E12000009", "South West"),
    ("W92000004", "Wales"),
    ("S92000003", "Scotland"),
)


def read(importer, files):
    report = Report()
    rows = [dict(zip(importer.columns, row.values, strict=True)) for row in importer.read(files, report)]
    return rows, report


@pytest.fixture
def partial(tmp_path):
    """A tabulation with these lines."""

    def build(*lines, header=AsheTable15.header):
        path = tmp_path / "ashe_2025_table15.csv"
        path.write_text("\n".join([",".join(header), *(",".join(line) for line in lines)]) + "\n")
        return path

    return build


class TestPartialTabulation:
    def test_a_median_of_the_regions_own_is_yearly_pay_of_all_employees(self, partial):
        [row], _ = read(AsheTable15(), [partial(["Chefs", "wales", "25000", "0"])])

        assert (row["soc2020_id"], row["area_id"], row["year"]) == ("5434", "W92000004", 2025)
        assert (row["measure"], row["sex"], row["hours"], row["age"]) == ("annual", "all", "all", "all")
        assert row["median"] == 25_000

    def test_everything_else_of_the_row_is_said_to_be_not_held(self, partial):
        [row], _ = read(AsheTable15(), [partial(["Chefs", "wales", "25000", "0"])])

        marks = json.loads(row["marks"])
        assert "median" not in marks
        assert len(marks) == 12
        assert set(marks.values()) == {"not_held"}
        assert row["p25"] is None

    def test_an_average_of_other_regions_is_left_out(self, partial):
        rows, report = read(AsheTable15(), [partial(["Chefs", "ni", "25821", "1"], ["Chefs", "wales", "25000", "0"])])

        assert [row["area_id"] for row in rows] == ["W92000004"]
        assert report.bad_rows == []

    @pytest.mark.parametrize(
        ("title", "code"),
        [
            ("Legal professionals", "2419"),
            ("Customer service occupations", "7219"),
            ("Animal care services occupations", "6129"),
            ("Research and development (RandD) managers", "2161"),
            ("Veterinarians", "2240"),
            ("Assemblers (vehicles and metal goods)", "8142"),
        ],
    )
    def test_a_title_is_a_unit_groups_never_a_wider_groups(self, partial, title, code):
        [row], _ = read(AsheTable15(), [partial([title, "london", "30000", "0"])])

        assert row["soc2020_id"] == code

    @pytest.mark.parametrize(
        "line",
        [
            ["Unicorn keepers", "london", "30000", "0"],
            ["Chefs", "narnia", "30000", "0"],
            ["Chefs", "london", "30000", "maybe"],
            ["Chefs", "london", "30000000", "0"],
            ["Chefs", "london", "thirty", "0"],
        ],
    )
    def test_a_line_that_makes_no_sense_is_set_aside(self, partial, line):
        rows, report = read(AsheTable15(), [partial(["Bar staff", "london", "9000", "0"], line)])

        assert len(rows) == 1
        assert [place for _, place, _, _ in report.bad_rows] == [3]

    def test_another_header_is_refused(self, partial):
        path = partial(header=("soc2020_title", "region", "median_annual", "national_fallback"))

        with pytest.raises(RefusedFileError, match="missing: median_annual_ft"):
            read(AsheTable15(), [path])

    def test_titles_cannot_be_matched_before_the_classification_is_loaded(self, partial):
        OccupationGroup.objects.filter(level="unit").update(level="minor")

        with pytest.raises(RefusedFileError, match="soc-2020"):
            read(AsheTable15(), [partial(["Chefs", "wales", "25000", "0"])])

    def test_less_than_what_is_published_is_refused(self, partial):
        outcome = run_import(AsheTable15(), [partial(["Chefs", "wales", "25000", "0"])], Request(apply=True))

        assert outcome.state == "refused"
        assert Release.objects.get(source="ashe-15", state="published").row_count == 1042


class TestPublished:
    """What the shipped table says, against the rest of what is published."""

    def medians(self, code, **about):
        rows = PayFigure.objects.filter(soc2020_id=code, year=2025, measure="annual", sex="all", age="all", **about)
        return list(rows.values_list("median", flat=True))

    def test_it_has_the_medians_of_141_unit_groups_in_11_areas(self):
        rows = PayFigure.objects.filter(release__source_id="ashe-15")

        assert rows.count() == 1042
        assert rows.filter(median__isnull=True).count() == 0
        assert rows.values("soc2020_id").distinct().count() == 141
        assert set(rows.values_list("area_id", flat=True)) == {code for code, _ in AREAS}
        assert rows.exclude(soc2020__level="unit").count() == 0

    @pytest.mark.parametrize("code", ["9263", "4216", "7114", "8214"])
    def test_where_part_time_work_is_common_they_are_like_the_uks_for_all_employees(self, code):
        [full_time] = self.medians(code, area_id=UK, hours="full_time")
        [everyone] = self.medians(code, area_id=UK, hours="all")
        regions = sorted(self.medians(code, release__source_id="ashe-15"))

        middle = regions[len(regions) // 2]
        assert abs(middle - everyone) < 0.1 * everyone
        assert abs(middle - full_time) > 0.1 * full_time


class TestWorkbooks:
    CODES = ("1", "11", "111", "1111", "5", "52", "524", "5241")

    def book(self, number="15.7a", areas=AREAS, **kept):
        return Workbook(number, rows=area_rows(self.CODES, areas), **kept)

    def test_a_line_belongs_to_the_area_above_it(self, tmp_path):
        book = self.book()
        book.cells["Full-Time", "5241"] = [3.0, 39_000.0, "", 40_000.0, "", *["x"] * 10]

        rows, report = read(AsheTable15(), [book.save(tmp_path)])

        found = {(row["soc2020_id"], row["area_id"], row["sex"], row["hours"]): row for row in rows}
        assert len(rows) == 9 * 11 * 9
        assert found["5241", "S92000003", "all", "full_time"]["median"] == 39_000
        assert json.loads(found["5241", "S92000003", "all", "full_time"]["marks"])["p25"] == "unreliable"
        assert found["5241", "S92000003", "male", "full_time"]["median"] == 30_000
        assert found["0", "W92000004", "all", "all"]["jobs"] == 50
        assert report.bad_rows == []

    def test_the_year_is_the_titles(self, tmp_path):
        found = AsheTable15().edition([self.book().save(tmp_path)])

        assert (found.slot, found.status) == ("2030", "provisional")

    def test_quality_is_that_of_the_area_and_group(self, tmp_path):
        quality = self.book("15.7b")
        quality.cells["All", "5241"] = coefficients(12.0)

        rows, _ = read(AsheTable15(), [self.book().save(tmp_path), quality.save(tmp_path)])

        electricians = [row for row in rows if row["soc2020_id"] == "5241" and row["sex"] == "all"]
        bands = {(row["hours"], json.loads(row["marks"])["median"]) for row in electricians}
        assert bands == {("all", "acceptable"), ("full_time", "precise"), ("part_time", "precise")}

    def test_areas_that_are_no_region_or_nation_are_left_out(self, tmp_path):
        areas = (("K02000001", "United Kingdom"), ("E92000001", "England"), *AREAS)

        rows, _ = read(AsheTable15(), [self.book(areas=areas).save(tmp_path)])

        assert {row["area_id"] for row in rows} == {code for code, _ in AREAS}

    def test_a_line_under_the_wrong_area_is_set_aside(self, tmp_path):
        book = self.book()
        at = book.rows.index(("  Wales, group 5241", "5241"))
        book.rows[at] = ("  London, group 5241", "5241")

        rows, report = read(AsheTable15(), [book.save(tmp_path)])

        assert len(report.bad_rows) == 9
        assert "not under the area 'Wales'" in report.bad_rows[0][3]
        assert len(rows) == 9 * 11 * 9 - 9

    def test_a_sheet_without_all_regions_is_refused(self, tmp_path):
        with pytest.raises(RefusedFileError, match="10 of the 11 regions"):
            read(AsheTable15(), [self.book(areas=AREAS[:-1]).save(tmp_path)])

    def test_a_workbook_of_table_14_is_refused(self, tmp_path):
        with pytest.raises(RefusedFileError, match=r"this is table 14\.7a"):
            AsheTable15().edition([Workbook("14.7a", ["", "1"]).save(tmp_path)])

    def test_values_in_another_unit_are_set_aside(self, tmp_path):
        book = self.book()
        book.cells["All", "5241"] = [3.0, 39.0, "", 40.0, "", *["x"] * 10]

        _, report = read(AsheTable15(), [book.save(tmp_path)])

        assert len(report.bad_rows) == 11

    def test_table_3_is_read_alike_and_keeps_the_uk(self, tmp_path):
        book = self.book("3.7a", areas=(("K02000001", "United Kingdom"), *AREAS), year=None)

        path = book.save(tmp_path, "PROV - Work Region Occupation Table 3.7a 2030.xlsx")
        rows, report = read(AsheTable3(), [path])

        assert AsheTable3().edition([path]).slot == "2030"
        assert UK in {row["area_id"] for row in rows}
        assert "taken from the file's name" in report.findings[0].message


def test_the_publishers_tabulation_gives_1042_rows_and_none_is_set_aside():
    path = settings.RAW_DATA_DIR / AsheTable15.raw_files["2025"][0]
    if not path.exists():
        pytest.skip(f"the publishers' files are not at hand: {path.name}")

    rows, report = read(AsheTable15(), [path])

    assert (len(rows), report.bad_rows) == (1042, [])
