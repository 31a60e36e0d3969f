"""Bad files are refused whole, or their rows set aside with line numbers; the published edition is untouched."""

from __future__ import annotations

import gzip
import zipfile

import pytest

from evidence.enums import ReleaseState, RunState
from evidence.importing.pipeline import Request, run_import
from evidence.models import BadRow
from lmi.models import PayFigure
from tests.evidence.small import HEADER, UNITS, SmallPay, make_source, rows_of, write

pytestmark = [pytest.mark.django_db, pytest.mark.services]
KEEP = Request(apply=True)


@pytest.fixture
def published(tmp_path):
    make_source()
    return run_import(SmallPay(), [write(tmp_path / "good.csv", rows_of())], KEEP).release


@pytest.fixture
def untouched(published):
    """Checks at the end that readers still see exactly the edition from before."""
    before = list(PayFigure.objects.filter(release=published).order_by("pk").values())
    yield
    published.refresh_from_db()
    assert published.state == ReleaseState.PUBLISHED
    assert list(PayFigure.objects.filter(release=published).order_by("pk").values()) == before
    assert PayFigure.objects.filter(release__source_id="small-pay").count() == len(before)


def refused(path, **request):
    outcome = run_import(SmallPay(), [path], Request(apply=True, **request))
    assert outcome.state == RunState.REFUSED
    assert outcome.release is None
    assert outcome.run.report[0]["severity"] == "refused"
    return outcome.findings[0]


@pytest.mark.usefixtures("untouched")
class TestRefusedWhole:
    def test_missing_file(self, tmp_path):
        assert "does not exist" in refused(tmp_path / "none.csv").message

    def test_empty_file(self, tmp_path):
        (tmp_path / "x.csv").touch()
        assert "empty" in refused(tmp_path / "x.csv").message

    def test_header_only(self, tmp_path):
        assert "no usable row" in refused(write(tmp_path / "x.csv", [])).message

    def test_cut_short_in_mid_row_names_the_line(self, tmp_path):
        path = write(tmp_path / "x.csv", rows_of(raise_by=1.01))
        path.write_text(path.read_text()[:-12])
        finding = refused(path)
        assert "cut short" in finding.message
        assert finding.line == 13

    def test_wrong_encoding_names_the_line(self, tmp_path):
        path = write(tmp_path / "x.csv", rows_of())
        path.write_bytes(path.read_bytes().replace(b"5245", b"52\xa345"))
        finding = refused(path)
        assert "utf-8" in finding.message
        assert finding.file == "x.csv"

    def test_utf_16(self, tmp_path):
        assert refused(write(tmp_path / "x.csv", rows_of(), encoding="utf-16")).severity == "refused"

    def test_renamed_column_is_named(self, tmp_path):
        header = ("soc2020", "year", "middle", "p25")
        message = refused(write(tmp_path / "x.csv", rows_of(), header)).message
        assert "missing: median" in message
        assert "not expected: middle" in message

    def test_missing_column_is_named(self, tmp_path):
        rows = [cells[:3] for cells in rows_of()]
        assert "missing: p25" in refused(write(tmp_path / "x.csv", rows, HEADER[:3])).message

    def test_reordered_columns(self, tmp_path):
        header = ("soc2020", "year", "p25", "median")
        assert "another order" in refused(write(tmp_path / "x.csv", rows_of(), header)).message

    def test_duplicate_key_names_the_line(self, tmp_path):
        rows = rows_of(raise_by=1.01)
        finding = refused(write(tmp_path / "x.csv", [*rows, rows[2]]))
        assert "stands twice" in finding.message
        assert "5243" in finding.message
        assert finding.line == 14

    def test_most_codes_unknown(self, tmp_path):
        rows = [["9" + cells[0][1:3] + "0", *cells[1:]] for cells in rows_of()]
        assert "cannot be used" in refused(write(tmp_path / "x.csv", rows)).message

    def test_thirty_per_cent_fewer_rows(self, tmp_path):
        finding = refused(write(tmp_path / "x.csv", rows_of(raise_by=1.01)[:8]))
        assert "4 of 12 published rows are gone" in finding.message
        assert "--accept" in finding.message

    def test_values_times_1000(self, tmp_path):
        finding = refused(write(tmp_path / "x.csv", rows_of(raise_by=1000)))
        assert "moved by a factor of 1,00" in finding.message or "1e+03" in finding.message

    def test_values_in_thousands(self, tmp_path):
        assert "median of median" in refused(write(tmp_path / "x.csv", rows_of(raise_by=0.001))).message

    def test_ten_times_too_large(self, tmp_path):
        path = write(tmp_path / "x.csv", rows_of() * 1000)
        assert "over the limit" in refused(path).message

    def test_gzip_bomb(self, tmp_path):
        path = tmp_path / "x.csv.gz"
        path.write_bytes(gzip.compress(b"0" * 5_000_000))
        assert path.stat().st_size < SmallPay.limits.max_bytes
        assert "unpacks to over" in refused(path).message

    def test_zip_bomb(self, tmp_path):
        path = tmp_path / "x.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", "0" * 5_000_000)
        assert path.stat().st_size < SmallPay.limits.max_bytes
        assert "unpacks to" in refused(path).message

    def test_truncated_gzip(self, tmp_path):
        path = tmp_path / "x.csv.gz"
        path.write_bytes(gzip.compress(write(tmp_path / "y.csv", rows_of()).read_bytes())[:-20])
        assert "cut short" in refused(path).message

    def test_truncated_workbook(self, tmp_path):
        path = tmp_path / "x.xlsx"
        path.write_bytes(b"PK\x03\x04 and no more")
        assert "damaged" in refused(path).message

    def test_not_a_table(self, tmp_path):
        path = tmp_path / "x.csv"
        path.write_bytes(b"%PDF-1.7 \x00\x01")
        assert refused(path).severity == "refused"


class TestAccepted:
    def test_a_person_may_go_over_the_limits_and_is_named(self, published, tmp_path):
        path = write(tmp_path / "x.csv", rows_of(raise_by=1.01)[:8])
        outcome = run_import(SmallPay(), [path], Request(apply=True, accept="Ada, data steward"))
        assert outcome.state == RunState.APPLIED
        assert outcome.run.accepted_by == "Ada, data steward"
        assert "accepted by Ada" in outcome.findings[0].message

    def test_nobody_may_accept_a_duplicate_key(self, published, tmp_path):
        rows = rows_of(raise_by=1.01)
        refused(write(tmp_path / "x.csv", [*rows, rows[2]]), accept="Ada")

    def test_byte_order_mark_is_no_harm(self, published, tmp_path):
        path = write(tmp_path / "x.csv", rows_of(raise_by=1.01), encoding="utf-8-sig")
        outcome = run_import(SmallPay(), [path], KEEP)
        assert outcome.state == RunState.APPLIED
        assert outcome.run.rows_bad == 0


class TestSetAside:
    def test_unknown_code_is_set_aside_with_its_line(self, published, tmp_path):
        rows = [*rows_of(raise_by=1.01), ["0000", "2025", "30000", "20000"]]
        outcome = run_import(SmallPay(), [write(tmp_path / "x.csv", rows)], KEEP)
        bad = BadRow.objects.get(run=outcome.run)
        assert (bad.file, bad.line) == ("x.csv", 14)
        assert "unknown code '0000'" in bad.reason
        assert outcome.release.row_count == PayFigure.objects.filter(release=outcome.release).count() == 12

    def test_unreadable_number_is_set_aside_with_its_line(self, published, tmp_path):
        rows = rows_of(raise_by=1.01)
        rows[4][2] = "about thirty"
        outcome = run_import(SmallPay(), [write(tmp_path / "x.csv", rows)], KEEP)
        assert BadRow.objects.get(run=outcome.run).line == 6
        assert not PayFigure.objects.filter(release=outcome.release, soc2020_id=rows[4][0]).exists()

    @pytest.mark.parametrize(
        ("mark", "reason"),
        [
            ("x", "unreliable"),
            ("..", "disclosive"),
            (":", "not_applicable"),
            ("-", "negligible"),
            ("", "not_published"),
        ],
    )
    def test_suppressed_mark_is_a_null_with_its_reason_never_zero(self, published, tmp_path, mark, reason):
        rows = rows_of(raise_by=1.01)
        rows[0][2] = mark
        outcome = run_import(SmallPay(), [write(tmp_path / "x.csv", rows)], KEEP)
        row = PayFigure.objects.get(release=outcome.release, soc2020_id=UNITS[0])
        assert row.median is None
        assert row.marks["median"] == reason


@pytest.mark.usefixtures("untouched")
def test_nul_in_a_cell_is_refused(tmp_path):
    rows = rows_of(raise_by=1.01)
    rows[3][0] = "52\x0044"
    assert "does not fit" in refused(write(tmp_path / "x.csv", rows)).message


@pytest.mark.parametrize("text", ["a\tb", "a\nb", "back\\slash", "\\N", "\\.", "x\r"])
def test_awkward_characters_survive_the_copy(text):
    from django.db import connection

    from evidence.importing.staging import copy_line

    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE awkward (a text, b text, c int) ON COMMIT DROP")
        import io

        cursor.cursor.copy_expert("COPY awkward FROM STDIN", io.StringIO(copy_line([text, None, 7])))
        cursor.execute("SELECT * FROM awkward")
        assert cursor.fetchone() == (text, None, 7)
