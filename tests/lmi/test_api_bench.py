"""The benchmark of slices: everybody serves the same rows, and the table says what was measured."""

from __future__ import annotations

import json
import sqlite3

import pytest
from django.core.management import call_command
from django.test import Client

from lmi.bench import slices
from lmi.bench.servers import export_rows
from lmi.bench.slices import Speed
from lmi.models import PayFigure
from tests.lmi.api_answers import ask

pytestmark = pytest.mark.django_db


@pytest.mark.urls("lmi.bench.plain")
@pytest.mark.parametrize("unit", slices.UNITS)
def test_plain_view_serves_the_rows_of_the_slice(unit):
    plain = json.loads(Client().get("/bench/plain/", {"soc2020": unit}).content)
    ours = ask("lmi/pay/", {"soc2020": unit}).body
    assert plain["count"] == ours["count"] >= 100
    assert [row["median"] for row in plain["results"]] == [row["median"]["value"] for row in ours["results"]]


def test_exported_rows_are_all_rows(tmp_path):
    assert export_rows(tmp_path / "rows.db") == PayFigure.objects.count()
    with sqlite3.connect(tmp_path / "rows.db") as file:
        query = "SELECT median FROM pay WHERE soc2020_id = '5241' AND year = 2025 AND measure = 'annual' "
        everyone = "AND sex = 'all' AND hours = 'full_time' AND age = 'all' AND area_id = 'K02000001'"
        assert file.execute(query + everyone).fetchall() == [(39647.0,)]
    file.close()


def test_table_compares_round_by_round():
    table = slices.as_table([Speed("ours", (100.0, 300.0, 200.0)), Speed("theirs", (50.0, 100.0, 100.0))])
    assert "| ours | 200 | 100 to 300 |  |" in table
    assert "| theirs | 100 | 50 to 100 | 2.00 x (2.00 to 3.00) |" in table


def test_whole_run_measures_every_contestant(capsys):
    call_command("bench_api", rounds=1, seconds=0.2)
    said = capsys.readouterr().out
    for name in ("Waymark API", "plain DRF ModelSerializer", "PostgreSQL, same statement", "Datasette"):
        assert name in said


def test_without_pgbench_the_statement_is_run_in_a_loop(tmp_path, monkeypatch):
    monkeypatch.setattr(slices, "_program", lambda: None)
    assert slices._pgbench(tmp_path)(0.05) > 0
