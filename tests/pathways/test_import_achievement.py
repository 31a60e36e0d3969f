"""Achievement rates: four files as one table, marks kept as reasons."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from evidence.importing.pipeline import Request, run_import
from pathways.importers.achievement import LAYOUTS, AchievementRates
from tests.lmi.raw_files import assert_starter_is_what_is_read, files_of, read_rows, refusal

pytestmark = pytest.mark.services

LINES = {
    "achievement_rates_national": "2425,299510,65.4",
    "achievement_rates_by_standard": "2425,ST0152,6200,59.9",
    "achievement_rates_by_provider": "2425,10000055,260,74.7",
    "achievement_rates_by_standard_provider": "2425,ST0152,10000055,20,x",
}


@pytest.fixture
def files(tmp_path):
    """The four files with a line each; other lines or columns by the file's name."""

    def write(lines=None, columns=None):
        paths = []
        for name, layout in LAYOUTS.items():
            header = (columns or {}).get(name, layout.columns)
            path = tmp_path / f"{name}.csv"
            path.write_text("\n".join([",".join(header), {**LINES, **(lines or {})}[name]]) + "\n", encoding="utf-8")
            paths.append(path)
        return paths

    return write


def read(files):
    rows, report = read_rows(AchievementRates(), files)
    for row in rows:
        row["marks"] = json.loads(row["marks"])
    return {(row["year"], row["reference"], row["ukprn"]): row for row in rows}, report


class TestReading:
    def test_a_star_stands_for_all(self, files):
        rows, _ = read(files())
        assert list(rows) == [
            ("2024/25", "*", "*"),
            ("2024/25", "ST0152", "*"),
            ("2024/25", "*", "10000055"),
            ("2024/25", "ST0152", "10000055"),
        ]
        assert (rows["2024/25", "*", "*"]["leavers"], rows["2024/25", "*", "*"]["rate"]) == (299510, 65.4)

    @pytest.mark.parametrize(
        ("cells", "leavers", "marks"),
        [
            ("20,x", 20, {"rate": "suppressed"}),
            ("low,x", None, {"leavers": "low", "rate": "suppressed"}),
            ("c,c", None, {"leavers": "disclosive", "rate": "disclosive"}),
            ("z,z", None, {"leavers": "not_applicable", "rate": "not_applicable"}),
            ("20,", 20, {"rate": "not_published"}),
        ],
    )
    def test_marks_are_kept_as_reasons(self, files, cells, leavers, marks):
        rows, _ = read(files({"achievement_rates_by_standard": f"2425,ST0152,{cells}"}))
        row = rows["2024/25", "ST0152", "*"]
        assert (row["leavers"], row["rate"], row["marks"]) == (leavers, None, marks)

    def test_a_rate_of_nought_is_a_rate(self, files):
        rows, _ = read(files({"achievement_rates_by_standard": "2425,ST0152,10,0"}))
        assert (rows["2024/25", "ST0152", "*"]["rate"], rows["2024/25", "ST0152", "*"]["marks"]) == (0, {})

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            ("2425,ST0152,20,q", "neither a number nor a known mark"),
            ("2425,ST0152,20,101", "is no percentage"),
            ("2425,ST0152,-20,50", "below nought"),
            ("2424,ST0152,20,50", "is no academic year"),
            ("2024/25,ST0152,20,50", "is no academic year"),
            ("2425,152,20,50", "unknown form of reference"),
        ],
    )
    def test_unusable_rows_are_set_aside(self, files, line, reason):
        rows, report = read(files({"achievement_rates_by_standard": line}))
        assert len(rows) == 3
        assert reason in report.bad_rows[0][3]

    def test_a_broken_ukprn_is_set_aside(self, files):
        _, report = read(files({"achievement_rates_by_provider": "2425,999,20,50"}))
        assert "UKPRN" in report.bad_rows[0][3]

    def test_the_edition_is_the_latest_national_year(self, files):
        national = "2021,275380,57.7\n2425,299510,65.4"
        edition = AchievementRates().edition(files({"achievement_rates_national": national}))
        assert (edition.edition, edition.period) == ("2024/25", "2020/21 to 2024/25")


class TestRefused:
    def test_a_file_missing(self, files):
        assert "four files" in refusal(AchievementRates(), files()[:3])
        assert "national file" in refusal(AchievementRates(), files()[1:])

    def test_other_columns(self, files):
        name = "achievement_rates_by_standard"
        header = ("academic_year", "standard", "leavers", "achievement_rate")
        assert "missing: standard_reference" in refusal(AchievementRates(), files(columns={name: header}))

    def test_columns_in_another_order(self, files):
        name = "achievement_rates_by_standard"
        header = ("standard_reference", "academic_year", "leavers", "achievement_rate")
        assert "another order" in refusal(AchievementRates(), files(columns={name: header}))

    def test_a_line_cut_short(self, files):
        assert "cut short" in refusal(AchievementRates(), files({"achievement_rates_by_standard": "2425,ST01"}))

    def test_a_year_that_is_none(self, files):
        assert "no academic year" in refusal(AchievementRates(), files({"achievement_rates_national": "Total,1,1"}))

    @pytest.mark.django_db
    def test_a_key_that_stands_twice(self, files):
        twice = "2425,ST0152,6200,59.9\n2425,ST0152,6200,59.9"
        outcome = run_import(AchievementRates(), files({"achievement_rates_by_standard": twice}), Request(apply=True))
        assert "stands twice" in outcome.findings[0].message

    @pytest.mark.django_db
    def test_rates_as_shares_are_refused(self, files):
        shares = {
            "achievement_rates_national": "2425,299510,0.654",
            "achievement_rates_by_standard": "2425,ST0152,6200,0.599",
            "achievement_rates_by_provider": "2425,10000055,260,0.747",
        }
        outcome = run_import(AchievementRates(), files(shares), Request(apply=True))
        assert "median of rate" in outcome.findings[0].message


class TestPublishedFiles:
    def test_counted_and_looked_up_by_hand(self):
        rows, report = read(files_of(AchievementRates()))
        assert (len(rows), report.bad_rows) == (30_563, [])
        assert (rows["2024/25", "ST0135", "*"]["leavers"], rows["2024/25", "ST0135", "*"]["rate"]) == (13180, 67.7)
        assert rows["2022/23", "*", "10000055"]["rate"] == 74.7
        both = rows["2023/24", "ST0003", "10000055"]
        assert (both["leavers"], both["rate"]) == (None, None)
        assert both["marks"] == {"leavers": "low", "rate": "suppressed"}
        assert rows["2022/23", "*", "10007848"]["marks"]["leavers"] == "disclosive"

    def test_every_held_back_number_has_a_reason(self):
        rows, _ = read(files_of(AchievementRates()))
        for row in rows.values():
            assert set(row["marks"]) == {name for name in ("leavers", "rate") if row[name] is None}
        reasons = Counter(row["marks"].get("rate") for row in rows.values())
        # 98 + 75 + 191 + 156 + 9,768 + 3,669 are marked x, 3 + 22 c, counted in the four files.
        assert (reasons["suppressed"], reasons["disclosive"]) == (13_957, 25)

    def test_the_starter_table_is_what_is_read(self):
        assert_starter_is_what_is_read(AchievementRates())
