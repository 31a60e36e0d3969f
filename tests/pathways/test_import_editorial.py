"""Our editors' tables: good rows, cells that cannot be used, codes that exist, and the tables shipped from them."""

from __future__ import annotations

import csv
import json
import re
from datetime import date

import pytest

from evidence.importing.contract import Report
from evidence.importing.pipeline import Request, run_import
from evidence.importing.reading import csv_rows
from evidence.importing.starter import NULL, data_dir, raw_paths
from lmi.models import OccupationGroup
from pathways.enums import LinkKind
from pathways.importers.editorial import (
    EDITORIAL,
    Courses,
    Entries,
    Families,
    Levels,
    Links,
    Offers,
    StandardRules,
    TLevelStates,
    Types,
)
from pathways.models import DegreeSubject, Qualification, Specialism, Standard
from pathways.subjects import school_subjects
from tests.lmi.raw_files import read_rows, refusal

pytestmark = pytest.mark.services

GOOD = {
    Links: {
        "kind": "occupation_standard",
        "source": "5241",
        "target": "ST0152",
        "role": "qualifies",
        "basis": "editorial",
        "confidence": "high",
    },
    Entries: {
        "soc2020": "5241",
        "usual_level": "3",
        "degree": "rare",
        "direct_entry": "junior",
        "gcse": "em",
        "min_age": "18",
        "checks": "eyesight; fitness",
        "summary": "Most people train.",
        "basis": "editorial",
    },
    Courses: {
        "soc2020": "5241",
        "step": "college_2",
        "title": "Diploma",
        "qan": "60012345;60054321",
        "level": "2",
        "months": "12",
        "mode": "full_time",
        "role": "towards",
        "basis": "editorial",
    },
    Levels: {
        "code": "3",
        "rank": "3",
        "title": "Level 3",
        "short": "A levels",
        "equivalents": "A levels;T Levels",
        "words": "The level of A levels.",
    },
    Types: {"slug": "t-level", "title": "T Level", "levels": "3", "family": "technical", "words": "Two years."},
    TLevelStates: {
        "id": "3",
        "name": "Building",
        "first_start": "2021-09",
        "last_start": "2024-09",
        "replaced_by": "22",
        "status": "superseded",
        "basis": "to_confirm",
    },
    Offers: {"offer": "v-level-2027", "title": "V Levels", "first_start": "2027", "basis": "to_confirm"},
    StandardRules: {"reference": "ST0257", "entry_level": "0", "min_age": "18", "basis": "editorial"},
    Families: {
        "family": "law",
        "title": "Law",
        "cah": "CAH16-01-01",
        "summary": "No subject is needed.",
        "basis": "seen",
        "source_title": "A page",
        "source_address": "https://www.example.org/",
        "seen_on": "2026-11-22",
    },
}
BAD = [
    (Links, {"kind": "occupation_weather"}, "kind 'occupation_weather' is none of"),
    (Links, {"role": "next"}, "role 'next' is none of qualifies, towards, further"),
    (Links, {"source": ""}, "source is empty"),
    (Links, {"target": " "}, "target is empty"),
    (Links, {"basis": "hearsay"}, "basis 'hearsay'"),
    (Links, {"confidence": "certain"}, "confidence 'certain'"),
    (Entries, {"usual_level": "9"}, "usual_level '9' is no level"),
    (Entries, {"usual_level": ""}, "usual_level '' is no level"),
    (Entries, {"usual_level": "three"}, "not a whole number"),
    (Entries, {"degree": "maybe"}, "degree 'maybe'"),
    (Entries, {"direct_entry": ""}, "direct_entry ''"),
    (Entries, {"gcse": "six"}, "gcse 'six'"),
    (Entries, {"min_age": "eighteen"}, "min_age 'eighteen' is not a whole number"),
    (Entries, {"summary": ""}, "summary is empty"),
    (Courses, {"step": "night_school"}, "step 'night_school'"),
    (Courses, {"title": ""}, "title is empty"),
    (Courses, {"months": "a year"}, "months 'a year' is not a whole number"),
    (Courses, {"mode": "sometimes"}, "mode 'sometimes'"),
    (Courses, {"role": "further"}, "role 'further'"),
    (Levels, {"words": ""}, "words is empty"),
    (Types, {"family": "other kinds"}, "family 'other kinds'"),
    (TLevelStates, {"status": "gone"}, "status 'gone'"),
    (TLevelStates, {"first_start": "September"}, "first_start 'September' is not a month"),
    (TLevelStates, {"last_start": "2024-13"}, "last_start '2024-13' is not a month"),
    (Offers, {"basis": ""}, "basis ''"),
    (StandardRules, {"reference": ""}, "reference is empty"),
    (StandardRules, {"min_age": "x"}, "min_age 'x'"),
    (Families, {"seen_on": ""}, "seen, but not where and when"),
    (Families, {"source_address": ""}, "seen, but not where and when"),
    (Families, {"summary": ""}, "summary is empty"),
]


@pytest.fixture
def file_of(tmp_path):
    def write(table, *rows, header=None):
        path = tmp_path / "table.csv"
        names = header or table.header
        with path.open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle).writerows([names, *([row.get(name, "") for name in names] for row in rows)])
        return [path]

    return write


def shipped(table):
    entries = json.loads((data_dir(table()) / "manifest.json").read_text())
    entry = next(entry for entry in entries if entry["source"] == table.source)
    return entry, [tuple(cells) for _, cells in csv_rows(data_dir(table()) / entry["file"], table().columns)]


def rows_of_editors(table):
    rows, report = read_rows(table(), raw_paths(table(), "all"))
    assert report.bad_rows == []
    return rows


class TestReading:
    @pytest.mark.parametrize("table", EDITORIAL)
    def test_a_good_row(self, file_of, table):
        rows, report = read_rows(table(), file_of(table, GOOD[table]))
        assert (len(rows), report.bad_rows) == (1, [])

    def test_lists_numbers_and_empty_cells(self, file_of):
        (row,), _ = read_rows(Courses(), file_of(Courses, {**GOOD[Courses], "level": ""}))
        assert (row["qans"], row["level"], row["months"], row["note"]) == ('["60012345","60054321"]', None, 12, "")
        (row,), _ = read_rows(Entries(), file_of(Entries, GOOD[Entries]))
        assert (row["checks"], row["min_age"]) == ('["eyesight","fitness"]', 18)

    @pytest.mark.parametrize(
        ("text", "day"),
        [("2027", date(2027, 9, 1)), ("2027-02", date(2027, 2, 1)), ("2027-02-15", date(2027, 2, 15)), ("", None)],
    )
    def test_months(self, file_of, text, day):
        (row,), _ = read_rows(Offers(), file_of(Offers, {**GOOD[Offers], "first_start": text}))
        assert row["first_start"] == day

    @pytest.mark.parametrize(("table", "cells", "reason"), BAD)
    def test_a_bad_cell_is_set_aside_with_its_line(self, file_of, table, cells, reason):
        report = Report()
        rows = list(table().read(file_of(table, GOOD[table], {**GOOD[table], **cells}), report))
        assert len(rows) == 1
        ((file, line, _, why),) = report.bad_rows
        assert (file, line) == ("table.csv", 3)
        assert reason in why

    @pytest.mark.parametrize("table", EDITORIAL)
    def test_other_columns_are_refused(self, file_of, table):
        for header in (table.header[:-1], (*table.header, "more"), table.header[::-1]):
            assert refusal(table(), file_of(table, GOOD[table], header=header))

    @pytest.mark.django_db
    def test_one_bad_row_refuses_the_file(self, file_of):
        files = file_of(Links, GOOD[Links], {**GOOD[Links], "target": "ST0153", "role": "next"})
        outcome = run_import(Links(), files, Request(apply=True))
        assert "1 of 2 rows cannot be used" in outcome.findings[0].message

    @pytest.mark.django_db
    def test_a_unit_that_does_not_exist_refuses_the_file(self, file_of):
        files = file_of(Entries, GOOD[Entries], {**GOOD[Entries], "soc2020": "5299"})
        outcome = run_import(Entries(), files, Request(apply=True))
        assert "unknown code '5299' in soc2020" in outcome.findings[0].message

    @pytest.mark.django_db
    def test_a_link_stated_twice_refuses_the_file(self, file_of):
        outcome = run_import(Links(), file_of(Links, GOOD[Links], GOOD[Links]), Request(apply=True))
        assert outcome.findings
        assert outcome.findings[0].severity == "refused"


class TestShipped:
    @pytest.mark.parametrize("table", EDITORIAL)
    def test_the_starter_table_is_what_the_editors_wrote(self, table):
        """Run manage.py compile_starter after a change of an editors' table."""
        entry, rows = shipped(table)
        report = Report()
        read = [
            tuple(NULL if value is None else str(value) for value in row.values)
            for row in table().read(raw_paths(table(), "all"), report)
        ]
        assert report.bad_rows == []
        assert rows == read
        assert entry["rows"] == len(read)

    def test_files_are_tidy(self):
        for table in EDITORIAL:
            for path in raw_paths(table(), "all"):
                text = path.read_bytes().decode("utf-8")
                assert "\r" not in text, path.name
                assert text.endswith("\n"), path.name
                assert not re.search(r" +$", text, re.MULTILINE), path.name

    def test_a_link_stands_in_one_file_only(self):
        keys = [(row["kind"], row["source"], row["target"]) for row in rows_of_editors(Links)]
        assert len(keys) == len(set(keys))


@pytest.mark.django_db
class TestCodes:
    """What the tables name exists in what is loaded."""

    @pytest.fixture
    def known(self):
        units = set(OccupationGroup.objects.units().values_list("code", flat=True))
        subjects = {subject.code for subject in school_subjects()}
        degrees = {code for row in DegreeSubject.objects.all() for code in (row.code, *row.former)}
        return {
            LinkKind.OCCUPATION_STANDARD: (units, set(Standard.objects.values_list("reference", flat=True))),
            LinkKind.OCCUPATION_TLEVEL: (units, {str(n) for n in Specialism.objects.values_list("number", flat=True)}),
            LinkKind.OCCUPATION_DEGREE: (units, degrees),
            LinkKind.OCCUPATION_SUBJECT: (units, subjects),
            LinkKind.DEGREE_SUBJECT: (degrees, subjects),
            LinkKind.OCCUPATION_PROGRESSION: (units, units),
        }

    def test_links_lead_from_and_to_what_exists(self, known):
        for row in rows_of_editors(Links):
            if row["kind"] in known:
                sources, targets = known[row["kind"]]
                assert row["source"] in sources, row
                assert row["target"] in targets, row

    def test_nobody_moves_on_to_their_own_work(self):
        moves = [row for row in rows_of_editors(Links) if row["kind"] == LinkKind.OCCUPATION_PROGRESSION]
        assert [row for row in moves if row["source"] == row["target"]] == []

    def test_every_unit_has_one_entry(self, known):
        units, _ = known[LinkKind.OCCUPATION_PROGRESSION]
        codes = [row["soc2020"] for row in rows_of_editors(Entries)]
        assert sorted(codes) == sorted(units)

    def test_qualification_numbers_are_those_of_the_list(self):
        held = set(Qualification.objects.values_list("qan", flat=True))
        named = {qan for row in rows_of_editors(Courses) for qan in json.loads(row["qans"])}
        assert named - held == set()

    def test_work_that_needs_experience_says_from_where(self):
        reached = {row["target"] for row in rows_of_editors(Links) if row["kind"] == LinkKind.OCCUPATION_PROGRESSION}
        waiting = [row["soc2020"] for row in rows_of_editors(Entries) if row["direct_entry"] == "experience"]
        assert [code for code in waiting if code not in reached] == []

    def test_rules_are_for_standards_of_the_register(self):
        held = set(Standard.objects.values_list("reference", flat=True))
        assert [r["reference"] for r in rows_of_editors(StandardRules) if r["reference"] not in held] == []
