"""Uploaded tables: every usual form is read alike, mistakes are named by line, bombs are refused unopened."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from foundation.spreadsheets import BadSpreadsheetError, Column, read_rows, safe_cell

COLUMNS = (Column("title", ("Job title",)), Column("pay_from"), Column("note", required=False))


def read(content, name="rows.csv", *, max_rows=100, max_bytes=5_000_000, columns=None):
    content = content.encode() if isinstance(content, str) else content
    return read_rows(SimpleUploadedFile(name, content), max_rows=max_rows, max_bytes=max_bytes, columns=columns)


def refused(content, **more):
    with pytest.raises(BadSpreadsheetError) as caught:
        read(content, **more)
    return str(caught.value)


def workbook(rows, **options):
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, "default_date_format": "yyyy-mm-dd", **options})
    sheet = book.add_worksheet()
    for number, cells in enumerate(rows):
        for place, cell in enumerate(cells):
            sheet.write(number, place, cell)
    book.close()
    return written.getvalue()


TABLE = [["Title", "Pay from"], ["Welder", "25000"], ["Café manager", "27500"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("ending", ["\r\n", "\n"])
def test_every_usual_csv_reads_alike(delimiter, encoding, ending):
    content = ending.join(delimiter.join(row) for row in TABLE).encode(encoding)
    rows = read(content)
    assert [row.values for row in rows] == [
        {"title": "Welder", "pay_from": "25000"},
        {"title": "Café manager", "pay_from": "27500"},
    ]
    assert [row.line for row in rows] == [2, 3]


def test_workbook_reads_like_csv():
    rows = [["Title", "Pay from", "Starts", "Open", "Hours"], ["Welder", 25000, dt.datetime(2026, 11, 22), True, 37.5]]
    (row,) = read(workbook(rows))
    assert row.values == {
        "title": "Welder",
        "pay_from": "25000",
        "starts": "2026-11-22",
        "open": "yes",
        "hours": "37.5",
    }
    assert row.line == 2


def test_content_decides_not_the_name():
    assert read(workbook(TABLE), name="rows.csv") == read("Title,Pay from\nWelder,25000\nCafé manager,27500")


def test_columns_come_in_any_order_and_case_and_by_other_headings():
    (row,) = read("PAY FROM,job   TITLE\n25000, Welder ", columns=COLUMNS)
    assert row.values == {"pay_from": "25000", "title": "Welder"}


def test_empty_lines_are_left_out_and_counted():
    content = "Title,Pay from\n\nWelder,25000\n,\nFitter,26000\n\n"
    assert [(row.line, row.values["title"]) for row in read(content)] == [(3, "Welder"), (5, "Fitter")]
    book = workbook([TABLE[0], [], TABLE[1], ["", ""], ["Fitter", 26000]])
    assert [(row.line, row.values["title"]) for row in read(book)] == [(3, "Welder"), (5, "Fitter")]


def test_cell_may_hold_separators_and_line_breaks():
    (first, second) = read('Title,Note\nWelder,"one, two\nthree ""four"""\nFitter,five')
    assert first.values["note"] == 'one, two\nthree "four"'
    assert (second.line, second.values["title"]) == (3, "Fitter")


def test_short_line_is_filled_up():
    assert read("Title,Note\nWelder")[0].values == {"title": "Welder", "note": ""}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Title,Pay from\nWelder,25000,extra", "Line 2: There are more cells than headings"),
        ('Title,Pay from\nWelder,"25000', "Line 2: The quotation marks"),
        ("Title,Colour,Pay from\nWelder,red,1", "Line 1: The column “Colour” is not known"),
        ("Title\nWelder", "Line 1: A column is missing: pay_from"),
        ("Title,Job title,Pay from\na,b,c", "Line 1: A column is there twice: title"),
        ("Title,,Pay from\na,b,c", "Line 1: Column 2 has no heading"),
        ("\n\n", "empty"),
        ("", "empty"),
        (b"Title\x00,Pay from\n", "not a table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Save it as .xlsx"),
        (b"\x89PNG\r\n\x1a\n\x81\x8d\x00", "not a table"),
        (b"PK\x03\x04 and nothing else", "damaged"),
    ],
)
def test_mistake_is_named_with_its_line(content, words):
    assert words in refused(content, columns=COLUMNS)


def test_too_many_rows_and_too_many_bytes_are_refused():
    many = [["Title"], *([f"Welder {number}"] for number in range(11))]
    for content in ("\n".join(row[0] for row in many), workbook(many)):
        assert "more than 10 rows" in refused(content, max_rows=10)
        assert len(read(content, max_rows=11)) == 11
    assert "larger than 0.002 MB" in refused("Title\n" + "Welder\n" * 300, max_bytes=2_000)


def rebuilt(book, parts):
    """A workbook with some of its parts replaced or added."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return written.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
XML = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def sheet_bomb(cells):
    return rebuilt(workbook(TABLE), {SHEET: XML.format(cells)})


def test_workbook_that_unpacks_to_a_flood_is_refused():
    bomb = sheet_bomb("<row>" + " " * 300_000_000 + "</row>")
    assert len(bomb) < 1_000_000
    assert "too large when unpacked" in refused(bomb)


def test_workbook_that_lies_about_its_size_is_refused():
    bomb = bytearray(sheet_bomb("<row>" + " " * 80_000_000 + "</row>"))
    real = (80_000_000 + len(XML.format("<row></row>"))).to_bytes(4, "little")
    assert bomb.count(real) == 2
    assert "damaged" in refused(bytes(bomb.replace(real, (1000).to_bytes(4, "little"))))


def test_cell_far_away_does_not_make_a_field_of_empty_ones():
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert "more than 100 rows" in refused(sheet_bomb(far))
    assert "columns" in refused(sheet_bomb('<row r="1"><c r="XFD1"><v>1</v></c></row>'))


def test_cells_that_are_only_coloured_do_not_count():
    cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>Title</t></is></c></row><row r="2"><c r="A2"><v>5</v></c></row>'
    rows = read(sheet_bomb(cells + '<row r="5000"><c r="B5000" s="0"/></row>'))
    assert [row.values for row in rows] == [{"title": "5"}]


def test_long_text_mentioned_many_times_is_refused():
    texts = XML.format(f"<si><t>{'A' * 1_000_000}</t></si>").replace("worksheet", "sst").replace("sheetData>", "x>")
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 90))
    bomb = rebuilt(workbook(TABLE), {SHEET: XML.format(cells), "xl/sharedStrings.xml": texts})
    assert "too much text" in refused(bomb)


def test_entities_that_multiply_are_refused():
    laughs = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]>' + XML.format("<row><c><v>&c;</v></c></row>")
    assert "damaged" in refused(rebuilt(workbook(TABLE), {SHEET: laughs}))


def test_archive_of_a_thousand_parts_is_refused():
    assert "too large" in refused(rebuilt(workbook(TABLE), {f"xl/media/{n}.xml": "<a/>" for n in range(600)}))


def test_archive_that_is_no_workbook_is_refused():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert "not an Excel workbook" in refused(written.getvalue())


@pytest.mark.parametrize("cut", [0.3, 0.7, 0.99])
def test_workbook_cut_short_is_refused(cut):
    book = workbook(TABLE)
    assert "damaged" in refused(book[: int(len(book) * cut)])


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_formula_in_written_text_is_neutralised(start):
    assert safe_cell(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"


@pytest.mark.parametrize("value", [-0.4, 7, "Welder", "", "a=b", None])
def test_other_values_stay(value):
    assert safe_cell(value) is value
