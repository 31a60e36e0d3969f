"""The register of apprenticeships and the list of 2021: what is read, what is missing, what is refused."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date

import pytest

from evidence.importing.pipeline import Request, run_import
from pathways.importers.apprenticeships import (
    LIST_2021_COLUMNS,
    REGISTER_COLUMNS,
    ApprenticeshipStandards,
    StandardCodes2021,
    regulator_of,
)
from tests.lmi.raw_files import assert_starter_is_what_is_read, files_of, read_rows, refusal

pytestmark = pytest.mark.services

ELECTRICIAN = {
    "reference": "ST0152",
    "title": "Installation and maintenance electrician",
    "level": "3",
    "route": "Construction and the built environment",
    "max_funding_gbp": "23000",
    "typical_duration_months": "54",
    "status": "Live",
    "version": "1.2",
    "official_url_slug": "st0152-v1-2",
}
CODE = {"lars_code": "5", "reference": "ST0152", "title": "Installation electrician", "pathway": "Building Services"}


@pytest.fixture
def register(tmp_path):
    """A small register as a file; each line an electrician with some cells changed."""

    def write(*changes, columns=REGISTER_COLUMNS, name="standards_2026-07-02.tsv", ending="\n"):
        lines = ["\t".join(columns)]
        lines += ["\t".join({**ELECTRICIAN, **change}.get(column, "") for column in columns) for change in changes]
        path = tmp_path / name
        path.write_text("\n".join(lines) + ending, encoding="utf-8")
        return [path]

    return write


@pytest.fixture
def codes(tmp_path):
    """A small list of 2021 as a file."""

    def write(*changes, columns=LIST_2021_COLUMNS):
        lines = [",".join(columns)]
        lines += [",".join({**CODE, **change}.get(column, "") for column in columns) for change in changes]
        path = tmp_path / "standards_2021_facts.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return [path]

    return write


def read(files, importer=None):
    rows, report = read_rows(importer or ApprenticeshipStandards(), files)
    for row in rows:
        row["marks"] = json.loads(row.get("marks", "{}"))
    return rows, report


class TestRegister:
    def test_a_live_standard(self, register):
        (row,), report = read(register({}))
        assert (row["reference"], row["kind"], row["status"], row["level"]) == ("ST0152", "standard", "live", 3)
        assert (row["max_funding"], row["typical_months"], row["marks"]) == (23000, 54, {})
        assert not report.bad_rows

    @pytest.mark.parametrize(("reference", "kind"), [("FA0001", "foundation"), ("AU0001", "unit")])
    def test_the_reference_says_what_it_is(self, register, reference, kind):
        (row,), _ = read(register({"reference": reference}))
        assert row["kind"] == kind

    def test_an_unknown_sector_is_empty(self, register):
        (row,), _ = read(register({"route": "Unknown"}))
        assert row["sector"] == ""

    @pytest.mark.parametrize("cell", ["", "0"])
    @pytest.mark.parametrize(
        ("column", "measure"),
        [("max_funding_gbp", "max_funding"), ("typical_duration_months", "typical_months"), ("level", "level")],
    )
    def test_a_missing_number_is_never_nought(self, register, column, measure, cell):
        (row,), _ = read(register({column: cell}))
        assert row[measure] is None
        assert row["marks"] == {measure: "not_published"}

    @pytest.mark.parametrize(
        ("status", "version", "slug", "expected"),
        [
            ("In development", "1.5", "st0152-in-revision", True),
            ("In development", "", "st0152-in-revision", False),
            ("In development", "1.5", "st0152-v1-5", False),
            ("Paused", "1", "st0152-in-revision", False),
        ],
    )
    def test_under_revision_needs_status_version_and_address(self, register, status, version, slug, expected):
        (row,), _ = read(register({"status": status, "version": version, "official_url_slug": slug}))
        assert row["is_under_revision"] is expected

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"reference": "XX0152"}, "unknown form of reference"),
            ({"reference": "ST152"}, "unknown form of reference"),
            ({"status": "Sleeping"}, "unknown status"),
            ({"max_funding_gbp": "£23,000"}, "is not a whole number"),
            ({"typical_duration_months": "4.5 years"}, "is not a whole number"),
            ({"title": ""}, "no title"),
            ({"professional_recognition": "maybe"}, "neither yes nor empty"),
        ],
    )
    def test_unusable_rows_are_set_aside_with_their_line(self, register, change, reason):
        rows, report = read(register({}, {"reference": "ST0001", **change}))
        assert [row["reference"] for row in rows] == ["ST0152"]
        ((_file, line, _raw, said),) = report.bad_rows
        assert line == 3
        assert reason in said

    def test_the_day_stands_in_the_name(self, register):
        edition = ApprenticeshipStandards().edition(register({}))
        assert (edition.edition, edition.retrieved_on) == ("2 July 2026", date(2026, 7, 2))

    def test_a_name_without_a_day_is_refused(self, register):
        assert "does not say its day" in refusal(ApprenticeshipStandards(), register({}, name="standards.tsv"))

    def test_other_columns_are_refused(self, register):
        renamed = ["sector" if column == "route" else column for column in REGISTER_COLUMNS]
        assert "missing: route" in refusal(ApprenticeshipStandards(), register({}, columns=renamed))
        swapped = [REGISTER_COLUMNS[1], REGISTER_COLUMNS[0], *REGISTER_COLUMNS[2:]]
        assert "another order" in refusal(ApprenticeshipStandards(), register({}, columns=swapped))

    def test_a_file_cut_short_is_refused(self, register):
        assert "cut short" in refusal(ApprenticeshipStandards(), register({}, ending="\nST0153\tHalf a"))


@pytest.mark.django_db
class TestPipeline:
    def test_too_few_rows_are_refused(self, register):
        outcome = run_import(ApprenticeshipStandards(), register({}), Request(apply=True))
        assert outcome.state == "refused"
        assert "fewer than the 900" in outcome.findings[0].message

    def test_a_reference_twice_is_refused(self, register):
        outcome = run_import(ApprenticeshipStandards(), register({}, {}), Request(apply=True))
        assert "ST0152 stands twice" in outcome.findings[0].message

    def test_funding_in_thousands_is_refused(self, register):
        lines = [{"reference": f"ST{n:04d}", "max_funding_gbp": "23"} for n in range(1, 1001)]
        outcome = run_import(ApprenticeshipStandards(), register(*lines), Request(apply=True))
        assert "median of max_funding" in outcome.findings[0].message


class TestCodes:
    def test_a_code_is_text_and_a_day_is_a_day(self, codes):
        (row,), _ = read_rows(StandardCodes2021(), codes({"lars_code": "007", "last_date_starts": "01/06/2020"}))
        assert (row["lars_code"], row["last_start"]) == ("007", date(2020, 6, 1))

    @pytest.mark.parametrize(
        "change", [{"lars_code": "5a"}, {"lars_code": ""}, {"last_date_starts": "June 2020"}, {"reference": "5"}]
    )
    def test_unusable_rows_are_set_aside(self, codes, change):
        rows, report = read_rows(StandardCodes2021(), codes(change))
        assert not rows
        assert len(report.bad_rows) == 1

    @pytest.mark.parametrize(
        ("cell", "name"),
        [
            (
                " British Psychological Society (BPS). Training provider must be approved.",
                "British Psychological Society (BPS)",
            ),
            ("Health and Care Professions", "Health and Care Professions Council"),
            ("Health and Care Professions Council Somebody", "Health and Care Professions Council"),
            ("General Dental Council", "General Dental Council"),
            ("", ""),
        ],
    )
    def test_a_regulator_is_a_name(self, cell, name):
        assert regulator_of(cell) == name

    def test_other_columns_are_refused(self, codes):
        assert "missing: page_url" in refusal(StandardCodes2021(), codes({}, columns=LIST_2021_COLUMNS[:-1]))


class TestPublishedFiles:
    """Against the real files: numbers counted and rows looked up apart from the importer."""

    @pytest.fixture
    def rows(self):
        rows, report = read(files_of(ApprenticeshipStandards()))
        assert not report.bad_rows
        return {row["reference"]: row for row in rows}

    def test_how_many_of_each_kind(self, rows):
        assert Counter(row["kind"] for row in rows.values()) == {"standard": 918, "foundation": 9, "unit": 11}
        live = [row for row in rows.values() if row["status"] == "live"]
        assert Counter(row["kind"] for row in live) == {"standard": 575, "foundation": 9, "unit": 11}

    def test_seventy_six_of_one_hundred_and_twelve_are_under_revision(self, rows):
        developing = [row for row in rows.values() if row["status"] == "in_development"]
        revised = {row["reference"] for row in rows.values() if row["is_under_revision"]}
        assert (len(developing), len(revised)) == (112, 76)
        assert "ST0135" in revised
        assert "ST1459" not in revised  # an address "in revision" but no version yet

    def test_rows_looked_up_by_hand(self, rows):
        assert (rows["ST0116"]["title"], rows["ST0116"]["level"]) == ("Software developer", 4)
        assert (rows["ST0116"]["max_funding"], rows["ST0116"]["typical_months"]) == (18000, 24)
        assert rows["ST0289"]["degree"] == "integrated degree"
        assert (rows["ST0780"]["level"], rows["ST0780"]["status"]) == (None, "defunded")
        assert rows["ST0246"]["leads_to_recognition"] is True

    def test_sector_is_unknown_for_twenty_one(self, rows):
        assert sum(row["sector"] == "" for row in rows.values()) == 21

    def test_every_code_of_2021_is_in_the_register(self, rows):
        codes_2021, report = read_rows(StandardCodes2021(), files_of(StandardCodes2021()))
        assert (len(codes_2021), len(report.bad_rows)) == (515, 0)
        assert {row["reference"] for row in codes_2021} <= rows.keys()
        assert {"5"} == {row["lars_code"] for row in codes_2021 if row["reference"] == "ST0152"}
        assert sum(row["last_start"] is not None for row in codes_2021) == 8

    @pytest.mark.parametrize("importer", [ApprenticeshipStandards(), StandardCodes2021()])
    def test_the_starter_table_is_what_is_read(self, importer):
        assert_starter_is_what_is_read(importer)
