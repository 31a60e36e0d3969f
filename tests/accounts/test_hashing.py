"""Passwords: argon2 at the costs we set, never more at once than allowed, and readers undisturbed by a storm."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.db import connections
from django.test import Client

from accounts.signin import hashing
from accounts.signin.hashing import GatedArgon2PasswordHasher, HashGate, TooBusyError
from tests.accounts.signing_in import is_signed_in, person, sign_in


@pytest.fixture(autouse=True)
def _fresh_gate():
    hashing.hash_gate.cache_clear()
    yield
    hashing.hash_gate.cache_clear()


@pytest.fixture
def counted(monkeypatch):
    """Make every check take a moment, and count how many go on at once."""
    now, most, lock = [0], [0], threading.Lock()
    check = GatedArgon2PasswordHasher._verify

    def slow(self, password, encoded):
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        try:
            time.sleep(0.4)
            return check(self, password, encoded)
        finally:
            with lock:
                now[0] -= 1

    monkeypatch.setattr(GatedArgon2PasswordHasher, "_verify", slow)
    return most


def at_once(work, times: int) -> list:
    def one(number):
        try:
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def outcome(work):
    try:
        return work()
    except TooBusyError:
        return "busy"


def test_never_more_at_once_than_allowed_and_no_more_waiting_than_there_are_places(settings, counted):
    settings.PASSWORD_HASHES_AT_ONCE, settings.PASSWORD_HASHES_WAITING = 2, 3
    encoded = make_password("a long enough passphrase")
    answers = at_once(lambda number: outcome(lambda: check_password("a long enough passphrase", encoded)), 12)
    assert counted[0] == 2
    assert (answers.count(True), answers.count("busy")) == (5, 7)


def test_those_who_wait_give_up_in_time():
    gate = HashGate(at_once=1, waiting=1, seconds=0.1)
    with gate.held():
        begun = time.monotonic()
        with pytest.raises(TooBusyError) as refused, gate.held():
            pass
        assert 0.05 < time.monotonic() - begun < 1
        assert refused.value.retry_after >= 1
    with gate.held():
        pass


def test_a_failure_inside_frees_the_place():
    gate = HashGate(at_once=1, waiting=0, seconds=0.1)
    for _turn in range(3):
        with pytest.raises(ZeroDivisionError), gate.held():
            _ = 1 / 0
    with gate.held():
        pass


def test_hashing_is_behind_the_gate_as_checking_is(settings):
    settings.PASSWORD_HASHES_AT_ONCE, settings.PASSWORD_HASHES_WAITING = 1, 0
    with hashing.hash_gate().held():
        with pytest.raises(TooBusyError):
            make_password("a long enough passphrase")
        with pytest.raises(TooBusyError):
            check_password("x", "argon2$argon2id$v=19$m=1024,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g")


def test_costs_are_those_of_the_settings_and_old_hashes_are_still_known(settings):
    settings.PASSWORD_HASH_KIB, settings.PASSWORD_HASH_PASSES = 2048, 2
    hasher = GatedArgon2PasswordHasher()
    new = hasher.encode("a long enough passphrase", "saltsaltsalt")
    assert "argon2id" in new
    assert "m=2048,t=2,p=1" in new
    settings.PASSWORD_HASH_KIB = 4096
    later = GatedArgon2PasswordHasher()
    assert later.verify("a long enough passphrase", new)
    assert later.must_update(new)


@pytest.mark.django_db(transaction=True)
def test_a_storm_of_sign_ins_gets_503_for_the_surplus_and_pages_answer_meanwhile(settings, counted):
    settings.PASSWORD_HASHES_AT_ONCE, settings.PASSWORD_HASHES_WAITING = 2, 1
    people = [person(f"pupil{number}@example.org") for number in range(10)]
    browsers = [Client() for _one in people]
    seen = {}

    def read_meanwhile():
        time.sleep(0.2)  # in the middle of the storm
        begun = time.monotonic()
        seen["status"] = Client().get("/account/sign-in/").status_code
        seen["seconds"] = time.monotonic() - begun
        connections.close_all()

    reader = threading.Thread(target=read_meanwhile)
    reader.start()
    answers = at_once(lambda number: sign_in(browsers[number], people[number].email), 10)
    reader.join()
    statuses = [answer.status_code for answer in answers]
    assert counted[0] == 2
    assert statuses.count(302) == 3
    assert statuses.count(503) == 7
    assert seen["status"] == 200
    assert seen["seconds"] < 2
    busy = next(answer for answer in answers if answer.status_code == 503)
    assert int(busy["Retry-After"]) >= 1
    assert busy["Cache-Control"] == "private, no-store"
    assert "Many people are signing in" in busy.content.decode()
    assert sum(is_signed_in(browser) for browser in browsers) == 3


@pytest.mark.django_db
def test_a_try_that_was_turned_away_does_not_count(settings, client):
    settings.PASSWORD_HASHES_AT_ONCE, settings.PASSWORD_HASHES_WAITING = 1, 0
    person()
    with hashing.hash_gate().held():
        assert {sign_in(client).status_code for _turn in range(8)} == {503}
    assert sign_in(client).status_code == 302


@pytest.mark.django_db
def test_nobody_is_half_made_when_signing_up_is_turned_away(settings, client):
    from accounts.models import User

    settings.PASSWORD_HASHES_AT_ONCE, settings.PASSWORD_HASHES_WAITING = 1, 0
    details = {"email": "ada@example.org", "display_name": "Ada", "who": "other", "password1": "three other words"}
    with hashing.hash_gate().held():
        assert client.post("/account/sign-up/", details).status_code == 503
    assert not User.objects.filter(email="ada@example.org").exists()
