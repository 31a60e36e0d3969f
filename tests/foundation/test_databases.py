"""The databases that tests get: rolled back, committed to, and handed to other processes."""

import psycopg2
import pytest
from django.db import connection

from tests import databases

pytestmark = pytest.mark.services


def current_database() -> str:
    with connection.cursor() as rows:
        rows.execute("SELECT current_database()")
        return str(rows.fetchone()[0])


def tables(url: str) -> int:
    with psycopg2.connect(url) as other, other.cursor() as rows:
        rows.execute("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'")
        return int(rows.fetchone()[0])


@pytest.mark.django_db
def test_rolled_back_tests_share_one_clone():
    assert current_database().startswith("waymark_test_")


@pytest.mark.django_db(transaction=True)
def test_committing_tests_never_touch_the_shared_clone():
    assert current_database().startswith("waymark_commits_")
    with connection.cursor() as rows:
        rows.execute("CREATE TABLE left_over (id int)")


@pytest.mark.django_db(transaction=True)
def test_committing_tests_begin_with_a_fresh_database():
    assert "left_over" not in connection.introspection.table_names()


@pytest.mark.django_db(transaction=True)
def test_committing_tests_keep_the_rows_that_migrations_made():
    with connection.cursor() as rows:
        rows.execute("SELECT count(*) FROM django_migrations")
        assert rows.fetchone()[0] > 0


def test_scratch_database_is_migrated_and_apart(scratch_database_url):
    assert "waymark_scratch_" in scratch_database_url
    assert tables(scratch_database_url) > 10


def test_sorting_follows_code_points_whatever_the_server(scratch_database_url):
    with psycopg2.connect(scratch_database_url) as other, other.cursor() as rows:
        rows.execute(
            "SELECT string_agg(word, ' ' ORDER BY word), lower('ŴYÉ') FROM unnest('{b,a,B,ŷ}'::text[]) AS word"
        )
        assert rows.fetchone() == ("B a b ŷ", "ŵyé")


def test_template_is_built_again_when_a_migration_changes(monkeypatch, tmp_path):
    (tmp_path / "lmi/migrations").mkdir(parents=True)
    migration = tmp_path / "lmi/migrations/0001_initial.py"
    monkeypatch.setattr(databases, "ROOT", tmp_path)
    migration.write_text("one")
    before = databases._key("migrated")
    migration.write_text("two")
    assert databases._key("migrated") != before


def test_starter_template_is_built_again_when_its_tables_change(monkeypatch, tmp_path):
    (tmp_path / "lmi/data").mkdir(parents=True)
    monkeypatch.setattr(databases, "ROOT", tmp_path)
    empty = databases._key("starter")
    (tmp_path / "lmi/data/pay.csv.gz").write_bytes(b"rows")
    assert databases._key("starter") != empty
    assert databases._key("migrated") != databases._key("starter")
