"""Tables of ASHE as delimited files: 2021 revised, and the tabulations of 2025 (tables 14, 3 and 20)."""

from __future__ import annotations

import json

import pytest

from evidence.enums import RunState
from evidence.importing.contract import RefusedFileError, Report
from evidence.importing.pipeline import Request, run_import
from lmi.importers.ashe_14 import AsheTable14
from lmi.importers.ashe_20 import AsheTable20
from lmi.importers.ashe_csv import REVISED_HEADER, UNIT_HEADER
from lmi.importers.ashe_regions import AsheTable3
from lmi.models import PayFigure
from tests.lmi.ashe_files import all_codes

pytestmark = pytest.mark.services
UNITS = [code for code in all_codes() if len(code) == 4]
MEASURES = {"annual": 30_000, "weekly": 600, "hourly": 15, "hours": 37}
GROUPS = ("all", "male", "female", "ft", "male_ft", "female_ft")
FACTORS = (1, 1.05, 0.6, 0.7, 0.75, 0.8, 0.9, 1.1, 1.2, 1.25, 1.3, 1.5)  # in the order of STATISTICS


def statistics(base: float, *, blank: tuple[int, ...] = ()) -> list[str]:
    return ["" if n in blank else f"{base * factor:g}" for n, factor in enumerate(FACTORS)]


def tabulation(times: float = 1.0, units=None) -> list[list[str]]:
    """Lines of table 14 as tabulated, without the header."""
    return [
        [measure, group, code, f"Group {code}", *statistics(base * times)]
        for measure, base in MEASURES.items()
        for group in GROUPS
        for code in (UNITS if units is None else units)
    ]


def write(path, header, lines, encoding="utf-8"):
    text = "\n".join(",".join(cells) for cells in [header, *lines]) + "\n"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.fixture
def unit_file(tmp_path):
    def build(lines=None, header=UNIT_HEADER, encoding="utf-8"):
        return write(tmp_path / "ashe_2025.csv", header, tabulation() if lines is None else lines, encoding)

    return build


def revised(times: float = 1.0) -> list[list[str]]:
    """Lines of one file of 2021, without the header."""
    low = statistics(20_000 * times)
    cells = ["50", low[0], "", low[1], "", *low[2:]]
    lines = [[f"Group {code}", code or "XX", *cells] for code in all_codes()]
    return [*lines, ["Not Classified", "", ":", *[""] * 14]]


@pytest.fixture
def halves(tmp_path):
    """The two files of 2021; `halves(ft=lines)` replaces the lines of one."""

    def build(header=REVISED_HEADER, **lines):
        return [
            write(tmp_path / f"ashe_2021_revised_table14.7a_{half}.csv", header, lines.get(half, revised()))
            for half in ("ft", "ftpt")
        ]

    return build


def read(importer, files):
    report = Report()
    rows = [dict(zip(importer.columns, row.values, strict=True)) for row in importer.read(files, report)]
    return rows, report


def refusal(importer, files) -> str:
    with pytest.raises(RefusedFileError) as refused:
        read(importer, files)
    return str(refused.value)


class TestUnitGroupsOf2025:
    def test_groups_of_employees_become_sex_and_working_pattern(self, unit_file):
        rows, report = read(AsheTable14(), [unit_file()])

        assert len(rows) == 4 * 6 * 412
        assert {(row["sex"], row["hours"]) for row in rows} == {
            (sex, hours) for sex in ("all", "male", "female") for hours in ("all", "full_time")
        }
        assert {(row["year"], row["area_id"], row["age"]) for row in rows} == {(2025, "K02000001", "all")}
        assert report.bad_rows == []

    def test_a_blank_is_not_published_and_jobs_are_not_held(self, unit_file):
        lines = tabulation()
        lines[0][4:] = statistics(30_000, blank=(0, 11))

        rows, _ = read(AsheTable14(), [unit_file(lines)])

        assert (rows[0]["median"], rows[0]["p90"], rows[0]["jobs"]) == (None, None, None)
        assert json.loads(rows[0]["marks"]) == {"median": "not_published", "p90": "not_published", "jobs": "not_held"}

    def test_its_edition_names_the_correction(self, unit_file):
        found = AsheTable14().edition([unit_file()])

        assert (found.slot, found.status, str(found.published_on)) == ("2025", "provisional", "2025-10-23")
        assert "3312" in found.note

    @pytest.mark.parametrize(
        ("header", "message"),
        [
            ([*UNIT_HEADER[:4], "middle", *UNIT_HEADER[5:]], "missing: median; not expected: middle"),
            (UNIT_HEADER[:-1], "missing: p90"),
            ([*UNIT_HEADER[:4], "mean", "median", *UNIT_HEADER[6:]], "another order"),
        ],
        ids=["renamed", "missing", "reordered"],
    )
    def test_another_header_is_refused(self, unit_file, header, message):
        assert message in refusal(AsheTable14(), [unit_file(header=header)])

    def test_a_line_cut_short_is_refused(self, unit_file):
        path = unit_file()
        path.write_bytes(path.read_bytes()[:-20])

        assert "cut short" in refusal(AsheTable14(), [path])

    def test_lines_gone_from_the_end_are_refused(self, unit_file):
        assert "411 of the 412 rows of 'hours' for 'female_ft'" in refusal(
            AsheTable14(), [unit_file(tabulation()[:-1])]
        )

    def test_three_lines_in_ten_gone_are_refused(self, unit_file):
        lines = [line for n, line in enumerate(tabulation()) if n % 10 > 2]

        assert "of the 412 rows" in refusal(AsheTable14(), [unit_file(lines)])

    def test_another_encoding_is_refused(self, unit_file):
        lines = tabulation()
        lines[5][3] = "Café staff"

        assert "not utf-8" in refusal(AsheTable14(), [unit_file(lines, encoding="cp1252")])

    def test_a_byte_order_mark_does_no_harm(self, unit_file):
        rows, _ = read(AsheTable14(), [unit_file(encoding="utf-8-sig")])

        assert len(rows) == 4 * 6 * 412

    @pytest.mark.parametrize(
        ("place", "cell", "reason"),
        [
            (0, "monthly", "unknown measure or group"),
            (1, "part_time", "unknown measure or group"),
            (4, "lots", "could not convert"),
            (4, "nan", "is no number"),
            (4, "30000000", "another unit"),
            (6, "29999", "do not ascend"),
        ],
    )
    def test_a_line_that_makes_no_sense_is_set_aside_with_its_number(self, unit_file, place, cell, reason):
        lines = tabulation()
        extra = list(lines[0])
        extra[place] = cell

        rows, report = read(AsheTable14(), [unit_file([*lines, extra])])

        [(file, line, raw, why)] = report.bad_rows
        assert (file, line) == ("ashe_2025.csv", len(lines) + 2)
        assert cell in raw
        assert reason in why
        assert len(rows) == len(lines)


@pytest.mark.django_db
class TestImportOf2025:
    @pytest.mark.parametrize("times", [1000, 0.001])
    def test_pay_in_another_unit_is_refused_whatever_a_person_says(self, unit_file, times):
        outcome = run_import(AsheTable14(), [unit_file(tabulation(times))], Request(apply=True, accept="a person"))

        assert outcome.state == RunState.REFUSED
        assert "another unit" in outcome.findings[0].message

    def test_a_unit_that_stands_twice_is_refused(self, unit_file):
        lines = tabulation()

        outcome = run_import(AsheTable14(), [unit_file([*lines, lines[0]])], Request(apply=True))

        assert outcome.state == RunState.REFUSED
        assert "stands twice" in outcome.findings[0].message

    def test_an_unknown_unit_is_set_aside_and_the_rest_can_be_kept(self, unit_file):
        lines = tabulation()
        odd = [lines[0][0], lines[0][1], "9999", *lines[0][3:]]

        outcome = run_import(AsheTable14(), [unit_file([*lines, odd])], Request(apply=True))

        assert outcome.state == RunState.APPLIED
        assert outcome.run.bad_rows.get().reason == "unknown code '9999' in soc2020"
        assert PayFigure.objects.filter(release=outcome.release).count() == len(lines)


class TestRevised2021:
    def test_the_name_of_the_file_tells_full_time_from_all(self, halves):
        lines = revised()
        lines[0][3] = "21000"

        rows, report = read(AsheTable14(), halves(ft=lines))

        found = {(row["soc2020_id"], row["hours"]): row for row in rows}
        assert len(rows) == 2 * 552
        assert {(row["year"], row["measure"], row["sex"]) for row in rows} == {(2021, "annual", "all")}
        assert found["0", "full_time"]["median"] == 21_000
        assert found["0", "all"]["median"] == 20_000
        assert found["5241", "all"]["jobs"] == 50
        assert report.bad_rows == []

    def test_its_edition_is_revised(self, halves):
        found = AsheTable14().edition(halves())

        assert (found.slot, found.status, str(found.published_on)) == ("2021", "revised", "2022-10-26")

    def test_a_blank_row_takes_the_mark_beside_its_jobs(self, halves):
        lines = revised()
        lines[1][2:] = ["..", *[""] * 14]

        rows, _ = read(AsheTable14(), halves(ft=lines))

        assert rows[1]["median"] is None
        assert set(json.loads(rows[1]["marks"]).values()) == {"disclosive"}

    def test_half_of_it_is_refused(self, halves):
        files = halves()

        with pytest.raises(RefusedFileError, match="an edition is"):
            AsheTable14().edition([files[1], files[1]])

    def test_without_its_last_line_it_was_cut_short(self, halves):
        assert "ends before its line 'Not Classified'" in refusal(AsheTable14(), halves(ftpt=revised()[:-1]))

    def test_with_a_group_gone_it_is_refused(self, halves):
        lines = revised()
        del lines[30]

        assert "551 of the 552 groups" in refusal(AsheTable14(), halves(ftpt=lines))

    def test_another_header_is_refused(self, halves):
        header = [*REVISED_HEADER[:3], "Mean", "change", "Median", *REVISED_HEADER[6:]]

        assert "another order" in refusal(AsheTable14(), halves(header=header))

    def test_a_line_that_makes_no_sense_is_set_aside(self, halves):
        lines = revised()
        lines[3][3] = "20"

        rows, report = read(AsheTable14(), halves(ft=lines))

        assert len(rows) == 2 * 552 - 1
        assert report.bad_rows[0][1] == 5


def by_age(ages=("18-21", "22-29", "30-39", "40-49", "50-59", "60+")):
    return [
        [measure, group, age, str(major), *statistics(base)]
        for measure, base in MEASURES.items()
        for group in GROUPS
        for age in ages
        for major in range(1, 10)
    ]


def by_region(areas):
    return [[*line[:2], area, *line[3:]] for area in areas for line in by_age(["18-21"])]


class TestAges:
    def test_the_age_band_is_part_of_the_key(self, tmp_path):
        rows, report = read(AsheTable20(), [write(tmp_path / "x.csv", AsheTable20.header, by_age())])

        assert len(rows) == 1296
        assert {row["age"] for row in rows} == {"18-21", "22-29", "30-39", "40-49", "50-59", "60+"}
        assert {row["soc2020_id"] for row in rows} == set("123456789")
        assert report.bad_rows == []

    def test_an_unknown_age_band_is_set_aside(self, tmp_path):
        lines = by_age(("16-17", "22-29", "30-39", "40-49", "50-59", "60+"))

        rows, report = read(AsheTable20(), [write(tmp_path / "x.csv", AsheTable20.header, lines)])

        assert {why for *_, why in report.bad_rows} == {"unknown age band"}
        assert len(rows) + len(report.bad_rows) == 1296

    def test_an_age_band_gone_is_refused(self, tmp_path):
        path = write(tmp_path / "x.csv", AsheTable20.header, by_age(("18-21", "22-29", "30-39", "40-49", "50-59")))

        assert "45 of the 54 rows" in refusal(AsheTable20(), [path])

    def test_it_is_one_file(self, tmp_path):
        path = write(tmp_path / "x.csv", AsheTable20.header, by_age())

        with pytest.raises(RefusedFileError, match="one file"):
            AsheTable20().edition([path, path])


class TestRegions:
    AREAS = ("K02000001", *(f"E1200000{n}" for n in range(1, 10)), "W92000004", "S92000003")

    def test_the_area_is_part_of_the_key(self, tmp_path):
        rows, report = read(AsheTable3(), [write(tmp_path / "x.csv", AsheTable3.header, by_region(self.AREAS))])

        assert len(rows) == 2592
        assert {row["area_id"] for row in rows} == set(self.AREAS)
        assert report.bad_rows == []

    def test_a_region_gone_is_refused(self, tmp_path):
        path = write(tmp_path / "x.csv", AsheTable3.header, by_region(self.AREAS[:-1]))

        assert "99 of the 108 rows" in refusal(AsheTable3(), [path])

    @pytest.mark.django_db
    def test_an_unknown_area_is_refused_when_it_is_a_whole_region(self, tmp_path):
        areas = (*self.AREAS[:-1], "S99999999")

        outcome = run_import(AsheTable3(), [write(tmp_path / "x.csv", AsheTable3.header, by_region(areas))], Request())

        assert outcome.state == RunState.REFUSED
        assert "unknown code 'S99999999' in area" in outcome.findings[0].message
