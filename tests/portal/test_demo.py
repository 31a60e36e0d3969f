"""The demo set: only in demo mode, marked as made up, repeatable, and good for signing in."""

from __future__ import annotations

import io

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from accounts.models import User
from portal.demo import ACCOUNTS, FIXED_PASSWORD

pytestmark = pytest.mark.django_db
CURATOR = "curator@demo.waymark.example"


@pytest.fixture(autouse=True)
def _demo_mode(settings):
    settings.DEMO = True


def load() -> str:
    said = io.StringIO()
    call_command("load_demo", stdout=said)
    return said.getvalue()


def sign_in(email: str, password: str = FIXED_PASSWORD) -> Client:
    client = Client()
    client.post("/cms/login/", {"username": email, "password": password, "next": "/cms/"})
    return client


def test_refused_where_demo_is_off(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO is on"):
        load()
    assert not User.objects.filter(is_demo=True).exists()


def test_one_account_a_role_marked_as_made_up():
    load()
    users = User.objects.filter(is_demo=True).order_by("email")
    roles = {user.email.partition("@")[0]: [group.name for group in user.groups.all()] for user in users}
    assert roles == {"administrator": ["administrator"], "curator": ["curator"], "steward": ["data_steward"]}
    for user in users:
        assert user.email.endswith(".example")
        assert "not a real person" in user.display_name
        assert (user.is_superuser, user.is_staff) == (False, False)


def test_says_where_and_how_to_sign_in(settings):
    settings.SITE_URL = "http://localhost:8123"
    said = load()
    assert "http://localhost:8123/cms/login/" in said
    assert FIXED_PASSWORD in said
    assert "not real people" in said
    for account in ACCOUNTS:
        assert account.email in said


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.name)
def test_each_signs_in_at_the_desk(account):
    load()
    assert sign_in(account.email).get("/cms/").status_code == 200


def test_another_password_does_not_open_the_desk():
    load()
    assert sign_in(CURATOR, "waymark-demo-onlx").get("/cms/").status_code == 302


@pytest.mark.ignore_template_errors
def test_the_desk_shows_that_it_is_a_demo_account():
    load()
    assert "not a real person" in sign_in(CURATOR).get("/cms/").content.decode()


def test_a_password_from_the_environment_is_used_and_not_printed(settings):
    settings.DEMO_PASSWORD = "another long passphrase"
    said = load()
    assert "another long passphrase" not in said
    assert "DEMO_PASSWORD" in said
    assert sign_in(CURATOR, "another long passphrase").get("/cms/").status_code == 200
    assert sign_in(CURATOR).get("/cms/").status_code == 302


def test_again_changes_nothing():
    load()
    events = apps.get_model("accounts", "UserEvent").objects
    before = events.count(), sorted(User.objects.values_list("pk", "password"))
    load()
    assert (events.count(), sorted(User.objects.values_list("pk", "password"))) == before


def test_what_a_visitor_changed_is_put_back():
    load()
    curator = User.objects.get(email=CURATOR)
    curator.is_active, curator.is_superuser, curator.display_name = False, True, "Me"
    curator.set_password("taken over by a visitor")
    curator.save()
    curator.groups.clear()
    load()
    curator.refresh_from_db()
    assert curator.is_active
    assert not curator.is_superuser
    assert "not a real person" in curator.display_name
    assert sign_in(CURATOR).get("/cms/").status_code == 200


def test_a_real_account_is_never_taken_over():
    User.objects.create_user(CURATOR, "a passphrase of their own")
    with pytest.raises(CommandError, match="real account"):
        load()
    assert User.objects.get(email=CURATOR).check_password("a passphrase of their own")
    assert not User.objects.filter(is_demo=True).exists()
