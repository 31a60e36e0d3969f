"""Degree subjects: two versions of one register, and the codes of HECoS."""

from __future__ import annotations

import csv
import gzip
import json

import pytest

from evidence.importing.contract import Report
from evidence.importing.pipeline import Request, run_import
from evidence.importing.starter import data_dir, raw_paths
from pathways.importers.degree_subjects import CAH_HEADER, CURRENT_HEADER, CahCurrent, CahSubjects, HecosSubjects
from pathways.models import DegreeSubject
from tests.lmi.raw_files import assert_starter_is_what_is_read, files_of, read_rows, refusal
from tests.pathways.provider_files import table

pytestmark = pytest.mark.services


def current():
    """The table that the package keeps."""
    return raw_paths(CahCurrent(), "all")


class TestEarlierVersion:
    def test_hand_picked_codes(self):
        rows, report = read_rows(CahSubjects(), files_of(CahSubjects()))
        found = {row["code"]: row for row in rows}

        assert (len(rows), report.bad_rows) == (226, [])
        assert (found["CAH11-01-01"]["title"], found["CAH11-01-01"]["parent_id"]) == ("Computer science", "CAH11-01")
        assert (found["CAH21"]["level"], found["CAH21"]["parent_id"]) == (1, None)

    def test_a_code_of_another_level_is_set_aside(self, tmp_path):
        lines = [("CAH01", "Medicine", "1", ""), ("CAH01-01", "Medicine", "3", "")]
        rows, report = read_rows(CahSubjects(), [table(tmp_path / "cah.csv", CAH_HEADER, lines)])

        assert len(rows) == 1
        assert "no code of its level" in report.bad_rows[0][3]

    @pytest.mark.parametrize(
        ("lines", "message"),
        [
            ([("CAH01-01", "Medicine", "2", "")], "no parent CAH01"),
            ([("CAH01", "Medicine", "1", ""), ("CAH01", "Medicine", "1", "")], "stands twice"),
        ],
    )
    def test_a_broken_tree_is_refused(self, tmp_path, lines, message):
        assert message in refusal(CahSubjects(), [table(tmp_path / "cah.csv", CAH_HEADER, lines)])

    def test_another_header_is_refused(self, tmp_path):
        path = table(tmp_path / "cah.csv", ("code", "label", "level", "welsh_label"), [])

        assert "missing: english_label; not expected: label" in refusal(CahSubjects(), [path])

    def test_the_starter_table_is_what_is_read(self):
        assert_starter_is_what_is_read(CahSubjects())


class TestPresentVersion:
    def test_it_has_every_code_that_graduate_outcomes_use(self):
        rows, report = read_rows(CahCurrent(), current())
        codes = {row["code"] for row in rows}
        with gzip.open(data_dir(CahCurrent()) / "discover-uni--all.csv.gz", "rt", newline="") as handle:
            used = {row["subject"] for row in csv.DictReader(handle)} - {""}

        assert (len(rows), report.bad_rows) == (222, [])
        assert used - codes == set()

    def test_every_earlier_code_that_is_gone_has_one_successor(self):
        rows, _ = read_rows(CahCurrent(), current())
        earlier, _ = read_rows(CahSubjects(), files_of(CahSubjects()))
        gone = {row["code"] for row in earlier} - {row["code"] for row in rows}
        formers = [code for row in rows for code in json.loads(row["former"])]

        assert sorted(formers) == sorted(gone)

    def test_a_former_code_that_two_groups_claim_is_refused(self, tmp_path):
        lines = [("CAH01", "One", "CAH07"), ("CAH02", "Two", "CAH07")]

        assert "stands twice" in refusal(CahCurrent(), [table(tmp_path / "cah.csv", CURRENT_HEADER, lines)])

    def test_the_starter_table_is_what_is_read(self):
        with gzip.open(data_dir(CahCurrent()) / "cah-current--all.csv.gz", "rt", newline="") as handle:
            shipped = list(csv.DictReader(handle))
        read = [row.values for row in CahCurrent().read(current(), Report())]

        assert [tuple(row.values()) for row in shipped] == [
            tuple("\\N" if value is None else str(value) for value in values) for values in read
        ]

    @pytest.mark.django_db
    def test_codes_of_both_versions_belong_to_the_present_one(self):
        def of(source):
            return DegreeSubject.objects.filter(release__source_id=source)

        assert (of("cah-current").count(), of("cah-subjects").count()) == (222, 81)
        assert of("cah-subjects").get(code="CAH21-01-05").title == "Music"
        assert of("cah-current").get(code="CAH25-02-02").former == ["CAH21-01-05"]

    @pytest.mark.django_db
    def test_reading_it_again_changes_nothing(self):
        assert run_import(CahCurrent(), current(), Request(apply=True)).state == "unchanged"


class TestHecos:
    def test_hand_picked_codes(self):
        rows, report = read_rows(HecosSubjects(), files_of(HecosSubjects()))
        found = {row["code"]: row["title"] for row in rows}

        assert (len(rows), report.bad_rows) == (1092, [])
        assert found["100003"] == "ceramics"
        assert "999999" not in found

    def test_a_code_that_is_none_is_set_aside(self, tmp_path):
        path = table(tmp_path / "hecos.csv", ("Field", "Code", "Label"), [("DEGSBJ", "12", "ceramics")])
        rows, report = read_rows(HecosSubjects(), [path])

        assert rows == []
        assert "no six-digit code" in report.bad_rows[0][3]

    def test_the_starter_table_is_what_is_read(self):
        assert_starter_is_what_is_read(HecosSubjects())
