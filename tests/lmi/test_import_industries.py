"""Industry sections: read from a list of classes that has no letters."""

from __future__ import annotations

import pytest

from lmi.importers.industries import SECTIONS, SicSections
from lmi.models import Industry
from tests.lmi.raw_files import assert_starter_is_what_is_read, files_of, read_rows, refusal

pytestmark = pytest.mark.services

ONE_CLASS_EACH = [f"{section.last:02d}100" for section in SECTIONS]


@pytest.fixture
def classes(tmp_path):
    def write(*codes, header="code,description"):
        path = tmp_path / "sic.csv"
        path.write_text("\n".join([header, *(f"{code},Something" for code in codes), ""]), encoding="utf-8")
        return [path]

    return write


def test_each_section_is_there_once_in_order(classes):
    rows, _ = read_rows(SicSections(), classes(*ONE_CLASS_EACH, "01110"))
    assert "".join(row["code"] for row in rows) == "ABCDEFGHIJKLMNOPQRSTU"
    assert rows[5]["title"] == "Construction"


def test_a_class_outside_every_section_is_refused(classes):
    assert "class '04110' (Something) lies in no section" in refusal(SicSections(), classes("04110"))


@pytest.mark.parametrize("code", ["0111", "A0111", ""])
def test_a_code_that_is_no_class_is_refused(classes, code):
    assert "lies in no section" in refusal(SicSections(), classes(code))


def test_a_list_cut_short_is_refused(classes):
    assert "no class of section T, U" in refusal(SicSections(), classes(*ONE_CLASS_EACH[:-2]))


def test_codes_of_the_company_register_do_not_stand_for_a_section(classes):
    codes = [code for code in ONE_CLASS_EACH if not code.startswith("99")]
    assert "no class of section U" in refusal(SicSections(), classes(*codes, "99999"))


def test_renamed_columns_are_refused(classes):
    assert "missing: description" in refusal(SicSections(), classes("01110", header="code,title"))


def test_divisions_do_not_overlap():
    divisions = [n for section in SECTIONS for n in range(section.first, section.last + 1)]
    assert len(divisions) == len(set(divisions)) == 88


class TestPublishersFile:
    def test_the_starter_table_is_what_is_read(self):
        assert_starter_is_what_is_read(SicSections())

    def test_nothing_is_set_aside(self):
        rows, report = read_rows(SicSections(), files_of(SicSections()))
        assert (len(rows), report.bad_rows) == (21, [])

    @pytest.mark.django_db
    def test_sections_are_held(self):
        assert Industry.objects.get(code="Q").title == "Human health and social work activities"
        assert Industry.objects.count() == 21
