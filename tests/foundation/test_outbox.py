"""The outbox: nothing is sent without its change, nothing is lost, nothing is sent twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from foundation import outbox
from foundation.models import OutboxMessage, OutboxState

pytestmark = [pytest.mark.django_db, pytest.mark.services]


def register(monkeypatch, kind, handler, *, repeatable=True):
    monkeypatch.setitem(outbox._HANDLERS, kind, outbox._Registered(handler, repeatable))


@pytest.fixture
def delivered(monkeypatch):
    """What the handler of "letter" was given."""
    seen: list[dict] = []
    register(monkeypatch, "letter", seen.append)
    return seen


@pytest.fixture
def failing(monkeypatch):
    def fail(payload):
        raise OSError("the post office is closed")

    register(monkeypatch, "letter", fail)


def test_message_is_delivered_once(delivered):
    outbox.put("letter", {"to": "Ada"})
    now = timezone.now()
    assert outbox.deliver_waiting(now=now) == 1
    assert outbox.deliver_waiting(now=now) == 0
    assert delivered == [{"to": "Ada"}]


def test_message_of_a_change_that_was_undone_is_never_sent(delivered):
    with transaction.atomic():
        outbox.put("letter", {"to": "Ada"})
        transaction.set_rollback(True)
    outbox.deliver_waiting(now=timezone.now())
    assert delivered == []


def test_oldest_first(delivered):
    for name in ("first", "second", "third"):
        outbox.put("letter", {"to": name})
    outbox.deliver_waiting(now=timezone.now())
    assert [letter["to"] for letter in delivered] == ["first", "second", "third"]


def test_later_message_waits_for_its_time(delivered):
    now = timezone.now()
    outbox.put("letter", {"to": "Ada"}, at=now + timedelta(hours=1))
    assert outbox.deliver_waiting(now=now) == 0
    assert outbox.deliver_waiting(now=now + timedelta(hours=1)) == 1


def test_waiting_message_with_the_same_key_is_kept_once(delivered):
    for _ in range(3):
        outbox.put("letter", {"to": "Ada"}, dedupe_key="ada")
    outbox.deliver_waiting(now=timezone.now())
    assert len(delivered) == 1
    outbox.put("letter", {"to": "Ada"}, dedupe_key="ada")
    assert outbox.deliver_waiting(now=timezone.now()) == 1


def test_what_is_to_happen_once_ever_is_not_left_again_after_delivery(delivered):
    assert outbox.put("letter", {"to": "Ada"}, once_key="ada 2026")
    outbox.deliver_waiting(now=timezone.now())
    assert not outbox.put("letter", {"to": "Ada"}, once_key="ada 2026")
    outbox.deliver_waiting(now=timezone.now())
    assert len(delivered) == 1


def test_delivered_message_forgets_what_it_said(delivered):
    outbox.put("letter", {"to": "Ada"})
    outbox.deliver_waiting(now=timezone.now())
    message = OutboxMessage.objects.get()
    assert (message.payload, message.last_error, message.state) == ({}, "", OutboxState.DELIVERED)


def test_failure_is_kept_on_the_message_and_tried_again_later(failing):
    outbox.put("letter", {"to": "Ada"})
    now = timezone.now()
    assert outbox.deliver_waiting(now=now) == 0
    message = OutboxMessage.objects.get()
    assert (message.attempts, message.delivered_at) == (1, None)
    assert "post office" in message.last_error
    assert message.available_at == now + timedelta(minutes=2)


def test_failing_message_does_not_hold_up_the_others(failing, monkeypatch):
    seen: list[dict] = []
    register(monkeypatch, "parcel", seen.append)
    outbox.put("letter", {})
    outbox.put("parcel", {"to": "Ada"})
    assert outbox.deliver_waiting(now=timezone.now()) == 1
    assert seen == [{"to": "Ada"}]


def test_after_eight_attempts_it_stays_for_a_person_to_look_at(failing):
    outbox.put("letter", {})
    now = timezone.now()
    for _ in range(20):
        now += timedelta(days=1)
        outbox.deliver_waiting(now=now)
    message = OutboxMessage.objects.get()
    assert (message.attempts, message.state) == (outbox.MAX_ATTEMPTS, OutboxState.FAILED)


def test_handler_that_writes_and_fails_leaves_nothing_written(monkeypatch):
    def write_and_fail(payload):
        OutboxMessage.objects.create(kind="left over", created_at=timezone.now(), available_at=timezone.now())
        raise ValueError

    register(monkeypatch, "letter", write_and_fail)
    outbox.put("letter", {})
    outbox.deliver_waiting(now=timezone.now())
    assert not OutboxMessage.objects.filter(kind="left over").exists()


def test_unknown_kind_is_a_failure_not_a_loss():
    outbox.put("no such kind", {})
    assert outbox.deliver_waiting(now=timezone.now()) == 0
    assert "no such kind" in OutboxMessage.objects.get().last_error


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("repeatable", [True, False])
def test_two_workers_never_deliver_the_same_message(monkeypatch, repeatable):
    import threading

    from django.db import connection

    seen: list[int] = []
    register(monkeypatch, "letter", lambda payload: seen.append(payload["n"]), repeatable=repeatable)
    for n in range(20):
        outbox.put("letter", {"n": n})

    def work():
        outbox.deliver_waiting(now=timezone.now() + timedelta(seconds=1))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=30)
    assert sorted(seen) == list(range(20))
