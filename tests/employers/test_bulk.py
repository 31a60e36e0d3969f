"""Role profiles from a table: every row is read or said what is wrong with, and all drafts are made or none."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from employers.actions.bulk import create_drafts
from employers.bulk import (
    COLUMNS,
    BulkRow,
    RowError,
    errors_csv,
    read_bulk,
    rows_of_file,
    template_csv,
    template_xlsx,
)
from employers.completeness import missing_in
from employers.enums import Stage
from employers.models import RoleProfile
from foundation.spreadsheets import Row
from tests.employers.builders import WORDS, employer, member, site

pytestmark = pytest.mark.django_db
GOOD = {
    "title": "Electronics test technician",
    "soc2020": "3112",
    "what_you_do": WORDS,
    "pay_low": "£26,000",
    "pay_high": "31000",
    "pay_basis": "usual",
    "hours_per_week": "37.5",
    "pattern": "days; Part-time possible",
    "sites": "b4",
    "essential": "GCSE: Maths (4); Licence: B",
    "useful": "A level: physics",
    "we_train": "Soldering",
    "skills": "finding faults; clear notes",
    "ways_in": "Apprenticeship: ST0152; returner: after a break",
    "is_technical": "no",
}


@pytest.fixture
def works():
    return employer()


@pytest.fixture
def writer(works):
    writer = member(works)
    site(works, writer)
    return writer


def read(works, *rows):
    return read_bulk([Row(line, values) for line, values in enumerate(rows, start=2)], works)


def as_csv(*rows):
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [one.key for one in COLUMNS])
    writer.writeheader()
    writer.writerows(rows)
    held = io.BytesIO(text.getvalue().encode())
    held.name = "roles.csv"
    return held


class TestReading:
    def test_a_full_row_makes_a_draft_that_can_be_handed_in(self, works, writer):
        reading = read(works, GOOD)
        assert reading.errors == []
        (profile,) = create_drafts(by=writer, organisation=works, rows=reading.rows)
        made = RoleProfile.objects.get(pk=profile.pk).draft()
        assert missing_in(made) == {}
        assert (made.pay_low, made.pattern, made.place) == (26000, ["days", "part_time"], "on_site")
        assert [(row.kind, row.subject, row.grade, row.weight) for row in made.preferred.all()] == [
            ("gcse", "gcse:maths", "4", "essential"),
            ("licence", "B", "", "essential"),
            ("a_level", "alevel:physics", "", "useful"),
            ("none", "Soldering", "", "we_train"),
        ]
        assert [(row.kind, row.reference, row.note) for row in made.ways_in.all()] == [
            ("apprenticeship", "ST0152", ""),
            ("returner", "", "after a break"),
        ]

    @pytest.mark.parametrize(
        ("cell", "words", "said"),
        [
            ("title", "", "Give the role a title."),
            ("title", "x" * 200, "at most 120"),
            ("pay_low", "lots", "Write a number"),
            ("pay_low", "NaN", "Write a number"),
            ("pay_low", "40000", "above the upper end"),
            ("hours_per_week", "90", "60"),
            ("pay_basis", "sometimes", "starting, usual, apprentice"),
            ("pattern", "days; naps", "“naps” is not known"),
            ("sites", "B4; Mars", "no site “Mars”"),
            ("essential", "GCSE: Quidditch", "We find no"),
            ("useful", "Spell: Fireball", "is not known"),
            ("ways_in", "Apprenticeship: electrical", "fits several"),
            ("is_technical", "perhaps", "yes or no"),
        ],
    )
    def test_what_is_wrong_is_said_with_line_and_column(self, works, writer, cell, words, said):
        reading = read(works, GOOD, {**GOOD, cell: words})
        assert [(one.line, one.column) for one in reading.errors] == [(3, cell)]
        assert said in reading.errors[0].said

    def test_every_error_of_every_row_is_told_at_once(self, works, writer):
        reading = read(works, {**GOOD, "title": "", "pay_low": "x"}, {**GOOD, "sites": "Mars"})
        assert {(one.line, one.column) for one in reading.errors} == {(2, "title"), (2, "pay_low"), (3, "sites")}

    def test_another_employers_site_is_unknown(self, works, writer):
        other = employer("Other")
        site(other, member(other), postcode="LS1")
        assert read(works, {**GOOD, "sites": "LS1"}).errors

    def test_rows_cost_no_statements(self, works, writer):
        def asked(*rows):
            with CaptureQueriesContext(connection) as queries:
                read(works, *rows)
            return len(queries)

        asked(GOOD)
        assert asked(GOOD) == asked(*[GOOD] * 20)


class TestMaking:
    def test_one_refused_row_and_none_is_made(self, works, writer):
        rows = [*read(works, GOOD, GOOD).rows, BulkRow(4, {"title": "x", "place": "the moon"})]
        with pytest.raises(ValidationError, match="Line 4"):
            create_drafts(by=writer, organisation=works, rows=rows)
        assert not RoleProfile.objects.exists()

    def test_only_members_make_them(self, works):
        with pytest.raises(PermissionDenied):
            create_drafts(by=member(employer("Other")), organisation=works, rows=[])


class TestFiles:
    def test_the_template_can_be_uploaded_as_it_is(self):
        for content in (template_csv(), template_xlsx()):
            assert rows_of_file(ContentFile(content, name="template")) == []

    def test_the_workbook_explains_every_column(self):
        book = CalamineWorkbook.from_filelike(io.BytesIO(template_xlsx()))
        names = [row[0] for row in book.get_sheet_by_index(1).to_python()]
        assert names[1:] == [one.key for one in COLUMNS]

    def test_errors_to_take_along_hold_no_formulas(self):
        lines = errors_csv([RowError(2, "title", "=HYPERLINK(1)")]).decode("utf-8-sig").splitlines()
        assert lines[1] == "2,title,'=HYPERLINK(1)"


class TestPages:
    @pytest.fixture
    def desk(self, writer):
        client = Client()
        client.force_login(writer)
        return client

    def address(self, works, end=""):
        return f"/employers/desk/{works.slug}/upload/{end}"

    def test_a_right_table_is_checked_first_and_made_then(self, desk, works):
        assert desk.post(self.address(works), {"table": as_csv(GOOD, GOOD)}).url == self.address(works, "check/")
        page = desk.get(self.address(works, "check/")).content.decode()
        assert "All 2 rows are right" in page
        assert not RoleProfile.objects.exists()
        desk.post(self.address(works, "check/"), {"do": "create"})
        assert [one.stage for one in RoleProfile.objects.all()] == [Stage.DRAFT] * 2
        assert desk.get(self.address(works, "check/")).status_code == 302

    def test_a_wrong_one_is_listed_and_nothing_saved(self, desk, works):
        desk.post(self.address(works), {"table": as_csv(GOOD, {**GOOD, "pay_low": "lots"})})
        page = desk.get(self.address(works, "check/")).content.decode()
        assert "1 thing to put right" in page
        assert "pay_low" in page
        assert desk.post(self.address(works, "check/"), {"do": "create"}).status_code == 422
        assert not RoleProfile.objects.exists()
        errors = desk.get(self.address(works, "check/?errors=csv"))
        assert errors.content.decode("utf-8-sig").splitlines()[1].startswith("3,pay_low,")

    @pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n", b"nonsense,columns\n1,2\n", b"title\n"])
    def test_what_is_no_such_table_is_said_at_once(self, desk, works, content):
        held = io.BytesIO(content)
        held.name = "roles.csv"
        assert desk.post(self.address(works), {"table": held}).status_code in (422, 200)
        assert desk.get(self.address(works, "check/")).status_code == 302

    def test_without_a_file(self, desk, works):
        assert desk.post(self.address(works)).status_code == 422

    def test_text_of_a_table_is_shown_as_text(self, desk, works):
        desk.post(self.address(works), {"table": as_csv({**GOOD, "title": "<script>alert(1)</script>"})})
        assert "<script>alert" not in desk.get(self.address(works, "check/")).content.decode()
