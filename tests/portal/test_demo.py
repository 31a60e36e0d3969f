"""The demo set: only in demo mode, marked as made up, repeatable, and good for signing in."""

from __future__ import annotations

import io
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import validate_totp_code
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from accounts.models import Membership, User
from accounts.queries import role_names
from accounts.roles import ROLES
from accounts.signin.two_step import has_two_step
from portal.demo import ACCOUNTS, FIXED_PASSWORD, FIXED_TOTP_SECRET, demo_code
from tests.accounts.signing_in import with_two_step

pytestmark = pytest.mark.django_db
CURATOR = "curator@demo.waymark.example"


@pytest.fixture(autouse=True)
def _demo_mode(settings, monkeypatch):
    """Demo mode without its employers and ambassadors, which have their own tests and take a while."""
    settings.DEMO = True
    monkeypatch.setattr("employers.demo_set.demo_entries", list)
    monkeypatch.setattr("ambassadors.demo_set.load_demo_ambassadors", lambda **_given: 0)


def load() -> str:
    said = io.StringIO()
    call_command("load_demo", stdout=said)
    return said.getvalue()


def sign_in(email: str, password: str = FIXED_PASSWORD) -> Client:
    client = Client()
    asked = client.post("/account/sign-in/", {"login": email, "password": password})
    if asked.status_code == 302 and "/two-step/" in asked.url:
        client.post(asked.url, {"code": demo_code()[0]})
    return client


def role_of(user: User) -> str:
    """The one role a demo account has, of the site or by membership."""
    (role,) = role_names(user)
    return role


def test_refused_where_demo_is_off(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO is on"):
        load()
    assert not User.objects.filter(is_demo=True).exists()


def test_an_account_for_every_role_marked_as_made_up():
    load()
    users = User.objects.filter(email__in=[account.email for account in ACCOUNTS])
    assert {role_of(user) for user in users} == {role.name for role in ROLES}
    assert len({user.display_name for user in users}) == len(ACCOUNTS) == len(ROLES) + 1
    for user in User.objects.filter(is_demo=True):
        assert user.email.endswith(".example")
        assert "not a real person" in user.display_name
        assert (user.is_superuser, user.is_staff) == (False, False)


def test_says_where_and_how_to_sign_in(settings):
    settings.SITE_URL = "http://localhost:8123"
    said = load()
    assert "http://localhost:8123/account/sign-in/" in said
    assert FIXED_PASSWORD in said
    assert "not real people" in said
    for account in ACCOUNTS:
        assert account.email in said


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.name)
def test_each_signs_in(account):
    load()
    page = sign_in(account.email).get("/account/")
    assert page.status_code == 200
    assert account.title in page.content.decode()


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.name)
def test_each_whose_role_needs_two_steps_has_the_published_second_one(account):
    load()
    assert has_two_step(User.objects.get(email=account.email)) is account.described.needs_two_step


def test_the_desk_opens_to_its_roles():
    load()
    assert sign_in(CURATOR).get("/cms/").status_code == 200


class TestCode:
    def test_is_the_one_of_the_moment(self):
        code, seconds = demo_code(now=59)
        assert (code, seconds) == (demo_code(now=30)[0], 1)
        assert demo_code(now=60)[0] != code
        assert validate_totp_code(FIXED_TOTP_SECRET, demo_code()[0])

    def test_is_printed_by_its_command(self):
        said = io.StringIO()
        call_command("demo_code", stdout=said)
        assert re.match(r"\d{6}  \(good for another \d+ seconds\)", said.getvalue())

    def test_is_refused_where_demo_is_off(self, settings):
        settings.DEMO = False
        with pytest.raises(CommandError, match="DEMO is on"):
            call_command("demo_code")


def test_a_visitor_s_own_second_step_is_taken_away_again():
    load()
    curator = User.objects.get(email=CURATOR)
    Authenticator.objects.filter(user=curator).delete()
    with_two_step(curator)
    load()
    assert sign_in(CURATOR).get("/cms/").status_code == 200


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
    before = events.count(), sorted(User.objects.values_list("pk", "password")), Membership.objects.count()
    load()
    after = events.count(), sorted(User.objects.values_list("pk", "password")), Membership.objects.count()
    assert after == before


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
