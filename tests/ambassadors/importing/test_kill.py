"""Kill -9 while a list is brought in, then again: the end equals that of a clean run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import psycopg2
import pytest

from tests import databases

pytestmark = [pytest.mark.kill, pytest.mark.services]
SCRIPT = """
import django
django.setup()
from django.utils import timezone
from ambassadors.actions.import_runs import run_import
from ambassadors.models import ImportBatch
from foundation.models import JobLease
from tests.ambassadors.importing.small import waiting_list
batch = ImportBatch.objects.first() or waiting_list()
JobLease.objects.all().delete()
print(run_import(batch_id=batch.pk, now=timezone.now()).state)
"""
PEOPLE = "SELECT string_agg(given_name || standing || email, ',' ORDER BY email) FROM ambassadors_ambassador"
BATCH = "SELECT state || made || refused || handled FROM ambassadors_importbatch"


def run(url: str, kill_at: str = "") -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "TESTING": "1",
        "WAYMARK_KILL_IMPORT_AT": kill_at,
    }
    return subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, cwd=databases.ROOT, capture_output=True, text=True, timeout=300
    )


def ask(url: str, query: str) -> object:
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


@pytest.mark.parametrize(("place", "people"), [("before-commit", None), ("before-duplicates", "everybody")])
def test_killed_run_leaves_nobody_or_everybody_and_goes_on(scratch_database_url, place, people):
    killed = run(scratch_database_url, place)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    found = ask(scratch_database_url, PEOPLE)
    assert (found is None) is (people is None)
    assert run(scratch_database_url).stdout.strip() == "done"
    assert ask(scratch_database_url, "SELECT count(*) FROM ambassadors_ambassador") == 3
    assert ask(scratch_database_url, BATCH) == "done303"
    assert ask(scratch_database_url, "SELECT count(*) FROM ambassadors_schememembership") == 3
