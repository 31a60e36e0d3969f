"""The stewards' desk: files are read dry, seen with differences and quality, accepted or turned down."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from evidence import actions, import_jobs
from evidence.desk.reports import comparison_of
from evidence.desk.screens import releases_waiting
from evidence.enums import JobState, ReleaseState
from evidence.importing import registry
from evidence.importing.pipeline import Request, run_import
from evidence.models import ImportJob, Release
from foundation.models import OutboxMessage
from tests.contracts.test_access import user_with_role
from tests.evidence.small import SmallPay, make_source, rows_of, write

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def source(tmp_path, settings, monkeypatch):
    """The small source with one published edition."""
    settings.DOWNLOAD_DIR = tmp_path / "downloads"
    monkeypatch.setitem(registry._IMPORTERS, "small-pay", SmallPay())
    source = make_source()
    run_import(SmallPay(), [write(tmp_path / "pay.csv", rows_of())], Request(apply=True))
    return source


@pytest.fixture
def steward(client):
    client.person = user_with_role("data_steward")
    client.force_login(client.person)
    return client


@pytest.fixture
def upload(source, steward, tmp_path):
    """Send a file as the form does, and let the worker read it."""

    def upload(rows=None, name="pay.csv", body=None, work=True):
        content = body if body is not None else write(tmp_path / "new.csv", rows or rows_of()).read_bytes()
        answer = steward.post(here(), {"do": "upload", "files": SimpleUploadedFile(name, content)})
        job = ImportJob.objects.order_by("-pk").first()
        if work and job is not None:
            import_jobs.run_job(job_id=job.pk, now=timezone.now())
            job.refresh_from_db()
        return job, answer

    return upload


def here():
    return reverse("desk-release-source", args=["small-pay"])


def screen(job):
    return reverse("desk-import-job", args=[job.pk])


def changed_rows():
    """One row with another value, one gone."""
    rows = rows_of()
    return changed(rows)


def changed(rows):
    first, *rest = rows
    code, year, median, p25 = first
    return [(code, year, str(int(median) + 1000), p25), *rest[:-1]]


def published():
    return Release.objects.published().get(source_id="small-pay")


class TestReading:
    def test_an_upload_becomes_a_job_that_a_worker_is_told_of(self, upload):
        job, answer = upload(changed_rows(), work=False)
        assert answer["Location"] == screen(job)
        assert (job.state, job.names) == (JobState.QUEUED, ["pay.csv"])
        assert OutboxMessage.objects.filter(kind=import_jobs.KIND, payload={"job": job.pk}).exists()

    def test_shows_that_it_is_under_way_and_looks_again_by_itself(self, upload, steward):
        job, _ = upload(changed_rows(), work=False)
        html = steward.get(screen(job)).content.decode()
        assert '<meta http-equiv="refresh"' in html
        assert "Look now" in html

    def test_one_screen_has_differences_with_examples_and_the_quality(self, upload, steward):
        before = published().pk
        job, _ = upload(changed_rows())
        assert job.state == JobState.WAITING
        html = steward.get(screen(job)).content.decode()
        assert '<meta http-equiv="refresh"' not in html
        found = comparison_of(job.run)
        kinds = {kind: (number, rows) for kind, number, rows in found.examples}
        assert (kinds["changed"][0], kinds["removed"][0], kinds["added"][0]) == (1, 1, 0)
        (name, new, old), *_ = kinds["changed"][1][0]["values"]
        assert (name, float(new) - float(old)) == ("median", 1000.0)
        median = next(column for column in found.columns if column.name == "median")
        assert median.filled is not None
        assert median.plausible == (5000, 200000)
        for words in ("What would change", "How good the file is", "Accept and publish", "Turn it down"):
            assert words in html
        assert published().pk == before

    def test_the_same_file_again_is_nothing_new(self, upload, steward):
        job, _ = upload(rows_of())
        assert job.state == JobState.UNCHANGED
        assert "Nothing new" in steward.get(screen(job)).content.decode()

    def test_a_wrong_file_shows_the_pipelines_own_refusal_and_nothing_is_lost(self, upload, steward):
        before = published().pk
        job, _ = upload(body=b"soc2020,year,salary\n5241,2026,1\n")
        assert job.state == JobState.REFUSED
        html = steward.get(screen(job)).content.decode()
        assert "the columns changed" in html
        assert "Nothing was changed" in html
        assert "Accept" not in html.partition('id="decide"')[2].partition("</section>")[0]
        assert published().pk == before
        assert Path(job.files[0]).exists()

    def test_a_mistake_of_the_reader_leaves_a_job_that_can_be_started_again(self, upload, steward, monkeypatch):
        monkeypatch.setattr(SmallPay, "read", lambda *a: (_ for _ in ()).throw(RuntimeError("broken reader")))
        job, _ = upload(changed_rows())
        assert (job.state, job.detail) == (JobState.FAILED, "RuntimeError: broken reader")
        monkeypatch.undo()
        steward.post(screen(job), {"do": "again"})
        job.refresh_from_db()
        assert job.state == JobState.QUEUED

    def test_a_job_told_of_twice_is_read_once(self, upload):
        job, _ = upload(changed_rows())
        assert import_jobs.run_job(job_id=job.pk, now=timezone.now()) is None

    def test_progress_is_told_while_it_reads(self, upload, steward):
        job, _ = upload(changed_rows(), work=False)
        import_jobs._Progress(job.pk)("reading", 12000)
        assert "reading: 12,000 rows" in steward.get(screen(job)).content.decode()


class TestUploads:
    def test_larger_than_the_sources_limit_is_refused(self, upload, source):
        job, answer = upload(body=b"x" * 20_001, work=False)
        assert job is None
        assert answer["Location"] == here()

    def test_larger_than_the_sites_limit_is_refused_unread(self, upload, settings):
        settings.SOURCE_CHECK_MAX_BYTES = 100
        job, _ = upload(changed_rows(), work=False)
        assert job is None

    def test_no_file_is_refused(self, source, steward):
        steward.post(here(), {"do": "upload"})
        assert not ImportJob.objects.exists()

    @pytest.mark.parametrize("name", ["../../etc/passwd", "..\\..\\boot.ini", ".htaccess", "a\x00b.csv", "x" * 300])
    def test_names_lead_nowhere_else(self, name, settings):
        kept = import_jobs._file_name(name)
        assert "/" not in kept
        assert "\\" not in kept
        assert not kept.startswith(".")
        assert len(kept) <= 120

    def test_the_form_needs_its_token(self, source, steward):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(steward.person)
        sent = {"do": "upload", "files": SimpleUploadedFile("pay.csv", b"x")}
        assert strict.post(here(), sent).status_code == 403
        assert not ImportJob.objects.exists()


class TestDeciding:
    def test_accepting_publishes_and_says_who(self, upload, steward):
        job, _ = upload(changed_rows())
        steward.post(screen(job), {"do": "accept", "reason": ""})
        import_jobs.run_job(job_id=job.pk, now=timezone.now())
        job.refresh_from_db()
        assert (job.state, job.decided_by) == (JobState.ACCEPTED, steward.person.pk)
        assert published() == job.run.release
        assert not Path(job.files[0]).exists()
        event = Release.pgh_event_model.objects.filter(pgh_obj=published(), state="published").latest("pgh_id")
        assert event.pgh_context.metadata["user"] == steward.person.pk

    def test_turning_down_needs_a_reason_and_changes_nothing(self, upload, steward, django_capture_on_commit_callbacks):
        before = published().pk
        job, _ = upload(changed_rows())
        steward.post(screen(job), {"do": "decline", "reason": " "})
        job.refresh_from_db()
        assert job.state == JobState.WAITING
        with django_capture_on_commit_callbacks(execute=True):
            steward.post(screen(job), {"do": "decline", "reason": "Last year's file."})
        job.refresh_from_db()
        assert (job.state, job.reason, job.decided_by) == (JobState.DECLINED, "Last year's file.", steward.person.pk)
        assert published().pk == before
        assert not Path(job.files[0]).exists()
        event = ImportJob.pgh_event_model.objects.latest("pgh_id")
        assert (event.state, event.reason, event.decided_by) == ("declined", "Last year's file.", steward.person.pk)

    def test_over_the_limits_a_person_may_go_with_a_reason(self, upload, steward):
        job, _ = upload(rows_of()[:6])
        assert job.state == JobState.REFUSED
        assert import_jobs.may_be_overruled(job.run)
        assert "over the limits" in steward.get(screen(job)).content.decode()
        steward.post(screen(job), {"do": "overrule", "reason": ""})
        job.refresh_from_db()
        assert job.state == JobState.REFUSED
        steward.post(screen(job), {"do": "overrule", "reason": "Only six units are published now."})
        import_jobs.run_job(job_id=job.pk, now=timezone.now())
        job.refresh_from_db()
        assert job.state == JobState.ACCEPTED
        assert job.run.accepted_by == str(steward.person)

    def test_a_decision_is_made_once(self, upload, steward):
        job, _ = upload(changed_rows())
        import_jobs.accept_job(by=steward.person, job=job, over_limits=False, reason="", now=timezone.now())
        with pytest.raises(import_jobs.JobStateError):
            import_jobs.decline_job(by=steward.person, job=job, reason="Late.", now=timezone.now())


class TestEditions:
    def test_roll_back_and_withdraw_with_the_reason_and_the_person(self, upload, steward):
        first = published()
        job, _ = upload(changed_rows())
        import_jobs.accept_job(by=steward.person, job=job, over_limits=False, reason="", now=timezone.now())
        import_jobs.run_job(job_id=job.pk, now=timezone.now())
        second = published()
        assert "Roll back to this one" in steward.get(here()).content.decode()
        steward.post(here(), {"do": "publish", "release": first.key})
        assert published() == first
        steward.post(here(), {"do": "withdraw", "release": second.key, "reason": ""})
        second.refresh_from_db()
        assert second.state == ReleaseState.SUPERSEDED
        steward.post(here(), {"do": "withdraw", "release": second.key, "reason": "A wrong month."})
        second.refresh_from_db()
        assert (second.state, second.note) == (ReleaseState.WITHDRAWN, "A wrong month.")
        assert "A wrong month." in steward.get(here()).content.decode()

    def test_a_withdrawn_edition_is_not_published_from_here(self, source, steward):
        release = published()
        actions.withdraw_release(release=release, by="a test", reason="Wrong.")
        steward.post(here(), {"do": "publish", "release": release.key})
        release.refresh_from_db()
        assert release.state == ReleaseState.WITHDRAWN


class TestQueue:
    def test_counts_files_and_kept_back_editions(self, upload, source, tmp_path):
        now = timezone.now()
        assert releases_waiting(now).count == 0
        upload(changed_rows())
        kept = write(tmp_path / "kept.csv", rows_of(2026))
        run_import(SmallPay(), [kept], Request(apply=True, publish=False))
        assert releases_waiting(timezone.now()).count == 2

    def test_lists_what_waits_and_every_source(self, upload, steward):
        job, _ = upload(changed_rows())
        html = steward.get(reverse("desk-releases")).content.decode()
        assert screen(job) in html
        assert here() in html

    @pytest.mark.parametrize("role", ["curator", "administrator"])
    def test_other_roles_see_and_do_nothing(self, source, client, role):
        client.force_login(user_with_role(role))
        for address in (reverse("desk-releases"), here()):
            assert client.get(address).status_code == 403
            assert client.post(address, {"do": "withdraw", "release": published().key, "reason": "x"}).status_code in (
                403,
                405,
            )
        assert published()
