"""Approved qualifications: windows of funding as dates, two layouts, and one edition after another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.conf import settings

from evidence.importing.pipeline import Request, run_import
from evidence.models import Release
from pathways.importers.qualifications import HEADER, HEADER_2024, OfqualApproved
from pathways.models import Qualification
from tests.lmi.raw_files import assert_starter_is_what_is_read, files_of, read_rows, refusal
from tests.pathways.provider_files import table

pytestmark = pytest.mark.services

LINE = {
    "DateOfOfqualDataSnapshot": "18/02/2025",
    "QualificationName": "A  Diploma in Wiring ",
    "AwardingOrganisation": "Some Body",
    "QualificationNumber": "6012345X",
    "Level": "Level 1/2",
    "QualificationType": "Occupational Qualification",
    "SectorSubjectArea": "Building and construction",
    "Status": "Approved",
    "Age1619_FundingAvailable": "True",
    "Age1619_FundingApprovalStartDate": "01/09/2016",
    "Age1619_FundingApprovalEndDate": "31/07/2026",
    "Age1619_Notes": "18+ Only",
}


@pytest.fixture
def write(tmp_path):
    """A file of one line; keywords change its cells."""

    def build(header=HEADER, lines=1, **cells):
        row = {**{name: "False" for name in header if name.endswith("_FundingAvailable")}, **LINE, **cells}
        return [table(tmp_path / "approved.csv", header, [[row.get(name, "") for name in header]] * lines)]

    return build


def one(files):
    rows, report = read_rows(OfqualApproved(), files)
    return (rows[0] if rows else None), [reason for *_, reason in report.bad_rows]


class TestReading:
    def test_a_line_becomes_a_qualification(self, write):
        row, bad = one(write())

        assert bad == []
        assert (row["qan"], row["title"], row["level"], row["rank"]) == (
            "6012345X",
            "A Diploma in Wiring",
            "Level 1/2",
            1,
        )
        assert json.loads(row["funding"]) == {"age_16_19": ["2016-09-01", "2026-07-31"]}
        assert (row["note_16_19"], row["is_higher_technical"], row["address"]) == ("18+ only", "f", "")

    def test_only_the_lists_own_note_makes_a_higher_technical_qualification(self, write):
        assert one(write(AdvancedLearnerLoans_Notes="Higher Technical Qualification"))[0]["is_higher_technical"] == "t"

    @pytest.mark.parametrize(
        ("cell", "address"),
        [
            ("https://a.example/one \n\nhttps://a.example/two", "https://a.example/one"),
            ("www.a.example", ""),
            ("javascript:alert(1)", ""),
        ],
    )
    def test_only_a_web_address_is_kept(self, write, cell, address):
        assert one(write(AwardingOrganisationURL=cell))[0]["address"] == address

    def test_the_layout_of_2024_is_read_without_the_social_fund(self, write):
        row, _ = one(write(HEADER_2024, ESFLevel34_FundingAvailable="True"))

        assert list(json.loads(row["funding"])) == ["age_16_19"]

    def test_the_edition_is_the_day_of_the_snapshot(self, write):
        found = OfqualApproved().edition(write())

        assert (found.slot, found.edition, str(found.period_start)) == ("all", "18 February 2025", "2025-02-18")

    @pytest.mark.parametrize(
        ("cells", "reason"),
        [
            ({"QualificationNumber": "61234"}, "no qualification number"),
            ({"Level": "Level 9"}, "unknown level 'Level 9'"),
            ({"QualificationName": " "}, "no title"),
            ({"Age1619_FundingApprovalEndDate": ""}, "does not match format"),
            ({"Age1619_FundingApprovalEndDate": "2026-07-31"}, "does not match format"),
            ({"DigitalEntitlement_FundingAvailable": "Yes"}, "neither True nor False"),
        ],
    )
    def test_a_line_that_cannot_be_used_is_set_aside(self, write, cells, reason):
        row, bad = one(write(**cells))

        assert row is None
        assert reason in bad[0]

    @pytest.mark.parametrize(
        ("header", "message"),
        [
            ([name if name != "Level" else "Grade" for name in HEADER], "missing: Level; not expected: Grade"),
            (HEADER[:-1], "missing: L3FreeCoursesForJobs_Notes"),
            ((HEADER[1], HEADER[0], *HEADER[2:]), "another order"),
        ],
        ids=["renamed", "missing", "reordered"],
    )
    def test_another_header_is_refused(self, write, header, message):
        assert message in refusal(OfqualApproved(), write(header))

    def test_a_line_cut_short_is_refused(self, write):
        files = write()
        files[0].write_text(files[0].read_text()[:-30])

        assert "cut short" in refusal(OfqualApproved(), files)

    def test_two_days_in_one_file_are_refused(self, write):
        files = write(lines=2)
        files[0].write_text(files[0].read_text().replace("18/02/2025", "19/02/2025", 1))

        assert "2 days of snapshot" in refusal(OfqualApproved(), files)

    @pytest.mark.django_db
    def test_a_number_that_stands_twice_is_refused(self, write):
        outcome = run_import(OfqualApproved(), write(lines=2), Request(apply=True, accept="a test"))

        assert outcome.state == "refused"
        assert "stands twice" in outcome.findings[0].message

    @pytest.mark.django_db
    def test_a_short_list_is_refused_until_a_person_accepts(self, write):
        assert "fewer than the 7,000" in run_import(OfqualApproved(), write(), Request()).findings[0].message


class TestPublishersFiles:
    def test_hand_picked_lines_of_february_2025(self):
        rows, report = read_rows(OfqualApproved(), files_of(OfqualApproved()))
        found = {row["qan"]: row for row in rows}

        assert (len(rows), report.bad_rows) == (8092, [])
        gone = found["50042932"]
        assert gone["title"] == "City & Guilds Level 1 Award in Computerised Accounts"
        assert json.loads(gone["funding"])["local"] == ["2016-08-01", "2025-06-30"]
        assert found["60334216"]["note_16_19"] == "18+ only"
        assert sum(row["is_higher_technical"] == "t" for row in rows) == 9

    @pytest.mark.django_db
    def test_what_changed_from_october_2024_to_february_2025(self):
        """Counted apart from the importer, by comparing the cells of the two files as text."""
        february = files_of(OfqualApproved())
        october = [Path(settings.RAW_DATA_DIR) / "qualifications/ofqual_funded_2024-10-22.csv"]
        if not october[0].exists():
            pytest.skip(f"publisher's file not at hand: {october[0].name}")
        Qualification.objects.all().delete()
        Release.objects.of("ofqual-approved").delete()

        before = run_import(OfqualApproved(), october, Request(apply=True))
        assert (before.state, before.run.rows_read, before.run.added) == ("applied", 8201, 8201)
        after = run_import(OfqualApproved(), february, Request(apply=True))

        run = after.run
        assert (after.state, run.added, run.changed, run.removed) == ("applied", 19, 894, 128)
        assert Qualification.objects.filter(release=after.release).count() == 8092
        assert run_import(OfqualApproved(), february, Request(apply=True)).state == "unchanged"
        before.release.refresh_from_db()
        assert before.release.state == "superseded"

    def test_the_starter_table_is_what_is_read(self):
        assert_starter_is_what_is_read(OfqualApproved())
