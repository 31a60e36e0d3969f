"""Job profiles of 2020: labels without sentences, and which unit a profile's name stands in."""

from __future__ import annotations

import csv
import json

import pytest

from pathways.importers.profiles import COLUMNS, ROUTES, JobProfiles2020, unit_of
from tests.lmi.raw_files import assert_starter_is_what_is_read, files_of, read_rows, refusal

pytestmark = pytest.mark.services

CHEF = {
    **{f"route_{name}": "0" for name in ROUTES},
    "profile": "Chef",
    "soc2010": "5434",
    "hours_min": "40.0",
    "hours_max": "45.0",
    "route_college": "1",
}
INDEX = {
    "chef": {("5434", "5434", False)},
    "farmer": {("5111", "5111", False)},
    "make up artist": {("3429", "6222", True), ("6222", "6222", False)},
    "mechanical engineer": {("2122", "2122", False), ("5223", "2122", False)},
}


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Profiles as a file, beside a stand-in for the coding index with a handful of titles."""
    monkeypatch.setattr("pathways.importers.profiles._index", lambda path: INDEX)
    (tmp_path / "index.xlsx").write_bytes(b"not read")

    def write(*changes, columns=COLUMNS):
        path = tmp_path / "job_profile_facts_2020.csv"
        with path.open("w", encoding="utf-8", newline="") as handle:
            rows = [[{**CHEF, **change}.get(column, "") for column in columns] for change in changes]
            csv.writer(handle).writerows([columns, *rows])
        return [path, tmp_path / "index.xlsx"]

    return write


class TestUnit:
    @pytest.mark.parametrize(
        ("profile", "soc2010", "unit"),
        [
            ("Chef", "5434", "5434"),
            ("CHEF", "5434", "5434"),
            ("Farmer", "1121", ""),  # the index has it under another SOC 2010 unit
            ("Make-up artist", "6222", "6222"),  # the entry without a qualifier decides
            ("Mechanical engineer", "2122", ""),  # two, and nothing decides
            ("Astronaut", "3512", ""),
        ],
    )
    def test_only_where_it_is_clear(self, profile, soc2010, unit):
        assert unit_of(profile, soc2010, INDEX) == unit


class TestReading:
    def test_routes_and_hours(self, files):
        (row,), _ = read_rows(JobProfiles2020(), files({"route_apprenticeship": "1"}))
        assert json.loads(row["routes"]) == ["college", "apprenticeship"]
        assert (row["soc2020"], row["hours_low"], row["hours_high"]) == ("5434", 40, 45)

    def test_missing_hours_are_not_nought(self, files):
        (row,), _ = read_rows(JobProfiles2020(), files({"hours_min": ""}))
        assert row["hours_low"] is None

    def test_sentences_and_markup_are_left_out_and_told(self, files):
        sentence = "You will need to do a good many things before anybody lets you near the stove"
        cell = f'CSCS | {sentence} | see <a href="x">'
        (row,), report = read_rows(JobProfiles2020(), files({"registrations": cell, "restrictions": "Medical check"}))
        assert (json.loads(row["registrations"]), json.loads(row["restrictions"])) == (["CSCS"], ["Medical check"])
        assert report.findings[0].message == "2 sentences among the labels were left out"

    @pytest.mark.parametrize(
        "change",
        [{"soc2010": "54"}, {"profile": ""}, {"route_work": "yes"}, {"hours_min": "many"}],
    )
    def test_unusable_rows_are_set_aside(self, files, change):
        rows, report = read_rows(JobProfiles2020(), files(change))
        assert not rows
        assert len(report.bad_rows) == 1

    def test_a_broken_reference_is_set_aside(self, files):
        _, report = read_rows(JobProfiles2020(), files({"apprenticeship_standards": "ST0227 | 228"}))
        assert "unknown form of reference" in report.bad_rows[0][3]

    def test_other_columns_and_files_are_refused(self, files):
        assert "missing: restrictions" in refusal(JobProfiles2020(), files({}, columns=COLUMNS[:-1]))
        assert "two files belong together" in refusal(JobProfiles2020(), files({})[:1])


@pytest.fixture(scope="module")
def rows():
    """Every profile as published, by name."""
    rows, report = read_rows(JobProfiles2020(), files_of(JobProfiles2020()))
    assert not report.bad_rows
    return {row["profile"]: row for row in rows}


class TestPublishedFiles:
    def test_counted_and_looked_up_by_hand(self, rows):
        assert len(rows) == 829
        assert sum("apprenticeship" in json.loads(row["routes"]) for row in rows.values()) == 609
        assert json.loads(rows["Chef"]["standards"]) == ["ST0227", "ST0228", "ST0589", "ST0232"]
        assert json.loads(rows["Paramedic"]["restrictions"]) == ["DBS check - children and vulnerable", "Medical check"]
        assert (rows["Electrician"]["soc2020"], rows["Dental nurse"]["soc2020"]) == ("5241", "6133")
        assert rows["Farmer"]["soc2020"] == ""

    def test_nothing_of_the_publishers_prose_is_kept(self, rows):
        lists = [json.loads(v) for row in rows.values() for v in row.values() if str(v).startswith("[")]
        assert max(len(label) for labels in lists for label in labels) <= 50
        assert not any("<" in label for labels in lists for label in labels)

    def test_the_starter_table_is_what_is_read(self):
        assert_starter_is_what_is_read(JobProfiles2020())
