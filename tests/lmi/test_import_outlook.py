"""The Skills Imperative projections: hand-checked figures, thresholds, and workbooks that are refused."""

from __future__ import annotations

import json

import pytest
from django.db.models import Count, F

from evidence.enums import RunState
from evidence.importing.pipeline import Request, run_import
from evidence.importing.registry import importer_for
from lmi.importers.outlook import SkillsImperative2035
from lmi.models import OutlookFigure
from tests.lmi.figures_checked_by_hand import DORSET, ENGLAND, NOT_USED, OUTLOOK
from tests.lmi.flow_files import assert_starter_is_what_the_files_give, printed, refusal, rows_and_report
from tests.lmi.outlook_files import Workbook

pytestmark = [pytest.mark.django_db, pytest.mark.services]
WITHHELD = [known for known in NOT_USED if known.kind == "outlook"]
OXFORDSHIRE = "E69000025"


@pytest.fixture
def held():
    """The published edition's rows."""
    return OutlookFigure.objects.filter(release__source="skills-imperative-2035", release__state="published")


@pytest.mark.parametrize("known", OUTLOOK + tuple(WITHHELD), ids=str)
def test_the_database_says_what_the_makers_printed(known, held):
    breakdown, category, base_year = known.part.split("/")
    row = held.get(
        soc2020_id=known.soc2020,
        area_id=known.area,
        year=known.when,
        base_year=int(base_year),
        breakdown=breakdown,
        category=category,
    )

    assert getattr(row, known.measure) == known.expected
    assert row.marks.get(known.measure, "") == known.mark


@pytest.mark.parametrize("known", OUTLOOK, ids=str)
def test_the_reference_leads_to_the_printed_cell(known):
    people = printed(known) * 1000

    if known.expected is None:
        assert people < 1000
    else:
        assert round(people) == known.expected


def test_the_starter_table_is_what_the_31_workbooks_give():
    assert_starter_is_what_the_files_give(importer_for("skills-imperative-2035"))


def test_england_and_thirty_areas_have_every_group_in_every_year(held):
    levels = held.filter(breakdown="total", base_year=F("year"))

    assert levels.values("area_id").distinct().count() == 31
    assert levels.filter(area=ENGLAND).values("soc2020_id").distinct().count() == 26 + 9 + 1
    assert set(levels.values_list("area_id", "soc2020_id").annotate(n=Count("pk")).values_list("n", flat=True)) == {26}


def test_requirement_is_net_change_and_replacement_together(held):
    spans = held.exclude(requirement=None).values_list("net_change", "replacement", "requirement")

    assert len(spans) > 8_000
    assert all(abs(net + replacement - requirement) <= 2 for net, replacement, requirement in spans)


def test_net_change_is_the_difference_of_the_levels(held):
    levels = {
        (r.area_id, r.soc2020_id, r.breakdown, r.category, r.year): r.people for r in held.filter(base_year=F("year"))
    }
    for span in held.exclude(net_change=None):
        key = (span.area_id, span.soc2020_id, span.breakdown, span.category)
        assert abs(levels[*key, 2035] - levels[*key, 2020] - span.net_change) <= 2
        assert span.people == levels[*key, 2035]


def test_women_and_men_make_up_everyone(held):
    for code in ("11", "22", "5", "0"):
        rows = held.filter(area=ENGLAND, soc2020=code, year=2035, base_year=2035)
        everyone = rows.get(breakdown="total").people
        assert abs(sum(rows.filter(breakdown="sex").values_list("people", flat=True)) - everyone) <= 2


def test_nothing_under_a_thousand_people_is_kept(held):
    assert not held.filter(people__lt=1000).exists()
    assert not held.filter(people=0).exists()
    assert not held.filter(people=None, marks={}).exists()


def test_the_whole_of_dorset_is_withheld(held):
    rows = held.filter(area=DORSET)

    assert rows.exists()
    assert not rows.exclude(people=None, net_change=None, replacement=None, requirement=None).exists()
    assert set(rows.values_list("marks__people", flat=True)) == {"not_held"}


def test_the_edition_names_its_run(held):
    release = held.first().release

    assert (release.edition, release.status, release.slot) == ("2023 run", "revised", "all")
    assert "Rev 13547" in release.note


# ----- the workbooks -----


def found(*files):
    """Rows by (code, area, breakdown, category, year, base year)."""
    rows, report = rows_and_report(SkillsImperative2035(), *files)
    keys = ("soc2020_id", "area_id", "breakdown", "category", "year", "base_year")
    return {tuple(row[key] for key in keys): row for row in rows}, report


def marks_of(row):
    return json.loads(row["marks"])


def test_thousands_become_whole_people(tmp_path):
    rows, _ = found(Workbook(people=50.0004).save(tmp_path))

    assert rows["22", ENGLAND, "total", "all", 2020, 2020]["people"] == 50_000
    assert rows["22", ENGLAND, "total", "all", 2035, 2035]["people"] == 57_500
    assert rows["0", ENGLAND, "total", "all", 2020, 2020]["people"] == 26 * 50_000 + 10


def test_a_span_carries_the_end_level_and_the_three_changes(tmp_path):
    rows, _ = found(Workbook().save(tmp_path))
    span = rows["22", ENGLAND, "total", "all", 2035, 2020]

    assert [span[name] for name in ("people", "net_change", "replacement", "requirement")] == [
        57_500,
        7_500,
        25_000,
        32_500,
    ]
    assert set(marks_of(span).values()) == {"projection"}


def test_parts_are_read_from_their_own_blocks(tmp_path):
    rows, _ = found(Workbook().save(tmp_path))

    assert rows["22", ENGLAND, "sex", "male", 2025, 2025]["people"] == 21_000
    assert rows["22", ENGLAND, "sex", "female", 2035, 2020]["replacement"] == 15_000
    assert rows["5", ENGLAND, "sex", "female", 2020, 2020]["people"] == 30_000
    assert rows["22", ENGLAND, "qualification", "rqf6", 2035, 2020]["requirement"] == 3_250
    assert rows["2", ENGLAND, "qualification", "none", 2020, 2020]["people"] == 5_000
    assert rows["5", ENGLAND, "status", "part_time", 2035, 2035]["people"] == 17_250
    assert ("22", ENGLAND, "status", "part_time", 2035, 2035) not in rows


def test_status_has_a_net_change_and_says_that_the_rest_is_not_published(tmp_path):
    rows, _ = found(Workbook().save(tmp_path))
    span = rows["5", ENGLAND, "status", "full_time", 2035, 2020]

    assert (span["net_change"], span["replacement"], span["requirement"]) == (3_750, None, None)
    assert marks_of(span) == {
        "people": "projection",
        "net_change": "projection",
        "replacement": "not_published",
        "requirement": "not_published",
    }


def test_years_up_to_the_base_year_are_no_projection(tmp_path):
    rows, _ = found(Workbook().save(tmp_path))

    assert marks_of(rows["22", ENGLAND, "total", "all", 2020, 2020]) == {}
    assert marks_of(rows["22", ENGLAND, "total", "all", 2021, 2021]) == {"people": "projection"}


@pytest.mark.parametrize(
    ("people", "kept", "mark"),
    [(0.9994, None, "low"), (1.0, 1_000, "caution"), (9.999, 9_999, "caution"), (10.0, 10_000, "")],
)
def test_small_cells_follow_the_makers_advice(tmp_path, people, kept, mark):
    rows, _ = found(Workbook(people=people).save(tmp_path))
    level = rows["22", ENGLAND, "total", "all", 2020, 2020]

    assert level["people"] == kept
    assert marks_of(level).get("people", "") == mark


def test_a_change_is_no_firmer_than_the_smaller_of_its_levels(tmp_path):
    rows, _ = found(Workbook(people=9.5).save(tmp_path))
    span = rows["22", ENGLAND, "total", "all", 2035, 2020]

    assert span["people"] == 10_925
    assert set(marks_of(span).values()) == {"caution"}

    rows, _ = found(Workbook(people=0.95).save(tmp_path))
    span = rows["22", ENGLAND, "total", "all", 2035, 2020]
    assert [span[name] for name in ("people", "net_change", "requirement")] == [None, None, None]
    assert set(marks_of(span).values()) == {"low"}


def test_the_area_is_named_inside_whatever_the_file_is_called(tmp_path):
    files = [Workbook().save(tmp_path), Workbook("Oxfordshire").save(tmp_path, "XX_LSIP_MainTables.xlsx")]

    rows, _ = found(*files)

    assert {key[1] for key in rows} == {ENGLAND, OXFORDSHIRE}
    assert SkillsImperative2035().edition(files).edition == "2023 run"


def test_dorset_is_withheld_only_while_it_has_too_many_jobs(tmp_path):
    wrong, report = found(Workbook("Dorset", people=31.0).save(tmp_path))
    right, quiet = found(Workbook("Dorset", people=15.0).save(tmp_path))
    key = ("22", DORSET, "total", "all", 2020, 2020)

    assert (wrong[key]["people"], marks_of(wrong[key])) == (None, {"people": "not_held"})
    assert "Dorset" in report.findings[0].message
    assert right[key]["people"] == 15_000
    assert not quiet.findings


def test_the_workbook_for_england_must_be_there(tmp_path):
    assert "England is missing" in refusal(SkillsImperative2035(), Workbook("Oxfordshire").save(tmp_path))


def test_workbooks_of_two_models_or_scenarios_are_refused(tmp_path):
    other = Workbook("Oxfordshire")
    other.sheets["Info"][1, 1] = "Nuffield - Rev 14000"
    assert "Rev 14000" in refusal(SkillsImperative2035(), Workbook().save(tmp_path), other.save(tmp_path))

    other = Workbook("Oxfordshire")
    other.sheets["Info"][0, 1] = ".HighGrowth"
    assert ".HighGrowth" in refusal(SkillsImperative2035(), Workbook().save(tmp_path), other.save(tmp_path))


def test_an_area_that_no_list_has_is_refused(tmp_path):
    assert "'Wessex'" in refusal(SkillsImperative2035(), Workbook().save(tmp_path), Workbook("Wessex").save(tmp_path))


@pytest.mark.parametrize("fact", [0, 1, 2, 3])
def test_a_workbook_that_does_not_say_what_it_is_is_refused(tmp_path, fact):
    book = Workbook()
    book.sheets["Info"][fact, 1] = ""

    assert "sheet Info lacks" in refusal(SkillsImperative2035(), book.save(tmp_path))


@pytest.mark.parametrize(
    ("sheet", "place", "cell", "reason"),
    [
        ("Occ F2", (3, 11), "per cent", "headings"),
        ("Occ F2", (3, 12), 2011, "headings"),
        ("Occ T2", (2, 16), "per cent", "headings"),
        ("Occ T2", (3, 22), "Males", "headings"),
        ("Occ T1", (5, 14), 2021, "headings"),
        ("Occ T1", (3, 18), "2025-2035", "headings"),
        ("RD T1", (5, 3), "Gross Change", "headings"),
        ("RD T1", (34, 0), "RQF9 Beyond", "has no row 'RQF8 Doctorate"),
        ("RD T1", (17, 8), "RQF9 Beyond", "has no row 'RQF8 Doctorate"),
        ("Occ T5", (41, 6), "PT", "headings"),
        ("Occ T5", (4, 11), 2030, "headings"),
        ("Occ F2", (5, 11), "Eleven Group", "where a group belongs"),
        ("Occ F2", (5, 12), "n/a", "where numbers belong"),
        ("RD T1", (20, 1), "", "where numbers belong"),
    ],
)
def test_another_heading_group_or_cell_is_refused(tmp_path, sheet, place, cell, reason):
    book = Workbook()
    book.sheets[sheet][place] = cell

    assert reason in refusal(SkillsImperative2035(), book.save(tmp_path))


def test_a_table_cut_before_its_total_is_refused(tmp_path):
    book = Workbook()
    cut = {place: cell for place, cell in book.sheets["Occ F2"].items() if place[0] < 30}
    book.sheets["Occ F2"] = cut

    assert "ends before its total" in refusal(SkillsImperative2035(), book.save(tmp_path))


def test_a_missing_sheet_is_refused(tmp_path):
    book = Workbook()
    del book.sheets["RD T1"]

    assert "no sheet 'RD T1'" in refusal(SkillsImperative2035(), book.save(tmp_path))


@pytest.mark.parametrize(
    ("books", "reason"),
    [
        ([Workbook(people=50_000.0), Workbook("Oxfordshire", people=50_000.0)], "median of people"),
        ([Workbook(), Workbook("Oxfordshire")], "are gone"),
        ([Workbook(), Workbook("Oxfordshire"), Workbook("Oxfordshire", label="LSIP name")], "stands twice"),
    ],
    ids=["a thousandfold", "areas missing", "an area twice"],
)
def test_a_wrong_set_of_workbooks_is_refused_whole(tmp_path, held, books, reason):
    files = [book.save(tmp_path, f"{place}.xlsx") for place, book in enumerate(books)]
    before = held.count()

    outcome = run_import(SkillsImperative2035(), files, Request(apply=True))

    assert outcome.state == RunState.REFUSED
    assert reason in outcome.findings[0].message
    assert held.count() == before


def test_a_good_set_is_read_in_when_a_person_accepts_that_areas_are_gone(tmp_path, held):
    files = [Workbook(people=90.0).save(tmp_path), Workbook("Oxfordshire", people=20.0).save(tmp_path)]

    outcome = run_import(SkillsImperative2035(), files, Request(apply=True, accept="a steward"))

    assert outcome.state == RunState.APPLIED
    assert held.get(
        area=OXFORDSHIRE, soc2020="22", breakdown="total", year=2035, base_year=2020
    ).requirement == pytest.approx(13_000)
