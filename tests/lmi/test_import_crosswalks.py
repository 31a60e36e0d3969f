"""Links to SOC 2010 and ISCO-08: shares, what is not known, and which files are refused."""

from __future__ import annotations

from collections import defaultdict

import pytest
import xlsxwriter

from evidence.importing.pipeline import Request, run_import
from lmi.importers.crosswalks import _DUAL_HEADER, _ISCO_HEADER, Isco08Links, Soc2010To2020
from tests.lmi.raw_files import assert_starter_is_what_is_read, files_of, read_rows, refusal

pytestmark = pytest.mark.services

SHARES = ("men_lfs_share", "men_census_share", "women_lfs_share", "women_census_share")
PLASTERERS = ("5321: Plasterers", "Total sample", 341, "", 1046, "", 0, "", 9, "")


@pytest.fixture
def dual(tmp_path):
    """A small workbook of dual-coded samples."""

    def build(*rows, header=_DUAL_HEADER):
        path = tmp_path / "dual.xlsx"
        book = xlsxwriter.Workbook(path)
        page = book.add_worksheet("Sheet1")
        for line, cells in enumerate([header, *rows]):
            page.write_row(line, 0, cells)
        book.close()
        return [path]

    return build


@pytest.fixture
def counts(tmp_path):
    """A small table of title counts."""

    def build(*rows, header=_ISCO_HEADER):
        path = tmp_path / "isco.csv"
        path.write_text("\n".join(",".join(map(str, row)) for row in [header, *rows]) + "\n", encoding="utf-8")
        return [path]

    return build


def to(code, *shares):
    """A row of the workbook that gives the shares of one SOC 2020 unit."""
    return ("", code, *(cell for share in shares for cell in ("", share)))


class TestSoc2010:
    def test_shares_belong_to_the_unit_above_them(self, dual):
        rows, _ = read_rows(Soc2010To2020(), dual(PLASTERERS, to("5321: Plasterers", 0.9, 0.8, 0.0, 1)))
        assert (rows[0]["soc2010"], rows[0]["soc2010_title"], rows[0]["soc2020_id"]) == ("5321", "Plasterers", "5321")
        assert (rows[0]["men_lfs_share"], rows[0]["men_census_share"], rows[0]["women_census_share"]) == (0.9, 0.8, 1.0)

    def test_a_nought_of_nobody_is_not_known(self, dual):
        rows, _ = read_rows(Soc2010To2020(), dual(PLASTERERS, to("5321: Plasterers", 0.0, 1, 0.0, 1)))
        assert rows[0]["women_lfs_share"] is None
        assert rows[0]["men_lfs_share"] == 0.0

    def test_an_empty_line_ends_nothing(self, dual):
        rows, report = read_rows(Soc2010To2020(), dual(PLASTERERS, [""] * 10, to("5321: Plasterers", 1, 1, 0, 1)))
        assert (len(rows), report.bad_rows) == (1, [])

    @pytest.mark.parametrize("share", [12.5, -0.1, "x", ""])
    def test_what_is_no_share_is_set_aside(self, dual, share):
        rows, report = read_rows(Soc2010To2020(), dual(PLASTERERS, to("5321: Plasterers", share, 1, 0, 1)))
        assert (rows, [line for _, line, _, _ in report.bad_rows]) == ([], [3])

    @pytest.mark.parametrize(
        "given", [[to("5321: Plasterers", 1, 1, 0, 1)], [PLASTERERS, to("Plasterers", 1, 1, 0, 1)]]
    )
    def test_a_share_without_both_codes_is_set_aside(self, dual, given):
        rows, report = read_rows(Soc2010To2020(), dual(*given))
        assert (rows, report.bad_rows[0][3]) == ([], "no code and title")

    def test_columns_in_another_order_are_refused(self, dual):
        header = [_DUAL_HEADER[1], _DUAL_HEADER[0], *_DUAL_HEADER[2:]]
        assert "another order" in refusal(Soc2010To2020(), dual(PLASTERERS, header=header))

    @pytest.mark.django_db
    def test_an_unknown_unit_is_set_aside_by_its_code(self, dual):
        rows = [to(f"{code}: Unit", 0.01, 0.01, 0, 0.01) for code in (5321, 5999)]
        outcome = run_import(Soc2010To2020(), dual(PLASTERERS, *rows), Request(accept="a test"))
        assert outcome.state == "refused"  # one row in two is more than a slip
        assert "unknown code '5999'" in outcome.run.bad_rows.get().reason


class TestIsco:
    def test_shares_are_counted_over_titles_with_a_code(self, counts):
        given = counts(("8160", "3122", 6, 0.6), ("8160", "3133", 3, 0.3), ("8160", "}}}}", 1, 0.1))
        rows, report = read_rows(Isco08Links(), given)
        assert [(r["isco08"], r["titles"], r["share"]) for r in rows] == [("3122", 6, 0.6667), ("3133", 3, 0.3333)]
        assert report.bad_rows == []

    def test_shares_that_do_not_fit_the_counts_are_refused(self, counts):
        given = counts(("8160", "3122", 6, 0.5), ("8160", "3133", 4, 0.5))
        assert "6 of 10 titles is not 0.5" in refusal(Isco08Links(), given)

    @pytest.mark.parametrize("row", [("1111", "112", 1, 1), ("1111", "11x2", 1, 1), ("1111", "1112", "few", 1)])
    def test_broken_rows_are_set_aside(self, counts, row):
        rows, report = read_rows(Isco08Links(), counts(row))
        assert (rows, len(report.bad_rows)) == ([], 1)

    def test_a_code_keeps_its_first_nought(self, counts):
        rows, _ = read_rows(Isco08Links(), counts(("1161", "0110", 2, 1)))
        assert rows[0]["isco08"] == "0110"

    def test_renamed_columns_are_refused(self, counts):
        assert "missing: titles" in refusal(Isco08Links(), counts(header=("soc2020", "isco08", "count", "share")))


class TestPublishersFiles:
    """Compared with values looked up by hand in the files."""

    @pytest.fixture
    def dual_rows(self):
        rows, report = read_rows(Soc2010To2020(), files_of(Soc2010To2020()))
        assert report.bad_rows == []
        return {(row["soc2010"], row["soc2020_id"]): row for row in rows}

    def test_how_many_there_are(self, dual_rows):
        assert (len(dual_rows), len({old for old, _ in dual_rows})) == (714, 369)

    @pytest.mark.parametrize(
        ("pair", "shares"),
        [
            (("5241", "5246"), (0.069979, 0.0539, 0.0, 0.018868)),  # lines 665 and 667
            (("5321", "5321"), (1.0, 1.0, None, 1.0)),  # lines 706 and 707: no woman in the LFS sample
            (("2136", "2134"), (0.999147, 0.992879, 0.994975, 0.97654)),  # lines 172 and 173
            (("1259", "1258"), (0.231954, 0.141239, 0.121163, 0.096833)),  # lines 114 and 120
        ],
    )
    def test_shares(self, dual_rows, pair, shares):
        assert tuple(dual_rows[pair][name] for name in SHARES) == pytest.approx(shares, abs=1e-6)

    def test_shares_of_a_unit_never_pass_one(self, dual_rows):
        sums = defaultdict(float)
        for (old, _), row in dual_rows.items():
            for name in SHARES:
                sums[old, name] += row[name] or 0
        assert max(sums.values()) < 1.0001

    def test_isco(self):
        rows, report = read_rows(Isco08Links(), files_of(Isco08Links()))
        assert (len(rows), report.bad_rows) == (1896, [])
        of = {(row["soc2020_id"], row["isco08"]): (row["titles"], row["share"]) for row in rows}
        assert of["5241", "7412"] == (61, 0.5214)
        assert of["8160", "3122"] == (155, 0.7598)  # of 204 titles with a code, not of all 207

    @pytest.mark.parametrize("importer", [Soc2010To2020(), Isco08Links()])
    def test_the_starter_table_is_what_is_read(self, importer):
        assert_starter_is_what_is_read(importer)
