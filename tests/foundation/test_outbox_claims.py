"""Claims of the outbox: what may be done once only is never done again without a person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from foundation import outbox, tasks
from foundation.models import OutboxMessage, OutboxState
from tests.foundation.test_outbox import register

pytestmark = [pytest.mark.django_db, pytest.mark.services]


class Person:
    pk = 7


@pytest.fixture
def seen(monkeypatch):
    """What the handler of "letter", which must not run twice, was given."""
    given: list[dict] = []
    register(monkeypatch, "letter", given.append, repeatable=False)
    return given


def claim():
    """A claim whose process is gone."""
    message = outbox._claim_next(timezone.now())
    assert message is not None
    return message


def later():
    return timezone.now() + outbox.LEASE + timedelta(seconds=1)


def failing_with(monkeypatch, error):
    def fail(payload):
        raise error

    register(monkeypatch, "letter", fail, repeatable=False)


def test_message_is_claimed_and_committed_before_its_handler_runs(monkeypatch):
    states = []

    def look(payload):
        states.append(OutboxMessage.objects.get().state)

    register(monkeypatch, "letter", look, repeatable=False)
    outbox.put("letter", {})
    assert outbox.deliver_waiting(now=timezone.now()) == 1
    assert states == [OutboxState.CLAIMED]


@pytest.mark.django_db(transaction=True)
def test_delivery_inside_a_transaction_is_refused(seen):
    outbox.put("letter", {})
    with pytest.raises(RuntimeError), transaction.atomic():
        outbox.deliver_waiting(now=timezone.now())
    assert seen == []


def test_claim_under_way_is_left_alone(seen):
    outbox.put("letter", {})
    claim()
    assert outbox.deliver_waiting(now=timezone.now()) == 0
    assert OutboxMessage.objects.get().state == OutboxState.CLAIMED


def test_lost_claim_is_unsure_and_never_sent_by_itself(seen):
    outbox.put("letter", {"to": "Ada"})
    claim()
    for days in range(3):
        outbox.deliver_waiting(now=later() + timedelta(days=days))
    assert seen == []
    assert [m.payload for m in outbox.unsure_messages()] == [{"to": "Ada"}]


def test_lost_claim_of_a_repeatable_handler_is_taken_up_again(monkeypatch):
    given: list[dict] = []
    register(monkeypatch, "letter", given.append, repeatable=True)
    outbox.put("letter", {"to": "Ada"})
    claim()
    assert outbox.deliver_waiting(now=later()) == 1
    assert given == [{"to": "Ada"}]


def test_late_finisher_settles_what_was_taken_for_lost(seen):
    outbox.put("letter", {})
    slow = claim()
    outbox.take_back_lost_claims(now=later())
    outbox._mark_delivered(slow, timezone.now())
    assert OutboxMessage.objects.get().state == OutboxState.DELIVERED


def test_late_finisher_does_not_speak_for_what_a_person_had_sent_again(seen):
    outbox.put("letter", {})
    slow = claim()
    outbox.take_back_lost_claims(now=later())
    outbox.resend_unsure(message_id=slow.pk, by=Person(), now=timezone.now())
    outbox._mark_delivered(slow, timezone.now())
    assert OutboxMessage.objects.get().state == OutboxState.WAITING


def test_person_has_it_sent_again_once(seen):
    outbox.put("letter", {"to": "Ada"})
    lost = claim()
    outbox.take_back_lost_claims(now=later())
    assert outbox.resend_unsure(message_id=lost.pk, by=Person(), now=timezone.now())
    with pytest.raises(OutboxMessage.DoesNotExist):
        outbox.resend_unsure(message_id=lost.pk, by=Person(), now=timezone.now())
    assert outbox.deliver_waiting(now=timezone.now()) == 1
    message = OutboxMessage.objects.get()
    assert (seen, message.decided_by) == ([{"to": "Ada"}], 7)


def test_person_closes_it_and_what_it_said_is_forgotten(seen):
    outbox.put("letter", {"to": "Ada"})
    lost = claim()
    outbox.take_back_lost_claims(now=later())
    outbox.close_unsure(message_id=lost.pk, by=Person(), now=timezone.now())
    message = OutboxMessage.objects.get()
    assert (message.state, message.payload, message.decided_by) == (OutboxState.DROPPED, {}, 7)
    assert outbox.deliver_waiting(now=later()) == 0


def test_delivered_message_cannot_be_sent_again(seen):
    outbox.put("letter", {})
    outbox.deliver_waiting(now=timezone.now())
    with pytest.raises(OutboxMessage.DoesNotExist):
        outbox.resend_unsure(message_id=OutboxMessage.objects.get().pk, by=Person(), now=timezone.now())


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (outbox.NotDoneError("not taken"), OutboxState.WAITING),
        (outbox.RefusedError("never"), OutboxState.FAILED),
        (TimeoutError("no answer"), OutboxState.UNSURE),
    ],
)
def test_only_what_is_known_not_to_have_happened_is_tried_again(monkeypatch, error, state):
    failing_with(monkeypatch, error)
    outbox.put("letter", {})
    outbox.deliver_waiting(now=timezone.now())
    message = OutboxMessage.objects.get()
    assert message.state == state
    assert str(error) in message.last_error


def test_change_made_while_its_task_runs_gets_a_task_of_its_own(monkeypatch):
    outbox.put("rebuild", {}, dedupe_key="index")
    register(monkeypatch, "rebuild", lambda payload: outbox.put("rebuild", {}, dedupe_key="index"))
    outbox._claim_next(timezone.now())
    assert outbox.put("rebuild", {}, dedupe_key="index")


def test_failure_gives_way_to_a_newer_message_with_its_key(monkeypatch):
    failing_with(monkeypatch, outbox.NotDoneError("closed"))
    outbox.put("letter", {"n": 1}, dedupe_key="ada")
    first = claim()
    outbox.put("letter", {"n": 2}, dedupe_key="ada")
    outbox._failed(first, outbox.NotDoneError("closed"), timezone.now(), again=True)
    states = dict(OutboxMessage.objects.order_by("pk").values_list("payload__n", "state"))
    assert states == {None: OutboxState.DROPPED, 2: OutboxState.WAITING}


@pytest.fixture
def rung(monkeypatch):
    """How often the bell was rung."""
    rings: list[int] = []
    monkeypatch.setattr(tasks.deliver_outbox, "apply_async", lambda **options: rings.append(1))
    return rings


def test_bell_rings_once_on_commit_however_many_messages(rung, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(3):
            outbox.put("letter", {})
        assert rung == []
    assert rung == [1]


def test_message_for_later_rings_nothing(rung, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        outbox.put("letter", {}, at=timezone.now() + timedelta(hours=1))
    assert rung == []


def test_bell_left_in_a_savepoint_that_was_undone_is_rung_for_the_next(rung, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            outbox.put("letter", {"n": 1})
            transaction.set_rollback(True)
        outbox.put("letter", {"n": 2})
    assert rung == [1]


def test_broker_that_is_down_does_not_fail_the_change(monkeypatch, django_capture_on_commit_callbacks):
    def down(**options):
        raise ConnectionError

    monkeypatch.setattr(tasks.deliver_outbox, "apply_async", down)
    with django_capture_on_commit_callbacks(execute=True):
        outbox.put("letter", {})
    assert OutboxMessage.objects.get().state == OutboxState.WAITING
    assert not connection.needs_rollback


def test_old_messages_go_and_what_was_for_once_stays_longer(seen):
    outbox.put("letter", {}, once_key="this year")
    outbox.put("letter", {})
    outbox.put("letter", {"to": "Ada"}, at=timezone.now() + timedelta(days=900))
    outbox.deliver_waiting(now=timezone.now())
    assert outbox.remove_old_messages(now=timezone.now() + timedelta(days=29)) == 0
    assert outbox.remove_old_messages(now=timezone.now() + timedelta(days=31)) == 1
    assert outbox.remove_old_messages(now=timezone.now() + timedelta(days=401)) == 1
    assert OutboxMessage.objects.get().state == OutboxState.WAITING
