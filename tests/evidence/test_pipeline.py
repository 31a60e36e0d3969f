"""The import pipeline on good files: dry by default, one pointer, old editions kept, repeatable."""

from __future__ import annotations

import pytest
from django.db import connection

from evidence import actions
from evidence.enums import ReleaseState, RunState
from evidence.importing.pipeline import ImportBusyError, Request, describe, run_import
from evidence.models import ImportRun, Release, ReleaseEvent
from evidence.queries import ConflictingEditionsError, UnknownEditionError, current_editions
from lmi.models import PayFigure
from tests.evidence.small import UNITS, FailsHalfWay, RefusesHalfWay, SmallPay, make_source, rows_of, write

pytestmark = [pytest.mark.django_db, pytest.mark.services]
KEEP = Request(apply=True)


@pytest.fixture
def source():
    return make_source()


@pytest.fixture
def first(source, tmp_path):
    """The 2025 edition, published."""
    return run_import(SmallPay(), [write(tmp_path / "pay.csv", rows_of())], KEEP).release


def medians(release) -> dict[str, float]:
    return dict(PayFigure.objects.filter(release=release).values_list("soc2020_id", "median"))


def test_dry_run_changes_nothing_but_its_record(source, tmp_path):
    outcome = run_import(SmallPay(), [write(tmp_path / "pay.csv", rows_of())], Request())
    assert outcome.state == RunState.DRY
    assert (outcome.run.rows_read, outcome.run.added) == (len(UNITS), len(UNITS))
    assert not Release.objects.filter(source=source).exists()
    assert ImportRun.objects.get(source=source).ended_at is not None


def test_applied_run_publishes_every_row(first):
    assert first.state == ReleaseState.PUBLISHED
    assert first.key == "small-pay-2025-provisional"
    assert (first.row_count, first.coverage) == (12, 12)
    assert medians(first)["5241"] == 30_000


def test_identical_file_is_recorded_and_nothing_else(first, tmp_path):
    outcome = run_import(SmallPay(), [tmp_path / "pay.csv"], KEEP)
    assert outcome.state == RunState.UNCHANGED
    assert outcome.release == first
    assert Release.objects.filter(source_id="small-pay").count() == 1
    assert ImportRun.objects.filter(source_id="small-pay").count() == 2


def test_same_rows_in_another_file_are_no_new_edition(first, tmp_path):
    other = write(tmp_path / "renamed.csv", list(reversed(rows_of())))
    assert run_import(SmallPay(), [other], KEEP).state == RunState.UNCHANGED


def test_correction_replaces_the_edition_of_its_slot(first, tmp_path):
    rows = rows_of()
    rows[0][2] = "31000"
    outcome = run_import(SmallPay(), [write(tmp_path / "corrected.csv", rows)], KEEP)
    first.refresh_from_db()
    assert outcome.release.key == "small-pay-2025-provisional-2"
    assert (outcome.run.added, outcome.run.changed, outcome.run.removed) == (0, 1, 0)
    assert first.state == ReleaseState.SUPERSEDED
    assert medians(first)["5241"] == 30_000
    assert medians(outcome.release)["5241"] == 31_000


def test_next_year_stands_beside_this_one(first, tmp_path):
    outcome = run_import(SmallPay(), [write(tmp_path / "next.csv", rows_of(2026, raise_by=1.04))], KEEP)
    first.refresh_from_db()
    assert first.state == outcome.release.state == ReleaseState.PUBLISHED
    # Compared with last year's rows although the year is part of the key.
    assert (outcome.run.added, outcome.run.changed, outcome.run.removed) == (0, 12, 0)
    assert current_editions().of("small-pay") == [outcome.release.pk, first.pk]


def test_held_edition_waits_to_be_published(source, tmp_path):
    file = write(tmp_path / "pay.csv", rows_of())
    release = run_import(SmallPay(), [file], Request(apply=True, publish=False)).release
    assert release.state == ReleaseState.READY
    assert current_editions().of("small-pay") == []
    actions.publish_release(release=release, by="a steward")
    assert current_editions().of("small-pay") == [release.pk]


@pytest.mark.parametrize("reader", [FailsHalfWay, RefusesHalfWay])
def test_failure_half_way_leaves_the_published_edition_alone(first, tmp_path, reader):
    before = medians(first)
    file = write(tmp_path / "next.csv", rows_of(raise_by=1.1))
    if reader is FailsHalfWay:
        with pytest.raises(RuntimeError, match="mistake"):
            run_import(reader(), [file], KEEP)
    else:
        assert run_import(reader(), [file], KEEP).state == RunState.REFUSED
    first.refresh_from_db()
    assert first.state == ReleaseState.PUBLISHED
    assert medians(first) == before
    assert Release.objects.filter(source_id="small-pay").count() == 1
    assert run_import(SmallPay(), [file], KEEP).state == RunState.APPLIED


def test_second_import_of_a_source_at_the_same_time_is_refused(source, tmp_path, scratch_database_url):
    import psycopg2

    settings = connection.settings_dict
    with (
        psycopg2.connect(
            dbname=settings["NAME"],
            user=settings["USER"],
            host=settings["HOST"],
            port=settings["PORT"],
            password=settings["PASSWORD"],
        ) as other,
        other.cursor() as cursor,
    ):
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended('import:small-pay', 0))")
        assert cursor.fetchone() == (True,)
        with pytest.raises(ImportBusyError):
            run_import(SmallPay(), [write(tmp_path / "pay.csv", rows_of())], KEEP)
        cursor.execute("SELECT pg_advisory_unlock_all()")


def test_run_found_under_way_is_marked_as_stopped_half_way(first, tmp_path):
    ImportRun.objects.filter(source_id="small-pay").update(state=RunState.RUNNING)
    run_import(SmallPay(), [tmp_path / "pay.csv"], KEEP)
    assert ImportRun.objects.filter(source_id="small-pay", state=RunState.INTERRUPTED).count() == 1


def test_description_says_what_a_steward_needs(first, tmp_path):
    rows = rows_of(raise_by=1.01)
    rows[3][2] = "n/a"
    outcome = run_import(SmallPay(), [write(tmp_path / "b.csv", rows)], KEEP)
    text = "\n".join(describe(outcome))
    assert "set aside 1" in text
    assert "b.csv:5" in text
    assert "small-pay-2025-provisional-2" in text


class TestEditions:
    def test_named_edition_answers_in_place_of_the_published_one(self, first, tmp_path):
        second = run_import(SmallPay(), [write(tmp_path / "c.csv", rows_of(raise_by=1.01))], KEEP).release
        assert current_editions().of("small-pay") == [second.pk]
        assert current_editions([first.key]).of("small-pay") == [first.pk]

    def test_named_edition_hides_later_slots_of_its_source(self, first, tmp_path):
        run_import(SmallPay(), [write(tmp_path / "c.csv", rows_of(2026, raise_by=1.04))], KEEP)
        assert current_editions([first.key]).latest("small-pay") == first.pk

    def test_other_sources_are_not_affected(self, first):
        named, current = current_editions([first.key]), current_editions()
        assert named.by_source.keys() == current.by_source.keys()

    def test_unknown_withdrawn_and_unpublished_names_are_refused(self, first):
        with pytest.raises(UnknownEditionError):
            current_editions(["no-such-edition"])
        actions.withdraw_release(release=first, by="a steward", reason="wrong file")
        with pytest.raises(UnknownEditionError):
            current_editions([first.key])

    def test_two_editions_of_one_source_are_refused(self, first, tmp_path):
        second = run_import(SmallPay(), [write(tmp_path / "c.csv", rows_of(2026, raise_by=1.04))], KEEP).release
        with pytest.raises(ConflictingEditionsError):
            current_editions([first.key, second.key])

    def test_one_statement(self, first, django_assert_num_queries):
        with django_assert_num_queries(1):
            current_editions([first.key])


class TestReleaseActions:
    def test_roll_back_publishes_the_former_edition_again(self, first, tmp_path):
        second = run_import(SmallPay(), [write(tmp_path / "c.csv", rows_of(raise_by=1.01))], KEEP).release
        back = actions.roll_back(source=first.source, slot="2025", by="a steward")
        second.refresh_from_db()
        assert back == first
        assert second.state == ReleaseState.SUPERSEDED
        assert current_editions().of("small-pay") == [first.pk]

    def test_roll_back_without_a_former_edition_says_so(self, first):
        with pytest.raises(actions.ReleaseStateError, match="no earlier edition"):
            actions.roll_back(source=first.source, slot="2025", by="a steward")

    def test_withdrawn_edition_leaves_every_answer_and_keeps_its_reason(self, first):
        actions.withdraw_release(release=first, by="a steward", reason="the publisher recalled it")
        assert current_editions().of("small-pay") == []
        assert "recalled" in first.note
        assert PayFigure.objects.filter(release=first).count() == 12

    def test_edition_that_is_being_read_cannot_be_published(self, first):
        first.state = ReleaseState.IMPORTING
        first.save()
        with pytest.raises(actions.ReleaseStateError, match="being read"):
            actions.publish_release(release=first, by="a steward")

    def test_database_refuses_two_published_editions_of_a_slot(self, first):
        from django.db import IntegrityError, transaction

        with pytest.raises(IntegrityError, match="release_one_published_per_slot"), transaction.atomic():
            Release.objects.create(
                key="x",
                source=first.source,
                slot="2025",
                edition="2025",
                period="-",
                status="final",
                checksum="-",
                state=ReleaseState.PUBLISHED,
            )

    def test_each_change_of_state_is_in_the_audit_trail_with_who(self, first):
        events = ReleaseEvent.objects.filter(pgh_obj_id=first.pk).order_by("pgh_id")
        states = [event.state for event in events]
        assert states[-1] == ReleaseState.PUBLISHED
        assert events.last().pgh_context.metadata["by"] == "system"
