"""`prepare_site` brings database and static files up to date, and does nothing twice."""

import pytest
from django.core.management import call_command
from django.db import connection

from foundation.management.commands import prepare_site

pytestmark = pytest.mark.services


@pytest.fixture
def static_files(settings, tmp_path):
    """One static file of our own, collected under changed names."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "site.css").write_text("body { color: black }")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    manifest = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": manifest}}
    return source


@pytest.mark.django_db(transaction=True)
def test_an_empty_database_becomes_a_ready_one(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WAYMARK_LOCAL_DIR", str(tmp_path))
    with connection.cursor() as rows:
        rows.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("prepare_site")
    said = capsys.readouterr().out
    assert "==> Migrating the database" in said
    assert "django_migrations" in connection.introspection.table_names()
    call_command("prepare_site")


def test_static_files_are_collected_once(static_files, settings, capsys):
    prepare_site._collect_static()
    assert "Collecting static files" in capsys.readouterr().out
    assert list(settings.STATIC_ROOT.glob("site.*.css"))
    prepare_site._collect_static()
    assert capsys.readouterr().out == ""


def test_a_changed_static_file_is_collected_again(static_files, settings, capsys):
    prepare_site._collect_static()
    (static_files / "site.css").write_text("body { color: white }")
    prepare_site._collect_static()
    assert capsys.readouterr().out.count("Collecting static files") == 2
    assert any("white" in path.read_text() for path in settings.STATIC_ROOT.glob("site.*.css"))
