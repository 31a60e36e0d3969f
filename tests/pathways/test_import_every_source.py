"""Every source of pathways through the whole pipeline: bad files, dry runs, readers that break, the same file again."""

from __future__ import annotations

import csv
import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from evidence.enums import ReleaseState, RunState
from evidence.importing.contract import Importer, RefusedFileError, Row
from evidence.importing.pipeline import Outcome, Request, run_import
from evidence.importing.registry import all_importers, importer_for
from evidence.importing.starter import StarterTable, data_dir, raw_paths, read_manifest
from evidence.models import BadRow, ImportRun, Release
from tests.lmi.raw_files import files_of

pytestmark = [pytest.mark.django_db, pytest.mark.services]
OURS = [importer for importer in all_importers() if importer.model._meta.app_label == "pathways"]
PUBLISHERS = [importer for importer in OURS if not importer.is_editorial]
KEEP, DRY = Request(apply=True), Request()
# Files read beside that of the rows: what a cut at the end of a line loses, which nothing tells from an older file.
BESIDE = {
    ("universities", 1): "some bodies lose their TEF rating",
    ("apprenticeship-providers", 2): "some names stay in capitals",
    ("apprenticeship-provider-standards", 2): "some titles of 2021 find no reference",
}

WITHOUT_LINES = {".xlsx", ".json"}  # a cut of any kind makes such a file unreadable, which other tests hold


def name_of(importer: Importer) -> str:
    return importer.source


def state_of(importer: Importer) -> tuple[object, ...]:
    """Everything that readers see of a source: its editions, and a sum over the rows of its table."""
    table = importer.model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), sum(hashtextextended(t::text, 0)::numeric) FROM {table} t")  # noqa: S608
        rows = cursor.fetchone()
    return rows, tuple(Release.objects.filter(source=importer.source).order_by("pk").values_list("pk", "state"))


@pytest.fixture
def untouched(importer: Importer) -> Iterator[None]:
    """Checks at the end that nothing but the record of the run changed."""
    before = state_of(importer)
    assert any(state == ReleaseState.PUBLISHED for _, state in before[1])
    yield
    assert state_of(importer) == before


@pytest.fixture
def copies(importer: Importer, tmp_path: Path) -> list[Path]:
    """Copies of the publisher's files, under their own names and free to be damaged; skips where they are not held."""
    files_of(importer)
    return [Path(shutil.copy(path, tmp_path / path.name)) for path in raw_paths(importer, "all")]


def shipped(importer: Importer, kind: type[StarterTable] = StarterTable) -> tuple[StarterTable, Path, str]:
    """The starter table in place of the publisher's files: its reader, its file and the checksum of those."""
    entry = next(one for one in read_manifest(data_dir(importer)) if one["source"] == importer.source)
    return kind(importer, entry), data_dir(importer) / entry["file"], entry["checksum"]


def refused(importer: Importer, files: list[Path], request: Request = KEEP) -> Outcome:
    outcome = run_import(importer, files, request)
    assert (outcome.state, outcome.release) == (RunState.REFUSED, None), outcome.findings
    assert outcome.run.report[0]["severity"] == "refused"
    assert ImportRun.objects.get(pk=outcome.run.pk).ended_at is not None
    return outcome


def unpacked(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def rewrite(path: Path, content: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(gzip.compress(content, 1) if path.suffix == ".gz" else content)


class OneRowLess(StarterTable):
    """An edition that lacks the last row."""

    def read(self, files, report):
        rows = list(super().read(files, report))
        yield from rows[:-1]


class Breaks(StarterTable):
    """A reader with a mistake, or a file that turns out to be of another layout, after five rows."""

    error: Exception = RuntimeError("a mistake in the reader")

    def read(self, files, report) -> Iterator[Row]:
        for n, row in enumerate(super().read(files, report)):
            if n == 5:
                raise self.error
            yield row


class Refuses(Breaks):
    error = RefusedFileError("not our layout")


def test_there_is_an_importer_for_every_starter_table():
    folder = Path(apps.get_app_config("pathways").path) / "data"
    assert {one["source"] for one in read_manifest(folder)} == {importer.source for importer in OURS}
    assert len(PUBLISHERS) == 26


@pytest.mark.parametrize("importer", OURS, ids=name_of)
class TestFromTheStarterTable:
    """These need no publisher's file."""

    def test_is_published_whole(self, importer):
        entry = next(one for one in read_manifest(data_dir(importer)) if one["source"] == importer.source)
        release = Release.objects.get(source=importer.source, state=ReleaseState.PUBLISHED)
        assert release.row_count == entry["rows"]
        assert release.checksum == entry["checksum"]
        if not importer.is_register:
            assert importer.model.objects.filter(release=release).count() == entry["rows"]

    @pytest.mark.usefixtures("untouched")
    def test_the_same_file_again_changes_nothing(self, importer):
        table, path, checksum = shipped(importer)
        assert run_import(table, [path], Request(apply=True, checksum=checksum)).state == RunState.UNCHANGED

    @pytest.mark.usefixtures("untouched")
    def test_the_same_rows_in_another_file_change_nothing(self, importer):
        table, path, _ = shipped(importer)
        outcome = run_import(table, [path], Request(apply=True, checksum="another"))
        assert (outcome.state, outcome.run.rows_bad) == (RunState.UNCHANGED, 0)

    @pytest.mark.usefixtures("untouched")
    def test_a_dry_run_counts_and_changes_nothing(self, importer):
        table, path, _ = shipped(importer, OneRowLess)
        outcome = run_import(table, [path], Request(accept="Ada, data steward", checksum="another"))
        # The last subject of the earlier hierarchy is one of those that the present one took over.
        gone = 0 if importer.source == "cah-subjects" else 1
        assert outcome.state == (RunState.DRY if gone else RunState.UNCHANGED)
        assert (outcome.run.added, outcome.run.changed, outcome.run.removed) == (0, 0, gone)

    @pytest.mark.usefixtures("untouched")
    def test_a_reader_that_breaks_half_way_changes_nothing(self, importer):
        table, path, _ = shipped(importer, Breaks)
        with pytest.raises(RuntimeError, match="a mistake"):
            run_import(table, [path], Request(apply=True, checksum="another"))
        assert ImportRun.objects.filter(source=importer.source).latest("pk").state == RunState.FAILED

    @pytest.mark.usefixtures("untouched")
    def test_another_layout_half_way_changes_nothing(self, importer):
        table, path, _ = shipped(importer, Refuses)
        refused(table, [path], Request(apply=True, checksum="another"))


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("importer", PUBLISHERS, ids=name_of)
class TestThePublishersFilesDamaged:
    def test_the_file_as_it_is_was_read_already(self, importer, copies):
        assert run_import(importer, copies, KEEP).state == RunState.UNCHANGED

    def test_no_file(self, importer, tmp_path):
        refused(importer, [])
        refused(importer, [tmp_path / "none.csv"])

    def test_an_empty_file(self, importer, copies):
        rewrite(copies[0], b"")
        refused(importer, copies)

    def test_something_else_under_its_name(self, importer, copies):
        copies[0].write_bytes(b"%PDF-1.7 \x00\x01\x02 and more of it\n" * 40)
        refused(importer, copies)

    def test_a_download_that_broke_off(self, importer, copies):
        content = copies[0].read_bytes()
        copies[0].write_bytes(content[: len(content) // 2])
        refused(importer, copies)

    def test_half_of_the_lines(self, importer, copies):
        """Cut at the end of a line, so that every line that is left can be read; each file of an edition in turn."""
        for nth, path in enumerate(copies):
            if (importer.source, nth) in BESIDE or path.suffix in WITHOUT_LINES:
                continue
            whole = path.read_bytes()
            lines = unpacked(path).splitlines(keepends=True)
            rewrite(path, b"".join(lines[: len(lines) // 2]))
            refused(importer, copies, DRY)
            path.write_bytes(whole)

    def test_a_column_renamed(self, importer, copies):
        path = copies[0]
        if path.suffix in {".xlsx", ".json"}:
            pytest.skip("its own test renames what it has in place of a header")
        content = unpacked(path)
        header, rest = content.split(b"\n", 1)
        renamed = header.rstrip(b"\r\n").rsplit(b"," if b"," in header else b"\t", 1)[0]
        mark = b"," if b"," in header else b"\t"
        rewrite(path, renamed + mark + b"renamed\n" + rest)
        outcome = refused(importer, copies, DRY)
        assert "renamed" in outcome.findings[0].message

    def test_another_sources_file(self, importer, copies):
        other = next(
            one for one in PUBLISHERS if one.source == ("tlevels" if importer.source != "tlevels" else "hecos-subjects")
        )
        copies[0].write_bytes(files_of(other)[0].read_bytes())
        refused(importer, copies)

    def test_one_of_several_files_missing(self, importer, copies):
        if len(copies) == 1:
            pytest.skip("an edition of this source is one file")
        refused(importer, copies[:-1])


# A cell of the second line of data made useless: file, column, what stands there. None: any such row refuses the file.
USELESS = [
    ("apprenticeship-standards", 0, "reference", "XX0001"),
    ("apprenticeship-standards", 0, "level", "three"),
    ("apprenticeship-standards", 0, "status", "Asleep"),
    ("apprenticeship-standards-2021", 0, "reference", "152"),
    ("achievement-rates", 1, "achievement_rate", "140"),
    ("achievement-rates", 1, "leavers", "some"),
    ("tlevel-specialisms", 0, "id", "x"),
    ("job-profiles-2020", 0, "soc2010", "31"),
    ("ofqual-approved", 0, "QualificationNumber", "123"),
    ("ofqual-approved", 0, "Level", "Level 9"),
    ("a-level-entries", 0, "characteristic_value", "Nobody"),
    ("a-level-entries", 0, "entry_count", "many"),
    ("a-level-combinations", 0, "number_of_students", "many"),
    ("discover-uni", 0, "KISMODE", "09"),
    ("leo-graduates", 0, "region", "Atlantis"),
    ("leo-graduates", 0, "earnings_median", "a lot"),
    ("schools", 0, "URN", "1"),
    ("universities", 0, "PUBUKPRN", "1"),
    ("ucas-tariff", 0, "points", "-5"),
    ("money-rules", 0, "value", "a pound"),
    ("hecos-subjects", 0, "Code", "1"),
    ("cah-subjects", 0, "code", "CAH1"),
]


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(
    ("importer", "file", "column", "text"),
    [pytest.param(importer_for(source), *rest, id=f"{source}-{rest[1]}") for source, *rest in USELESS],
)
def test_a_useless_cell_is_set_aside_with_its_line_or_refuses_the_file(importer, copies, file, column, text):
    """Never a value of its own: the row is named by file and line, and left out unless the source allows none."""
    path, mark = copies[file], "\t" if copies[file].suffix == ".tsv" else ","
    with path.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.reader(handle, delimiter=mark))
    rows[2][rows[0].index(column)] = text
    path.chmod(0o644)
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, delimiter=mark, lineterminator="\n").writerows(rows)

    outcome = run_import(importer, copies, DRY)

    bad = BadRow.objects.filter(run=outcome.run)
    assert outcome.run.rows_bad == bad.count() == 1, outcome.findings
    assert (bad[0].file, bad[0].line) == (path.name, 3)
    assert bad[0].reason
    total = outcome.run.rows_read + 1
    expected = RunState.DRY if importer.limits.max_bad_share * total >= 1 else RunState.REFUSED
    assert outcome.state == expected, outcome.findings
