"""What is read of DfE's tables of apprenticeships by authority, standard and region, and what is refused."""

from __future__ import annotations

from functools import cache

import pytest

from pathways.importers import delivery, returns
from pathways.importers.delivery import (
    LIST_2021_HEADER,
    REGISTER_HEADER,
    ApprenticeshipDelivery,
    ApprenticeshipProviderStandards,
    ApprenticeshipRegions,
    Titles,
)
from tests.lmi.raw_files import assert_starter_is_what_is_read, files_of, read_rows, refusal
from tests.pathways.provider_files import ACTIVATE, YEARS, packed, table

pytestmark = [pytest.mark.django_db, pytest.mark.services]

IMPORTERS = [ApprenticeshipDelivery, ApprenticeshipProviderStandards, ApprenticeshipRegions]
OXFORD, READING = "E07000178", "E06000038"


@cache
def published(importer):
    """Rows of the publisher's file, which is large: read once for all tests."""
    rows, report = read_rows(importer(), files_of(importer()))
    assert report.bad_rows == []
    return rows


@pytest.mark.parametrize("importer", IMPORTERS)
def test_the_starter_table_is_what_is_read(importer):
    assert_starter_is_what_is_read(importer())


class TestThePublishedTables:
    def test_delivery_adds_the_learners_of_every_home(self):
        rows = published(ApprenticeshipDelivery)
        activate = {(r["area"], r["year"]): (r["starts"], r["achievements"]) for r in rows if r["ukprn"] == "10004927"}
        # Added up by hand over the districts where the learners live.
        assert activate["E07000209", "2024/25"][0] == 115
        assert activate[READING, "2025/26"][0] == 142
        assert activate[READING, "2024/25"][1] == 98
        assert activate[OXFORD, "2025/26"] == (138, 82)

    def test_delivery_lacks_what_took_place_outside_england_or_nobody_knows_where(self):
        rows = published(ApprenticeshipDelivery)
        starts = {year: sum(r["starts"] for r in rows if r["year"] == year) for year in ("2024/25", "2025/26")}
        assert starts == {"2024/25": 353_503 - 6_004, "2025/26": 308_773 - 20_328}

    def test_standards_by_provider_with_their_references(self):
        rows = published(ApprenticeshipProviderStandards)
        found = {(r["ukprn"], r["reference"], r["year"]): (r["starts"], r["achievements"]) for r in rows}
        assert found["10004927", "ST0152", "2024/25"] == (64, 44)
        assert found["10004927", "ST0152", "2025/26"] == (67, 28)
        assert found["10007500", "ST0152", "2024/25"] == (69, 50)
        assert {r["title"] for r in rows if not r["reference"]} == {"Journalist"}
        assert {r["title"] for r in rows if r["reference"] == "ST0490"} == {"Teacher", "Teacher - Postgraduate"}

    def test_one_title_at_two_levels_is_two_standards(self):
        rows = published(ApprenticeshipProviderStandards)
        adviser = [r for r in rows if r["title"] == "Financial Services Customer Adviser" and r["year"] == "2024/25"]
        starts = {ref: sum(r["starts"] for r in adviser if r["reference"] == ref) for ref in ("ST0178", "ST0185")}
        assert starts == {"ST0178": 54, "ST0185": 248}

    def test_regions(self):
        rows = published(ApprenticeshipRegions)
        found = {(r["region"], r["level"], r["age"], r["year"]): (r["starts"], r["achievements"]) for r in rows}
        assert found["E12000001", "advanced", "Under 19", "2024/25"] == (2577, 1577)
        assert len(found) == 9 * 3 * 3 * 4

    def test_the_edition_ends_with_the_month_of_the_name(self):
        edition = ApprenticeshipDelivery().edition(files_of(ApprenticeshipDelivery()))
        assert (edition.edition, edition.period, edition.status) == (
            "April 2026",
            "August 2024 to April 2026",
            "provisional",
        )


def delivery_file(tmp_path, *rows, header=returns.AREAS_HEADER, name="lad_2026-04.csv.gz"):
    return [
        packed(tmp_path / name, header, [(year, ACTIVATE, "Oxford", "Oxford", 1, 1, 0) for year in YEARS] + list(rows))
    ]


class TestBadDelivery:
    def test_homes_are_added_and_places_without_starts_or_achievements_left_out(self, tmp_path):
        more = [
            ("2024/25", ACTIVATE, "Reading", "Oxford", 3, 9, 2),
            ("2024/25", ACTIVATE, "Reading", "Reading", 0, 9, 0),
            ("2024/25", ACTIVATE, "Reading", returns.UNKNOWN_PLACE, 7, 9, 1),
        ]
        rows, report = read_rows(ApprenticeshipDelivery(), delivery_file(tmp_path, *more))
        found = {(r["area"], r["year"]): (r["starts"], r["achievements"]) for r in rows}
        assert found == {(OXFORD, "2024/25"): (4, 2), (OXFORD, "2025/26"): (1, 0)}
        assert report.bad_rows == []

    @pytest.mark.parametrize(
        ("row", "reason"),
        [
            (("2024/25", ACTIVATE, "Oxford", "Atlantis", 1, 1, 0), "no authority in England is called 'Atlantis'"),
            (("2024/25", "NO NUMBER", "Oxford", "Oxford", 1, 1, 0), "does not end in a UKPRN"),
            (("2024/26", ACTIVATE, "Oxford", "Oxford", 1, 1, 0), "no academic year"),
            (("2024/25", ACTIVATE, "Oxford", "Oxford", "low", 1, 0), "no count"),
            (("2024/25", ACTIVATE, "Oxford", "Oxford", "", 1, 0), "no count"),
        ],
    )
    def test_rows_that_are_set_aside(self, tmp_path, row, reason):
        _, report = read_rows(ApprenticeshipDelivery(), delivery_file(tmp_path, row))
        assert [reason in found[3] for found in report.bad_rows] == [True]

    def test_columns_that_changed(self, tmp_path):
        renamed = ("year", "provider_name", "learner_home", *returns.AREAS_HEADER[3:])
        reordered = (*returns.AREAS_HEADER[:5], "achievements", "enrolments")
        assert "missing: learner_home_lad" in refusal(ApprenticeshipDelivery(), delivery_file(tmp_path, header=renamed))
        assert "another order" in refusal(ApprenticeshipDelivery(), delivery_file(tmp_path, header=reordered))

    def test_a_name_without_a_month(self, tmp_path):
        assert "year and month" in refusal(ApprenticeshipDelivery(), delivery_file(tmp_path, name="lad.csv.gz"))

    def test_a_file_cut_short(self, tmp_path):
        rows = [("2024/25", ACTIVATE, "Oxford", "Oxford", 1, 1, 0)]
        path = packed(tmp_path / "lad_2026-04.csv.gz", returns.AREAS_HEADER, rows)
        assert "no rows of 2025/26" in refusal(ApprenticeshipDelivery(), [path])


def titles(tmp_path, register, list_2021=(("1", "ST0001", "Old title", "3"),)):
    first = [(ref, title, level, "", "", "", status, *[""] * 5) for ref, title, level, status in register]
    second = [(lars, ref, title, level, *[""] * 11) for lars, ref, title, level in list_2021]
    return Titles.read(
        table(tmp_path / "register.tsv", REGISTER_HEADER, first, delimiter="\t"),
        table(tmp_path / "list.csv", LIST_2021_HEADER, second),
    )


class TestTitles:
    def test_marks_and_capitals_do_not_matter(self, tmp_path):
        found = titles(tmp_path, [("ST1333", "Ship’s master – less than 500 gross tonnage", "4", "Live")])
        assert found.reference("Ships Master - less than 500 Gross Tonnage", "higher") == "ST1333"
        assert delivery.plain_title("Health & Safety") == delivery.plain_title("health and safety")

    def test_a_title_changed_since_2021(self, tmp_path):
        assert titles(tmp_path, [("ST0002", "New", "3", "Live")]).reference("Old Title", "advanced") == "ST0001"

    def test_the_level_tells_like_titles_apart_and_else_nothing_is_said(self, tmp_path):
        found = titles(
            tmp_path, [("ST1", "Same", "2", "Live"), ("ST2", "Same", "5", "Live"), ("ST3", "Same", "6", "Retired")]
        )
        assert found.reference("Same", "intermediate") == "ST1"
        assert found.reference("Same", "higher") == ""
        assert found.reference("Unheard of", "higher") == ""


class TestBadStandards:
    def read(self, tmp_path, *rows):
        usual = [
            (year, "Advanced Apprenticeship", "Welder", "E", "E", "Standard", "College", ACTIVATE, "Starts", 2)
            for year in YEARS
        ]
        titles(tmp_path, [("ST0009", "Welder", "3", "Live")])
        path = packed(tmp_path / "s_2026-04.csv.gz", returns.STANDARDS_HEADER, usual + list(rows))
        return [tmp_path / "register.tsv", path, tmp_path / "list.csv"]

    def test_subject_areas_are_added_and_frameworks_left_out(self, tmp_path):
        row = [
            "2024/25",
            "Advanced Apprenticeship",
            "Welder",
            "E",
            "Other",
            "Standard",
            "College",
            ACTIVATE,
            "Starts",
            3,
        ]
        old = [*row[:5], "Framework", *row[6:9], 50]
        done = [*row[:8], "Achievements", 4]
        rows, _ = read_rows(ApprenticeshipProviderStandards(), self.read(tmp_path, row, old, done))
        found = {r["year"]: (r["reference"], r["starts"], r["achievements"]) for r in rows}
        assert found == {"2024/25": ("ST0009", 5, 4), "2025/26": ("ST0009", 2, 0)}

    def test_unknown_words_are_set_aside(self, tmp_path):
        row = ["2024/25", "Advanced Apprenticeship", "Welder", "E", "E", "Unit", "College", ACTIVATE, "Starts", 3]
        wrong = [row, [*row[:5], "Standard", *row[6:8], "Participation", 3], ["2024/25", "Level 3", *row[2:]]]
        _, report = read_rows(ApprenticeshipProviderStandards(), self.read(tmp_path, *wrong))
        assert len(report.bad_rows) == len(wrong)

    def test_a_list_that_is_missing(self, tmp_path):
        files = self.read(tmp_path)
        assert "3 files belong together" in refusal(ApprenticeshipProviderStandards(), files[:2])
        assert "given twice" in refusal(ApprenticeshipProviderStandards(), [files[0], files[0], files[1]])


class TestBadRegions:
    def read(self, tmp_path, *rows):
        usual = [
            (year, ACTIVATE, "College", "Advanced Apprenticeship", "25+", "London", "London", 3, 5, 1) for year in YEARS
        ]
        path = packed(tmp_path / "b_2026-04.csv.gz", returns.BREAKDOWNS_HEADER, usual + list(rows))
        return read_rows(ApprenticeshipRegions(), [path])

    def test_homes_are_added_and_unknown_places_left_out(self, tmp_path):
        row = ["2024/25", ACTIVATE, "College", "Advanced Apprenticeship", "25+", "London", "North East", 4, 9, 2]
        rows, report = self.read(tmp_path, row, [*row[:5], returns.UNKNOWN_PLACE, *row[6:]])
        found = {row["year"]: (row["region"], row["starts"], row["achievements"]) for row in rows}
        assert found["2024/25"] == ("E12000007", 7, 3)
        assert found["2022/23"] == ("E12000007", 3, 1)
        assert report.bad_rows == []

    @pytest.mark.parametrize(
        ("place", "value"), [(3, "Level 3"), (4, "16-18"), (5, "Mercia"), (7, "low"), (9, "-1"), (0, "2024")]
    )
    def test_what_is_set_aside(self, tmp_path, place, value):
        row = ["2024/25", ACTIVATE, "College", "Advanced Apprenticeship", "25+", "London", "London", 4, 9, 2]
        row[place] = value
        _, report = self.read(tmp_path, row)
        assert len(report.bad_rows) == 1
