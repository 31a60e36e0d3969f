"""A level entries and combinations: years, sexes, marks and slugs; and the list of school subjects."""

from __future__ import annotations

import json

import pytest

from pathways.importers.school_subjects import COMBINATIONS_HEADER, ENTRIES_HEADER, ALevelCombinations, ALevelEntries
from pathways.subjects import (
    UnknownSchoolSubjectError,
    school_subject,
    school_subject_of,
    school_subjects,
    slug_of_entries,
)
from tests.lmi.raw_files import assert_starter_is_what_is_read, files_of, read_rows, refusal
from tests.pathways.provider_files import table

pytestmark = pytest.mark.services

ENTRY = {
    "year": "2025", "time_period": "202425", "time_identifier": "Academic year", "geographic_level": "National",
    "country_code": "E92000001", "country_name": "England", "data_version": "Revised", "subject_name": "Physics",
    "characteristic_value": "Female", "perc_astar_grade_achieved": "z", "perc_astar_a_grade_achieved": "31.5",
    "perc_astar_b_grade_achieved": "53.2", "perc_astar_c_grade_achieved": "72.5", "perc_astar_d_grade_achieved": "86.4",
    "perc_astar_e_grade_achieved": "95.8", "entry_count": "9786",
}  # fmt: skip
PAIR = {
    "time_period": "202425", "country_code": "E92000001", "characteristic_value": "Male",
    "subject": "Maths & physics", "percent_entered": "NA", "number_of_students": "NA", "version": "Revised",
    "year": "2025",
}  # fmt: skip


@pytest.fixture
def write(tmp_path):
    def build(header, *rows):
        return [table(tmp_path / "a_levels.csv", header, [[row.get(name, "") for name in header] for row in rows])]

    return build


class TestEntries:
    def test_a_line_becomes_a_summer_of_a_subject(self, write):
        rows, report = read_rows(ALevelEntries(), write(ENTRIES_HEADER, ENTRY))

        row = rows[0]
        assert report.bad_rows == []
        assert (row["subject"], row["slug"], row["year"], row["sex"], row["status"]) == (
            "Physics", "physics", 2025, "female", "revised",
        )  # fmt: skip
        assert (row["entries"], row["grade_a"], row["grade_a_star"]) == (9786, 31.5, None)
        assert json.loads(row["marks"]) == {"grade_a_star": "not_published"}

    def test_before_2010_an_a_star_does_not_apply(self, write):
        old = {**ENTRY, "year": "2009", "time_period": "200809", "perc_astar_b_grade_achieved": "z"}
        rows, _ = read_rows(ALevelEntries(), write(ENTRIES_HEADER, old))

        assert json.loads(rows[0]["marks"]) == {"grade_a_star": "not_applicable", "grade_b": "not_published"}

    @pytest.mark.parametrize(
        ("cells", "reason"),
        [
            ({"entry_count": "many"}, "no number and no known mark"),
            ({"entry_count": "-5"}, "outside 0"),
            ({"perc_astar_a_grade_achieved": "131"}, "outside 0 to 100"),
            ({"characteristic_value": "Girls"}, "unknown group"),
            ({"data_version": "Draft"}, "unknown group or version"),
            ({"country_code": "W92000004"}, "not a year of England"),
            ({"time_period": "202324"}, "not a year of England"),
            ({"subject_name": ""}, "no subject"),
        ],
    )
    def test_a_line_that_cannot_be_used_is_set_aside(self, write, cells, reason):
        rows, report = read_rows(ALevelEntries(), write(ENTRIES_HEADER, {**ENTRY, **cells}))

        assert rows == []
        assert reason in report.bad_rows[0][3]

    @pytest.mark.parametrize("header", [ENTRIES_HEADER[:-1], (*ENTRIES_HEADER[:-1], "entries"), ENTRIES_HEADER[::-1]])
    def test_another_header_is_refused(self, write, header):
        assert "columns" in refusal(ALevelEntries(), write(header, ENTRY))

    def test_the_status_is_that_of_the_last_summer(self, write):
        older = {**ENTRY, "year": "2024", "time_period": "202324", "data_version": "Final"}

        found = ALevelEntries().edition(write(ENTRIES_HEADER, older, ENTRY))
        assert (found.edition, found.status) == ("2024 to 2025", "revised")

    def test_a_summer_of_two_versions_is_refused(self, write):
        assert "no one version" in refusal(
            ALevelEntries(), write(ENTRIES_HEADER, ENTRY, {**ENTRY, "data_version": "Final"})
        )

    def test_hand_picked_numbers(self):
        rows, report = read_rows(ALevelEntries(), files_of(ALevelEntries()))
        found = {(row["subject"], row["year"], row["sex"]): row for row in rows}

        assert (len(rows), report.bad_rows) == (3315, [])
        assert found["Physics", 2025, "all"]["entries"] == 40837
        assert found["Accounting and finance", 1996, "all"]["entries"] == 2042
        assert found["Total subjects", 2025, "male"]["grade_a_star"] == 10.3
        assert found["Total Modern languages", 2025, "all"]["entries"] == 21807
        # There was no A* before 2010.
        assert all(row["grade_a_star"] is None for row in rows if row["year"] < 2010)
        assert {row["slug"] for row in rows if row["subject"] in ("Total subjects", "STEM subjects", "ICT")} == {""}

    def test_the_starter_table_is_what_is_read(self):
        assert_starter_is_what_is_read(ALevelEntries())


class TestCombinations:
    def test_na_is_not_published_and_never_nought(self, write):
        rows, _ = read_rows(ALevelCombinations(), write(COMBINATIONS_HEADER, PAIR))

        assert (rows[0]["students"], rows[0]["percent"], rows[0]["sex"]) == (None, None, "male")
        assert json.loads(rows[0]["marks"]) == {"students": "not_published", "percent": "not_published"}

    def test_another_header_is_refused(self, write):
        assert "missing: subject" in refusal(
            ALevelCombinations(), write([n for n in COMBINATIONS_HEADER if n != "subject"], PAIR)
        )

    def test_hand_picked_numbers(self):
        rows, report = read_rows(ALevelCombinations(), files_of(ALevelCombinations()))
        found = {(row["combination"], row["year"], row["sex"]): row for row in rows}

        assert (len(rows), report.bad_rows) == (1671, [])
        assert found["Physics", 2025, "female"]["students"] == 9528
        assert (found["Maths", 2010, "all"]["students"], found["Maths", 2010, "all"]["percent"]) == (66000, 24.7)
        assert sum(row["students"] is None for row in rows) == 46

    def test_the_starter_table_is_what_is_read(self):
        assert_starter_is_what_is_read(ALevelCombinations())


class TestListOfSubjects:
    def test_every_subject_has_one_code_and_a_title(self):
        codes = [subject.code for subject in school_subjects()]

        assert (len(school_subjects("gcse")), len(school_subjects("alevel"))) == (32, 35)
        assert len(codes) == len(set(codes))
        assert all(str(subject.title) for subject in school_subjects())

    def test_a_subject_is_found_by_stage_and_slug_and_by_code(self):
        assert school_subject("alevel", "physics") is school_subject_of("alevel:physics")
        assert school_subject("gcse", "combined-science").entries_name == ""

    @pytest.mark.parametrize("code", ["alevel:combined-science", "gcse:law", "physics", "", "degree:physics"])
    def test_an_unknown_subject_is_told(self, code):
        with pytest.raises(UnknownSchoolSubjectError):
            school_subject_of(code)

    def test_names_of_dfes_table_lead_to_slugs(self):
        assert slug_of_entries("Total Modern  languages") == "modern-language"
        assert slug_of_entries("Total subjects") == ""

    @pytest.mark.django_db
    def test_every_name_of_entries_stands_in_the_table(self):
        rows, _ = read_rows(ALevelEntries(), files_of(ALevelEntries()))
        wanted = {subject.slug for subject in school_subjects("alevel") if subject.entries_name}

        assert wanted == {row["slug"] for row in rows} - {""}
