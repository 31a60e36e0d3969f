"""Job titles: their word order, capitals and qualifiers, and which workbooks are refused."""

from __future__ import annotations

from collections import Counter

import pytest
import xlsxwriter

from evidence.importing.pipeline import Request, run_import
from lmi.importers.titles import (
    _INDEX_HEADER,
    CodingIndex2020,
    RelatedTitles2020,
    code_of,
    readable_qualifier,
    readable_title,
    split_brackets,
)
from lmi.models import JobTitle
from tests.lmi.raw_files import assert_starter_is_what_is_read, files_of, read_rows, refusal

pytestmark = pytest.mark.services

INFO = ["Version 1: 14 February 2020. Includes 577 new entries", "Version 2: 27 August 2020. Includes 4 new entries"]
RELATED_HEADER = ["Major", "Sub", "Minor", "SOC 2020 Unit Group", "Title", "", "", "", "", "Related Job Titles"]


def entry(number, soc2020=5241.0, natural="Maintenance electrician", inverted="Electrician, maintenance", **others):
    """One record of the index, as the workbook's cells."""
    row = dict.fromkeys(_INDEX_HEADER, "")
    row |= {"UNIQUE ID": f"a{number}", "RECNO": number, "SOC_2010": 5241, "SOC_2020": soc2020}
    row |= {"SOC_2020_ext": "5241/99", "INDEXOCC": inverted, "INDEXOCC-natural_word_order": natural}
    row["ISCO-08 code based on SOC2020"] = 7411
    return list((row | others).values())


@pytest.fixture
def index(tmp_path):
    """A small coding index."""

    def build(*rows, header=_INDEX_HEADER, info=INFO, records=None, sheet="SOC2020 coding index"):
        path = tmp_path / "index.xlsx"
        book = xlsxwriter.Workbook(path)
        book.add_worksheet("INFO").write_column(0, 0, info)
        stated = len(rows) if records is None else records
        specification = f"Number of records in the SOC2020 coding index: {stated:,}"
        book.add_worksheet("FILE SPEC").write_column(0, 0, ["SPECIFICATION", specification])
        page = book.add_worksheet(sheet)
        for line, cells in enumerate([list(header), *rows]):
            page.write_row(line, 0, cells)
        book.close()
        return [path]

    return build


@pytest.fixture
def volume_1(tmp_path):
    """A small volume 1 of the classification."""

    def build(*rows, header=RELATED_HEADER):
        path = tmp_path / "volume1.xlsx"
        book = xlsxwriter.Workbook(path)
        page = book.add_worksheet("SOC2020 descriptions")
        for line, cells in enumerate([header, *rows]):
            page.write_row(line, 0, cells)
        book.close()
        return [path]

    return build


class TestReadableWords:
    @pytest.mark.parametrize(
        ("natural", "inverted", "title"),
        [
            ("Maintenance electrician", "Electrician, maintenance", "Maintenance electrician"),
            ("Hgv/lgv driver", "Driver, HGV/LGV", "HGV/LGV driver"),
            ("O&m analyst", "Analyst, O&M", "O&M analyst"),
            ("3d animator", "Animator, 3D", "3D animator"),
            ("A&E receptionist", "Receptionist, A&E", "A&E receptionist"),
            ("Royal navy rating", "Rating, Royal Navy", "Royal Navy rating"),
            ("Higher (d) executive officer", "Officer, executive, higher (D)", "Higher (D) executive officer"),
            ("Ebay reseller", "Reseller, eBay", "eBay reseller"),
            ("On-line picker", "Picker, online", "On-line picker"),
            ("Sole trader", "Trader, sole", "Sole trader"),
        ],
    )
    def test_capitals_are_those_of_the_entry(self, natural, inverted, title):
        assert readable_title(natural, inverted) == title

    @pytest.mark.parametrize(
        ("terms", "qualifier"),
        [
            (("English", "secondary school"), "English; secondary school"),
            (("", "bread mfr"), "bread manufacturing"),
            (("opening dept", ""), "opening department"),
            ((" ", ""), ""),
        ],
    )
    def test_qualifiers(self, terms, qualifier):
        assert readable_qualifier(*terms) == qualifier

    @pytest.mark.parametrize(
        ("cell", "code"), [(110.0, "0110"), ("0110", "0110"), (5241.0, "5241"), ("}}}}", ""), ("", ""), (True, "")]
    )
    def test_codes_keep_their_first_nought(self, cell, code):
        assert code_of(cell) == code

    @pytest.mark.parametrize(
        ("text", "parts"),
        [
            ("Councillor (local government)", ("Councillor", "local government")),
            ("Engineer(nos: boat, barge)", ("Engineer", "nos: boat, barge")),
            ("Plasterer", ("Plasterer", "")),
        ],
    )
    def test_brackets_become_a_qualifier(self, text, parts):
        assert split_brackets(text) == parts


class TestCodingIndex:
    def test_an_entry_becomes_a_title_with_its_codes(self, index):
        rows, _ = read_rows(CodingIndex2020(), index(entry(1, ADD="marine", IND="ship mfr")))
        assert rows == [
            {
                "entry": "a1",
                "soc2020_id": "5241",
                "title": "Maintenance electrician",
                "qualifier": "marine; ship manufacturing",
                "soc2020_extension": "5241/99",
                "soc2010": "5241",
                "isco08": "7411",
                "origin": "coding_index",
            }
        ]

    def test_an_entry_that_points_elsewhere_is_left_out_without_complaint(self, index):
        rows, report = read_rows(CodingIndex2020(), index(entry(1), entry(2, "}}}}", SEE="see Adviser")))
        assert [row["entry"] for row in rows] == ["a1"]
        assert report.bad_rows == []

    def test_a_missing_code_elsewhere_is_left_empty(self, index):
        odd = entry(1, SOC_2010="}}}}", **{"ISCO-08 code based on SOC2020": "}}}}"})
        rows, _ = read_rows(CodingIndex2020(), index(odd))
        assert (rows[0]["soc2010"], rows[0]["isco08"]) == ("", "")

    @pytest.mark.parametrize("odd", [entry(2, "52x1"), entry(2, ""), entry(2, natural=" ")])
    def test_an_entry_without_unit_or_title_is_set_aside_with_its_line(self, index, odd):
        rows, report = read_rows(CodingIndex2020(), index(entry(1), odd))
        assert len(rows) == 1
        assert [(line, reason) for _, line, _, reason in report.bad_rows] == [(3, "no unit group or no title")]

    def test_the_edition_is_the_last_that_the_workbook_names(self, index):
        edition = CodingIndex2020().edition(index(entry(1)))
        assert (edition.edition, edition.period, str(edition.published_on)) == (
            "version 2",
            "August 2020",
            "2020-08-27",
        )

    def test_a_workbook_cut_short_is_refused(self, index):
        assert "1 records where the file specification says 2" in refusal(CodingIndex2020(), index(entry(1), records=2))

    def test_a_workbook_without_a_version_is_refused(self, index):
        assert "names no version" in refusal(CodingIndex2020(), index(entry(1), info=["Notes"]))

    def test_a_renamed_column_is_refused(self, index):
        header = ["SOC2020" if name == "SOC_2020" else name for name in _INDEX_HEADER]
        assert "missing: SOC_2020" in refusal(CodingIndex2020(), index(entry(1), header=header))

    def test_another_sheet_is_refused(self, index):
        assert "no sheet 'SOC2020 coding index'" in refusal(CodingIndex2020(), index(entry(1), sheet="Index"))

    @pytest.mark.django_db
    def test_an_identifier_twice_is_refused_whole(self, index):
        held = JobTitle.objects.filter(origin="coding_index").count()
        outcome = run_import(CodingIndex2020(), index(entry(1), entry(1)), Request(apply=True, accept="a test"))
        assert outcome.state == "refused"
        assert "the key a1 stands twice" in outcome.findings[0].message
        assert JobTitle.objects.filter(origin="coding_index").count() == held == 32_145

    @pytest.mark.django_db
    def test_an_unknown_unit_is_set_aside(self, index):
        rows = [entry(number) for number in range(1, 200)]
        outcome = run_import(CodingIndex2020(), index(*rows, entry(200, 5999.0)), Request(accept="a test"))
        assert outcome.state == "dry"
        assert outcome.run.bad_rows.get().reason == "unknown code '5999' in soc2020"


class TestRelatedTitles:
    def test_each_title_keeps_its_unit_and_place(self, volume_1):
        cells = [
            "<blank>",
            "<blank>",
            "<blank>",
            5321.0,
            "Plasterers",
            "",
            "",
            "",
            "",
            "~Dry liner\n\n~Plasterer (fibrous)",
        ]
        rows, _ = read_rows(RelatedTitles2020(), volume_1(["1", "", "", "", "Group", "", "", "", "", "<blank>"], cells))
        assert [(r["entry"], r["soc2020_id"], r["title"], r["qualifier"]) for r in rows] == [
            ("5321-01", "5321", "Dry liner", ""),
            ("5321-02", "5321", "Plasterer", "fibrous"),
        ]

    def test_a_unit_without_titles_is_set_aside(self, volume_1):
        cells = ["", "", "", 5321.0, "Plasterers", "", "", "", "", "<blank>"]
        rows, report = read_rows(RelatedTitles2020(), volume_1(cells))
        assert (rows, report.bad_rows[0][1]) == ([], 2)

    def test_another_layout_is_refused(self, volume_1):
        assert "the columns changed" in refusal(RelatedTitles2020(), volume_1(header=RELATED_HEADER[:9]))


@pytest.fixture(scope="module")
def titles():
    """The publisher's own index, by identifier."""
    rows, report = read_rows(CodingIndex2020(), files_of(CodingIndex2020()))
    assert report.bad_rows == []
    return {row["entry"]: row for row in rows}


class TestPublishersFiles:
    """Compared with values looked up by hand in the workbooks."""

    def test_how_many_titles_there_are(self, titles):
        assert len(titles) == 32_145
        assert len({row["soc2020_id"] for row in titles.values()}) == 412

    def test_entries_that_point_elsewhere_are_not_among_them(self, titles):
        assert not {"a1pc", "a2cj", "a3ep", "a4lh"} & set(titles)

    @pytest.mark.parametrize(
        ("title", "qualifier", "soc2020", "isco08"),
        [
            ("HGV driver", "", "8211", "8332"),
            ("Security manager", "computer services", "2135", "2529"),
            ("Teacher", "sociology; secondary school", "2313", "2330"),
            ("Royal Air Force officer", "", "1161", "0110"),
            ("Derrickman", "oil wells", "8132", "8113"),
            ("3D animator", "", "2142", "2166"),
        ],
    )
    def test_titles(self, titles, title, qualifier, soc2020, isco08):
        named = [r for r in titles.values() if (r["title"], r["qualifier"]) == (title, qualifier)]
        assert [(r["soc2020_id"], r["isco08"]) for r in named] == [(soc2020, isco08)]

    def test_the_edition(self):
        edition = CodingIndex2020().edition(files_of(CodingIndex2020()))
        assert (edition.edition, str(edition.published_on)) == ("version 13", "2025-12-03")

    def test_related_titles(self):
        rows, report = read_rows(RelatedTitles2020(), files_of(RelatedTitles2020()))
        assert (len(rows), report.bad_rows) == (2091, [])
        counts = Counter(row["soc2020_id"] for row in rows)
        assert (len(counts), counts["1111"], counts["5321"]) == (412, 5, 4)
        second = next(row for row in rows if row["entry"] == "1111-03")
        assert (second["title"], second["qualifier"]) == ("Civil servant", "grade 5 & above")

    @pytest.mark.parametrize("importer", [CodingIndex2020(), RelatedTitles2020()])
    def test_the_starter_table_is_what_is_read(self, importer):
        assert_starter_is_what_is_read(importer)
