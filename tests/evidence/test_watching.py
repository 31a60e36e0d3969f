"""Looks at a publisher's address, against a server on loopback: conditional, bounded, patient, harmless."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.management import call_command

from evidence.enums import CheckOutcome, RunState
from evidence.fetching import FetchRules
from evidence.importing import registry
from evidence.importing.pipeline import Request, run_import
from evidence.models import Release, Source, SourceCheck
from evidence.watching import check_due_sources, check_source, due_sources
from foundation.models import JobLease
from tests.evidence.small import SmallPay, make_source, rows_of, write

pytestmark = [pytest.mark.django_db, pytest.mark.services]
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class Publisher(ThreadingHTTPServer):
    """Serves one body with an ETag; `answers` are statuses to give before serving it."""

    body = b""
    answers: list[int]
    endless = False

    def __init__(self) -> None:
        self.answers, self.requests = [], []
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/files/pay.csv"


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.requests.append(dict(self.headers))
        status = self.server.answers.pop(0) if self.server.answers else 200
        etag = f'"{hash(self.server.body)}"'
        if status == 200 and self.headers.get("If-None-Match") == etag:
            status = 304
        self.send_response(status)
        self.send_header("ETag", etag)
        self.end_headers()
        if status == 200 and self.server.endless:
            for _ in range(200):
                self.wfile.write(b"0" * 10_000)
        elif status == 200:
            self.wfile.write(self.server.body)

    def log_message(self, *args: object) -> None:
        """Keep the test's output quiet."""


@pytest.fixture
def publisher():
    server = Publisher()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def source(publisher, tmp_path, settings, monkeypatch):
    """The small source, published once, with its file at the local publisher's."""
    settings.DOWNLOAD_DIR = tmp_path / "downloads"
    monkeypatch.setitem(registry._IMPORTERS, "small-pay", SmallPay())
    source = make_source()
    source.download_address = publisher.address
    source.save()
    good = write(tmp_path / "pay.csv", rows_of())
    run_import(SmallPay(), [good], Request(apply=True))
    publisher.body = good.read_bytes()
    return source


@pytest.fixture
def look(source):
    """One look with short patience; later looks are a week apart."""
    state = {"now": NOW}

    def look(**rules) -> SourceCheck:
        state["now"] += timedelta(days=7)
        limits = {"max_bytes": 100_000, "timeout": 2.0, "attempts": 3, "backoff": 0.0} | rules
        return check_source(source, now=state["now"], rules=FetchRules(**limits))

    return look


def new_edition(publisher, tmp_path, **changes) -> None:
    publisher.body = write(tmp_path / "new.csv", rows_of(**changes)).read_bytes()


def test_file_we_already_hold_is_nothing_new(look):
    check = look()
    assert check.outcome == CheckOutcome.UNCHANGED
    assert check.bytes_read > 0


def test_second_look_is_conditional_and_downloads_nothing(look, publisher):
    look()
    check = look()
    assert publisher.requests[1]["If-None-Match"] == check.etag
    assert (check.outcome, check.status_code, check.bytes_read) == (CheckOutcome.UNCHANGED, 304, 0)


def test_new_edition_is_read_dry_and_waits_for_a_decision(look, publisher, tmp_path, capsys):
    look()
    new_edition(publisher, tmp_path, raise_by=1.01)
    check = look()
    assert check.outcome == CheckOutcome.NEW_EDITION
    assert (check.run.state, check.run.changed) == (RunState.DRY, 12)
    assert Release.objects.filter(source_id="small-pay").count() == 1
    call_command("releases", "list", "small-pay")
    assert f"--run {check.run.pk} --apply" in capsys.readouterr().out


def test_steward_applies_the_waiting_run(look, publisher, tmp_path):
    look()
    new_edition(publisher, tmp_path, raise_by=1.01)
    run = look().run
    call_command("import_release", "small-pay", "--run", str(run.pk), "--apply")
    assert Release.objects.published().get(source_id="small-pay").key.endswith("-2")


def test_unchanged_new_edition_is_not_read_twice(look, publisher, tmp_path):
    look()
    new_edition(publisher, tmp_path, raise_by=1.01)
    look()
    assert look().outcome == CheckOutcome.UNCHANGED


def test_file_that_fails_the_checks_is_recorded_and_changes_nothing(look, publisher):
    look()
    publisher.body = b"soc2020,year,middle,p25\n5241,2025,1,1\n"
    check = look()
    assert check.outcome == CheckOutcome.REFUSED
    assert "columns changed" in check.detail
    assert Release.objects.published().filter(source_id="small-pay").count() == 1


def test_passing_trouble_is_tried_again(look, publisher):
    publisher.answers = [503, 429]
    check = look()
    assert (check.outcome, check.attempts) == (CheckOutcome.UNCHANGED, 3)


def test_lasting_trouble_is_recorded_after_all_attempts(look, publisher):
    publisher.answers = [503] * 3
    check = look()
    assert (check.outcome, check.attempts, check.detail) == (CheckOutcome.UNREACHABLE, 3, "status 503")


def test_missing_page_is_not_tried_again(look, publisher):
    publisher.answers = [404]
    check = look()
    assert (check.outcome, check.attempts) == (CheckOutcome.ERROR, 1)
    assert "404" in check.detail


def test_endless_file_is_cut_off_and_not_kept(look, publisher, settings):
    publisher.endless = True
    check = look(max_bytes=50_000)
    assert check.outcome == CheckOutcome.TOO_LARGE
    assert not [path for path in settings.DOWNLOAD_DIR.rglob("*") if path.is_file()]


def test_closed_door_is_recorded(source, publisher, look):
    publisher.shutdown()
    publisher.server_close()
    check = look()
    assert check.outcome == CheckOutcome.UNREACHABLE


def test_back_off_doubles(publisher, tmp_path):
    from evidence.fetching import UnreachableError, fetch

    publisher.answers = [500] * 4
    waits: list[float] = []
    with pytest.raises(UnreachableError):
        fetch(publisher.address, tmp_path / "x", FetchRules(max_bytes=10, backoff=2.0), sleep=waits.append)
    assert waits == [2.0, 4.0, 8.0]


class TestCadence:
    def test_never_looked_at_is_due(self, source):
        assert source in due_sources(NOW)

    def test_annual_source_is_looked_at_weekly(self, source, look):
        check = look()
        assert source not in due_sources(check.checked_at + timedelta(days=6))
        assert source in due_sources(check.checked_at + timedelta(days=7))

    def test_source_under_someone_elses_lease_is_passed_over(self, source):
        later = NOW + timedelta(minutes=20)
        JobLease.objects.create(name="check:small-pay", holder="another", taken_at=NOW, expires_at=later)
        Source.objects.exclude(slug="small-pay").update(address="")
        assert [c.source_id for c in check_due_sources(now=NOW)] == []
        assert [c.source_id for c in check_due_sources(now=later)] == ["small-pay"]
        assert not JobLease.objects.filter(name="check:small-pay").exists()


class TestPageWithoutFileAddress:
    @pytest.fixture(autouse=True)
    def _page_only(self, source, publisher):
        source.download_address, source.address = "", publisher.address
        source.save()

    def test_first_look_only_remembers_the_page(self, look, settings):
        assert look().outcome == CheckOutcome.UNCHANGED
        assert not [path for path in settings.DOWNLOAD_DIR.rglob("*") if path.is_file()]

    def test_changed_page_is_left_to_a_person_and_imports_nothing(self, look, publisher):
        look()
        publisher.body = b"<h1>Figures of 2026 are out</h1>"
        check = look()
        assert (check.outcome, check.run) == (CheckOutcome.PAGE_CHANGED, None)
        assert look().outcome == CheckOutcome.UNCHANGED

    def test_command_looks_at_the_page(self, publisher, capsys):
        call_command("check_sources", "small-pay")
        assert "small-pay: nothing new" in capsys.readouterr().out
