"""Kill -9 in mid-import, then a rerun: the end equals that of a clean run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest

from tests import databases

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.kill, pytest.mark.services]
SCRIPT = """
import sys, django
django.setup()
from pathlib import Path
from evidence.importing.pipeline import Request, run_import
from evidence.models import Source
from tests.evidence.small import SmallPay, make_classification, make_source
if not Source.objects.filter(slug="small-pay").exists():
    make_source(); make_classification()
print(run_import(SmallPay(), [Path(sys.argv[1])], Request(apply=True)).state)
"""
CONTENT = """
SELECT string_agg(r.key || r.state || f.soc2020_id || f.median || f.marks::text, ',' ORDER BY r.key, f.soc2020_id)
FROM lmi_payfigure f JOIN evidence_release r ON r.id = f.release_id
"""


def run(url: str, file: Path, kill_at: str = "") -> subprocess.CompletedProcess[str]:
    env = os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "TESTING": "1",
        "WAYMARK_KILL_IMPORT_AT": kill_at,
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, str(file)], env=env, cwd=ROOT, capture_output=True, text=True, timeout=120
    )


def ask(url: str, query: str) -> object:
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


@pytest.fixture
def files(tmp_path):
    from tests.evidence.small import rows_of, write

    return write(tmp_path / "first.csv", rows_of()), write(tmp_path / "second.csv", rows_of(raise_by=1.02))


@pytest.mark.parametrize("place", ["before-keep", "before-commit"])
def test_killed_import_leaves_nothing_and_can_be_repeated(scratch_database_url, files, place):
    first, second = files
    url = scratch_database_url
    assert run(url, first).stdout.strip() == "applied"
    before = ask(url, CONTENT)

    killed = run(url, second, kill_at=place)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert ask(url, CONTENT) == before
    assert ask(url, "SELECT count(*) FROM evidence_importrun WHERE state = 'running'") == 1

    assert run(url, second).stdout.strip() == "applied"
    assert ask(url, "SELECT count(*) FROM evidence_importrun WHERE state = 'interrupted'") == 1

    clean = databases.clone("migrated", "waymark_clean_run")
    try:
        run(clean, first)
        run(clean, second)
        assert ask(url, CONTENT) == ask(clean, CONTENT)
    finally:
        databases.drop("waymark_clean_run")
