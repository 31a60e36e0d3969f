"""Employment by local area: names to codes, sums that are lower bounds, and what is not used."""

from __future__ import annotations

import json

import pytest

from evidence.enums import RunState
from evidence.importing.pipeline import Request, run_import
from evidence.importing.registry import importer_for
from lmi.importers.aps_local import ABOLISHED_2023, SUB_MAJOR_COLUMNS, ApsSubMajorLocal
from lmi.importers.names import authority_code, authority_codes, lsip_code, lsip_codes
from lmi.models import Area, AreaMembership, EmploymentFigure
from tests.lmi.figures_checked_by_hand import DORSET, EMPLOYMENT, ENTERPRISE_M3, NOT_USED
from tests.lmi.flow_files import (
    assert_starter_is_what_the_files_give,
    printed,
    refusal,
    rows_and_report,
    write_csv,
)

pytestmark = [pytest.mark.django_db, pytest.mark.services]
LOCAL = [known for known in EMPLOYMENT if "local_area" in known.where]
WITHHELD = [known for known in NOT_USED if known.kind == "employment"]
SYMBOLS = {"low": "low", "suppressed": "c", "not_published": "x"}
CORNWALL, SCILLY, CORNWALL_AND_SCILLY = "E06000052", "E06000053", "E69000005"
# Two authorities and the area that is both of them.
PAIR = ("Wiltshire", "Swindon", "Swindon and Wiltshire")


@pytest.mark.parametrize("known", LOCAL + WITHHELD, ids=str)
def test_the_database_says_what_the_publisher_printed(known):
    row = EmploymentFigure.objects.get(
        release__source="aps-submajor-local",
        release__state="published",
        soc2020_id=known.soc2020,
        area_id=known.area,
        year=known.when,
    )

    assert row.people == known.expected
    assert row.marks == {"people": known.mark}


@pytest.mark.parametrize("known", LOCAL, ids=str)
def test_the_reference_leads_to_the_printed_cell(known):
    cell = printed(known, 3 + list(SUB_MAJOR_COLUMNS).index(known.soc2020))

    if known.expected is not None:
        assert float(cell) == known.expected
    else:
        # A sum to which no authority's cell could be added is printed as 0.
        assert cell == ("0" if known.area.startswith("E69") else SYMBOLS[known.mark])


def test_the_starter_table_is_what_the_publishers_file_gives():
    assert_starter_is_what_the_files_give(importer_for("aps-submajor-local"))


def test_areas_are_england_todays_authorities_and_the_lsip_areas_of_2023():
    rows = EmploymentFigure.objects.filter(release__source="aps-submajor-local")
    kinds = dict.fromkeys(("nation", "local_authority", "lsip"), 0)
    for kind in Area.objects.filter(code__in=rows.values("area_id")).values_list("kind", flat=True):
        kinds[kind] += 1

    assert kinds == {"nation": 1, "local_authority": 363 - len(ABOLISHED_2023), "lsip": 38}
    assert not rows.filter(people=0).exists()


def test_what_contradicts_the_rest_of_the_file_is_not_used():
    rows = EmploymentFigure.objects.filter(release__source="aps-submajor-local", people__isnull=False)

    assert not rows.filter(soc2020_id="63").exists()
    assert not rows.filter(area_id__in=(DORSET, ENTERPRISE_M3)).exists()
    assert rows.filter(area__code__startswith="E69").values("area_id").distinct().count() == 36


# ----- names -----


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("St. Helens", "E08000013"),
        ("Kingston upon Hull, City of", "E06000010"),
        ("Bristol, City of", "E06000023"),
        ("Herefordshire, County of", "E06000019"),
        ("City of Edinburgh", "S12000036"),
        ("Glasgow City", "S12000049"),
        ("City of London", "E09000001"),
        ("Rhondda Cynon Taff", "W06000016"),
        ("King's Lynn and West Norfolk", "E07000146"),
        ("Allerdale", None),  # abolished: its ground is part of Cumberland
        ("Atlantis", None),
    ],
)
def test_names_of_authorities_find_todays_codes_and_only_those(name, code):
    assert authority_code(authority_codes(), name) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Enterprise M3 LEP (including all of Surrey)", "E69000009"),
        ("Gloucestershire", "E69000011"),
        ("Norfolk and Suffolk ", "E69000022"),
        ("South East Midlands", "E69000027"),
        ("Brighton and Hove East Sussex West Sussex", "E69000001"),
        ("Wessex", None),
    ],
)
def test_names_of_lsip_areas_find_the_codes_of_2023(name, code):
    assert lsip_code(lsip_codes(), name) == code


# ----- the layout -----


def line(name: str, level: str, **cells: str) -> list[str]:
    """A line with 1,000 people in every group except those given, as `g21="c"`."""
    groups = [cells.get(f"g{code}", "2000" if level == "LSIP" else "1000") for code in SUB_MAJOR_COLUMNS]
    return [cells.get("year", "2022"), name, level, *groups]


def read(tmp_path, *lines: list[str]):
    """{(area, group): (people, mark)} and the report."""
    path = write_csv(tmp_path / "local.csv", ApsSubMajorLocal.header, lines)
    rows, report = rows_and_report(ApsSubMajorLocal(), path)
    found = {(row["area_id"], row["soc2020_id"]): (row["people"], json.loads(row["marks"])["people"]) for row in rows}
    return found, report


def pair(**lsip: str) -> list[list[str]]:
    return [line(PAIR[0], "LADU"), line(PAIR[1], "LADU"), line(PAIR[2], "LSIP", **lsip)]


def test_every_value_carries_the_publishers_warning(tmp_path):
    found, _ = read(tmp_path, line("England", "COUNTRY"), line("Leeds", "LADU"))

    assert found["E92000001", "11"] == (1000, "caution")
    assert found["E08000035", "92"] == (1000, "caution")


def test_symbols_become_reasons(tmp_path):
    found, _ = read(tmp_path, line("Leeds", "LADU", g11="c", g12="low", g21="x"))

    assert [found["E08000035", code] for code in ("11", "12", "21")] == [
        (None, "suppressed"),
        (None, "low"),
        (None, "not_published"),
    ]


def test_partnerships_abolished_authorities_and_the_printed_warning_are_left_out(tmp_path):
    warning = line("//www.ons.gov.uk/news", "AN ISSUE WITH THE COLLECTION OF OCCUPATIONAL DATA")

    found, report = read(tmp_path, line("Dorset", "LEP"), line("Allerdale", "LADU"), warning, line("Leeds", "LADU"))

    assert {area for area, _ in found} == {"E08000035"}
    assert not report.bad_rows
    assert "1 local enterprise partnerships and 1 authorities" in report.findings[0].message


def test_a_sum_with_nothing_held_back_is_a_value_and_with_something_a_lower_bound(tmp_path):
    lines = pair(g21="1000", g22="0", g23="1000")
    lines[0] = line(PAIR[0], "LADU", g21="c", g22="c", g23="low")
    lines[1] = line(PAIR[1], "LADU", g22="c")

    found, _ = read(tmp_path, *lines)
    area = lsip_code(lsip_codes(), PAIR[2])

    assert found[area, "11"] == (2000, "caution")
    assert found[area, "21"] == (1000, "lower_bound")
    assert found[area, "22"] == (None, "suppressed")
    assert found[area, "23"] == (1000, "caution")  # "low" rounds to nothing: the sum is whole


def test_an_abolished_authority_counts_towards_its_lsip_area(tmp_path):
    names = [name for name, area in ABOLISHED_2023.items() if area == "E69000006"]
    lines = [line(name, "LADU") for name in names]
    sums = {f"g{code}": str(1000 * len(names)) for code in SUB_MAJOR_COLUMNS}

    found, _ = read(tmp_path, *lines, line("Cumbria", "LSIP", **sums))

    assert found["E69000006", "11"] == (6000, "caution")


def test_a_line_that_is_no_sum_of_its_authorities_is_not_used(tmp_path):
    found, report = read(tmp_path, *pair(g41="3900"))
    area = lsip_code(lsip_codes(), PAIR[2])

    assert {value for (where, _), value in found.items() if where == area} == {(None, "not_held")}
    assert "1 of 26 groups are not the sum" in report.findings[1].message


def test_group_63_is_not_used_where_its_column_holds_another_figure(tmp_path):
    found, report = read(tmp_path, line("England", "COUNTRY", g63="5946200"), line("Leeds", "LADU", g63="30000"))

    assert found["E08000035", "63"] == (None, "not_held")
    assert "group 63" in report.findings[-1].message


def test_group_63_is_read_from_a_mended_file(tmp_path):
    found, _ = read(tmp_path, line("England", "COUNTRY", g63="31700"), line("Leeds", "LADU", g63="600"))

    assert found["E08000035", "63"] == (600, "caution")


@pytest.mark.parametrize(
    "cells",
    [
        line("Atlantis", "LADU"),
        line("Wessex", "LSIP"),
        line("France", "COUNTRY"),
        line("Leeds", "WARD"),
        line("Leeds", "LADU", year="2021"),
    ],
    ids=["authority", "lsip", "country", "level", "year"],
)
def test_an_unknown_area_level_or_year_is_set_aside(tmp_path, cells):
    found, report = read(tmp_path, cells)

    assert not found
    assert report.bad_rows[0][1] == 2


def test_a_cell_that_is_no_number_is_set_aside(tmp_path):
    found, report = read(tmp_path, line("Leeds", "LADU", g11="lots"))

    assert len(found) == 25
    assert "group 11" in report.bad_rows[0][3]


def test_the_sums_cannot_be_checked_without_the_members_of_lsip_areas(tmp_path):
    AreaMembership.objects.filter(group__kind="lsip").delete()
    path = write_csv(tmp_path / "local.csv", ApsSubMajorLocal.header, pair())

    assert "lsip-areas-2023" in refusal(ApsSubMajorLocal(), path)


def test_columns_renamed_missing_or_moved_are_refused(tmp_path):
    header = list(ApsSubMajorLocal.header)
    moved = [*header[:3], header[4], header[3], *header[5:]]

    def refused(columns):
        return refusal(ApsSubMajorLocal(), write_csv(tmp_path / "local.csv", columns, []))

    assert "another order" in refused(moved)
    assert "missing" in refused([*header[:3], "directors", *header[4:]])
    assert "missing" in refused(header[:-1])


def test_a_file_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / "local.csv"
    text = ",".join(ApsSubMajorLocal.header) + "\n" + ",".join(line("Ynys Môn", "LADU")) + "\n"
    path.write_text(text, encoding="latin-1")

    assert "not utf-8" in refusal(ApsSubMajorLocal(), path)


def test_a_file_of_a_few_areas_is_refused_and_changes_nothing(tmp_path):
    path = write_csv(tmp_path / "local.csv", ApsSubMajorLocal.header, pair())
    before = EmploymentFigure.objects.filter(release__source="aps-submajor-local").count()

    outcome = run_import(ApsSubMajorLocal(), [path], Request(apply=True))

    assert outcome.state == RunState.REFUSED
    assert "fewer than" in outcome.findings[0].message
    assert EmploymentFigure.objects.filter(release__source="aps-submajor-local").count() == before
