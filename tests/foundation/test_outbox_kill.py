"""Kill -9 and a broker that is down, against a real mail server: nothing lost that can be known, nothing twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest

from tests.foundation.smtp_server import smtp_server

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.kill, pytest.mark.services]
SETUP = """
import os, signal, sys
import django
from django.conf import settings
django.setup()
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(os.environ["MAIL_PORT"])
from datetime import timedelta
from django.utils import timezone
from foundation import mail, outbox, tasks
die = lambda *given, **named: os.kill(os.getpid(), signal.SIGKILL)
"""
QUEUE = 'mail.send_mail(template="mail_check", to="ada@example.org", context={"queued": "noon"})'
DELIVER = "outbox.deliver_waiting(now=timezone.now())"
DELIVER_AFTER_LEASE = "outbox.deliver_waiting(now=timezone.now() + outbox.LEASE + timedelta(minutes=1))"


@pytest.fixture
def mail_server():
    with smtp_server() as server:
        yield server


@pytest.fixture
def run(scratch_database_url, mail_server):
    """Run lines in a process of their own; returns its return code."""

    def run_lines(*lines: str, **more: str) -> int:
        env = environment(scratch_database_url, mail_server.port) | more
        done = subprocess.run(
            [sys.executable, "-c", SETUP + "\n".join(lines)],
            env=env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode in (0, -signal.SIGKILL), done.stderr
        return done.returncode

    return run_lines


def environment(url: str, mail_port: int) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "TESTING": "1",
        "MAIL_PORT": str(mail_port),
        "PYTHONPATH": str(ROOT),
    }


def states(url: str) -> list[str]:
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT state FROM foundation_outboxmessage ORDER BY id")
        return [state for (state,) in cursor.fetchall()]


def test_killed_before_the_claim_it_is_sent_once_afterwards(run, scratch_database_url, mail_server):
    assert run(QUEUE) == 0
    assert run("outbox._claim_next = die", DELIVER) == -signal.SIGKILL
    assert (states(scratch_database_url), mail_server.taken) == (["waiting"], [])
    run(DELIVER)
    run(DELIVER_AFTER_LEASE)
    assert (states(scratch_database_url), len(mail_server.taken)) == (["delivered"], 1)


def test_killed_in_the_middle_of_claiming_it_is_sent_once_afterwards(run, scratch_database_url, mail_server):
    run(QUEUE)
    assert run("outbox._claim_name = die", DELIVER) == -signal.SIGKILL
    run(DELIVER)
    assert (states(scratch_database_url), len(mail_server.taken)) == (["delivered"], 1)


def test_killed_after_the_server_took_it_there_is_one_mail_and_a_question(run, scratch_database_url, mail_server):
    run(QUEUE)
    assert run("outbox._mark_delivered = die", DELIVER) == -signal.SIGKILL
    assert (states(scratch_database_url), len(mail_server.taken)) == (["claimed"], 1)
    for _ in range(2):
        run(DELIVER, DELIVER_AFTER_LEASE)
    assert (states(scratch_database_url), len(mail_server.taken)) == (["unsure"], 1)


def test_killed_before_a_change_is_committed_nothing_is_sent(run, scratch_database_url, mail_server):
    lines = ("from django.db import transaction", "with transaction.atomic():", f"    {QUEUE}", "    die()")
    assert run(*lines) == -signal.SIGKILL
    run(DELIVER)
    assert (states(scratch_database_url), mail_server.taken) == ([], [])


def test_broker_down_at_commit_costs_little_and_the_clock_finds_the_mail(run, scratch_database_url, mail_server):
    nobody_there = {"REDIS_URL": "redis://127.0.0.1:1/0"}
    slow = "import time; began = time.monotonic()"
    assert run(slow, QUEUE, "assert time.monotonic() - began < 3", **nobody_there) == 0
    assert states(scratch_database_url) == ["waiting"]
    run("tasks.deliver_outbox()")  # what the schedule calls every half minute
    assert (states(scratch_database_url), len(mail_server.taken)) == (["delivered"], 1)


def test_worker_sends_at_once_without_the_clock(run, scratch_database_url, mail_server):
    """A real worker, no beat; killed and started again it sends what came meanwhile, once."""
    env = environment(scratch_database_url, mail_server.port)
    code = SETUP + 'from portal.celery import app\napp.worker_main(["worker", "--pool=solo", "--loglevel=WARNING"])'

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", code], env=env, cwd=ROOT, stderr=subprocess.DEVNULL)

    worker = start()
    try:
        run(QUEUE)
        wait_for(lambda: states(scratch_database_url) == ["delivered"])
        worker.kill()
        worker.wait()
        run(QUEUE)
        worker = start()
        wait_for(lambda: states(scratch_database_url) == ["delivered", "delivered"])
    finally:
        worker.kill()
        worker.wait()
    assert len({mail["Message-ID"] for mail in mail_server.taken}) == len(mail_server.taken) == 2


def wait_for(happened, seconds: float = 25) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)
