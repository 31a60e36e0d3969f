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


@pytest.fixture
def commands(monkeypatch, tmp_path):
    """The loading commands that the project has; each notes that it was called and prints its name."""
    called: list[str] = []

    def call(name, *_arguments, stdout=None, **_options):
        called.append(name)
        if stdout is not None:
            for number in range(25):
                stdout.write(f"  Applying {name}.{number}...")
                stdout.write(" OK\n")

    monkeypatch.setenv("WAYMARK_LOCAL_DIR", str(tmp_path))
    monkeypatch.setattr(prepare_site, "get_commands", lambda: {"load_starter": "evidence", "load_demo": "portal"})
    monkeypatch.setattr(prepare_site, "call_command", call)
    return called


@pytest.mark.django_db(transaction=True)
def test_what_is_not_migrated_yet_is_migrated(monkeypatch):
    monkeypatch.setattr(prepare_site, "get_commands", dict)
    with connection.cursor() as rows:
        rows.execute("DELETE FROM django_migrations WHERE app = 'sessions'; DROP TABLE django_session")
    call_command("prepare_site", without_static=True)
    assert "django_session" in connection.introspection.table_names()


def test_long_migrating_says_how_far_it_is(commands, settings, capsys):
    settings.DEMO = False
    call_command("prepare_site", without_static=True)
    assert "    25 migrations applied" in capsys.readouterr().out


def test_data_is_loaded_after_migrating_and_no_demo_set_outside_demo_mode(commands, settings):
    settings.DEMO = False
    call_command("prepare_site", without_static=True)
    assert commands == ["migrate", "load_starter"]


def test_demo_mode_loads_the_demo_set_and_keeps_its_sign_ins(commands, settings, tmp_path):
    settings.DEMO = True
    call_command("prepare_site", without_static=True)
    assert commands == ["migrate", "load_starter", "load_demo"]
    assert "load_demo" in (tmp_path / "demo-sign-ins.txt").read_text()


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
