"""Signing in with a school's own provider: a real one, in a process of its own on loopback."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from environ import Env

from accounts.models import User
from accounts.signin.providers import school_providers
from foundation.local_server import ROOT, free_port
from tests.accounts.oidc_provider import CLIENT, SECRET
from tests.accounts.signing_in import (
    CONFIRM,
    code_of,
    is_signed_in,
    mails,
    person,
    prove_again,
    sign_in,
    signed_in,
    with_two_step,
)

pytestmark = pytest.mark.django_db
START, BACK, SIGN_UP = "/account/school/hill/", "/account/school/hill/back/", "/account/school/sign-up/"


@pytest.fixture(scope="module")
def provider(tmp_path_factory) -> Iterator[str]:
    """The address of the school's provider."""
    port, database = free_port(), tmp_path_factory.mktemp("provider") / "people.sqlite3"
    command = [sys.executable, "-m", "tests.accounts.oidc_provider"]
    server = subprocess.Popen(
        [*command, str(port), str(database), f"http://testserver{BACK}"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        assert server.stdout.readline().strip() == "ready"
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)
        server.stdout.close()


@pytest.fixture(autouse=True)
def _school(settings, provider):
    app = {"provider_id": "hill", "name": "Hill School", "client_id": CLIENT, "secret": SECRET}
    app["settings"] = {"server_url": provider}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


def come_by_school(browser: Client, provider: str, name: str, **query: str):
    """Sign in at the school as one of its people; returns our answer to the one who comes back."""
    there = browser.get(START, query)
    assert there.status_code == 302
    assert there.url.startswith(f"{provider}/identity/o/authorize?")
    with httpx.Client() as school:
        school.get(f"{provider}/as/{name}/")
        back = school.get(there.url)
    assert back.status_code == 302, back.text
    assert back.headers["location"].startswith(f"http://testserver{BACK}?")
    return browser.get(f"{BACK}?{urlsplit(back.headers['location']).query}")


def say_who(browser: Client, **changes: str):
    details = {"email": "tess@school.example", "display_name": "Tess", "who": "educator", "year_group": ""}
    return browser.post(SIGN_UP, details | changes)


def test_the_sign_in_page_offers_it(client):
    page = client.get("/account/sign-in/").content.decode()
    assert re.search(r'href="/account/school/hill/\?process=login"[^>]*>Hill School<', page)


def test_a_newcomer_says_who_they_are_and_is_in_without_a_code(client, provider):
    assert come_by_school(client, provider, "tess").url == SIGN_UP
    page = client.get(SIGN_UP).content.decode()
    assert "tess@school.example" in page
    assert "Tess Teacher" in page
    assert say_who(client).url == "/account/"
    assert is_signed_in(client)
    user = User.objects.get(email="tess@school.example")
    assert not user.has_usable_password()
    assert list(user.groups.all()) == []


def test_they_come_back_by_the_school_s_word_and_to_where_they_wanted(client, provider):
    come_by_school(client, provider, "tess")
    say_who(client)
    again = Client()
    assert come_by_school(again, provider, "tess", next="/account/sessions/").url == "/account/sessions/"
    assert is_signed_in(again)
    assert User.objects.filter(email="tess@school.example").count() == 1


def test_nothing_else_that_the_school_says_is_kept(client, provider):
    come_by_school(client, provider, "tess")
    say_who(client)
    come_by_school(Client(), provider, "tess")
    assert SocialAccount.objects.get().extra_data == {}
    assert not SocialToken.objects.exists()


def test_an_address_that_the_school_has_not_checked_is_refused(client, provider):
    answer = come_by_school(client, provider, "una")
    assert answer.url.startswith("/account/school/failed/")
    assert "did not confirm your email address" in client.get(answer.url).content.decode()
    assert client.get(SIGN_UP).status_code == 302
    assert not User.objects.filter(email="una@school.example").exists()


def test_an_account_that_exists_is_not_taken_over_by_its_address(client, provider):
    ada = person()
    come_by_school(client, provider, "ada")
    answer = say_who(client, email="ada@example.org", display_name="Ada")
    assert answer.url == CONFIRM
    assert not is_signed_in(client)
    assert not SocialAccount.objects.filter(user=ada).exists()
    assert "already have an account" in mails("ada@example.org")[-1]["text"]
    assert "connect" in mails("ada@example.org")[-1]["text"]


def test_its_owner_connects_the_school_after_proof_and_then_signs_in_by_it(provider):
    ada = person()
    browser = signed_in(ada)
    prove_again(browser)
    come_by_school(browser, provider, "ada", process="connect")
    assert SocialAccount.objects.get().user == ada
    later = Client()
    come_by_school(later, provider, "ada")
    assert is_signed_in(later)
    assert "connected" in mails("ada@example.org")[-1]["text"]


def test_connecting_without_proof_connects_nothing(provider):
    browser = signed_in(person())
    answer = come_by_school(browser, provider, "ada", process="connect")
    assert answer.url.startswith("/account/again/")
    assert not SocialAccount.objects.exists()


def test_another_s_connected_sign_in_cannot_be_connected_again(provider):
    ada = person()
    SocialAccount.objects.create(user=ada, provider="hill", uid=uid_of_ada(provider))
    other = signed_in(person("bob@example.org"))
    prove_again(other)
    come_by_school(other, provider, "ada", process="connect")
    assert SocialAccount.objects.get().user == ada


def uid_of_ada(provider: str) -> str:
    """What the provider calls Ada: the third of its people."""
    return "3"


def test_disconnecting_needs_another_way_in(client, provider):
    come_by_school(client, provider, "tess")
    say_who(client)
    account = SocialAccount.objects.get()
    page = client.post("/account/school/", {"account": account.pk}).content.decode()
    assert "Set a password first" in page
    assert SocialAccount.objects.exists()


def test_the_second_step_is_asked_for_all_the_same(client, provider):
    ada = person()
    secret = with_two_step(ada)
    SocialAccount.objects.create(user=ada, provider="hill", uid=uid_of_ada(provider))
    assert come_by_school(client, provider, "ada").url == "/account/two-step/code/"
    assert not is_signed_in(client)
    client.post("/account/two-step/code/", {"code": code_of(secret)})
    assert is_signed_in(client)


def test_the_suspended_are_not_let_in_by_their_school(client, provider):
    ada = person(is_active=False)
    SocialAccount.objects.create(user=ada, provider="hill", uid=uid_of_ada(provider))
    assert come_by_school(client, provider, "ada").url == "/account/suspended/"
    assert not is_signed_in(client)


def test_an_answer_that_nobody_asked_for_is_refused(client, provider):
    answer = client.get(BACK, {"code": "made up", "state": "made up"})
    assert answer.status_code == 401
    assert "did not work" in answer.content.decode()


def test_an_answer_belongs_to_the_browser_that_asked(provider):
    asked, other = Client(), Client()
    there = asked.get(START)
    with httpx.Client() as school:
        school.get(f"{provider}/as/tess/")
        back = school.get(there.url).headers["location"]
    assert other.get(f"{BACK}?{urlsplit(back).query}").status_code == 401
    assert not is_signed_in(other)


def test_a_school_out_of_reach_is_told_plainly(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"] = {
        "server_url": f"http://127.0.0.1:{free_port()}"
    }
    answer = client.get(START)
    assert answer.status_code == 401
    assert "could not be reached" in answer.content.decode()


def test_a_provider_we_do_not_know_is_not_found(client):
    assert client.get("/account/school/elsewhere/").status_code == 404


def test_pupils_too_young_are_refused_here_too(client, provider):
    come_by_school(client, provider, "tess")
    page = say_who(client, who="student", year_group="7").content.decode()
    assert "everybody is 13 or older" in page
    assert not User.objects.filter(email="tess@school.example").exists()


def test_a_password_cannot_be_guessed_where_there_is_none(client, provider):
    come_by_school(client, provider, "tess")
    say_who(client)
    assert sign_in(Client(), "tess@school.example", "").status_code == 200


class TestConfiguration:
    COMPLETE = {
        "OIDC_HILL_NAME": "Hill School",
        "OIDC_HILL_SERVER": "https://id.hill.example",
        "OIDC_HILL_CLIENT_ID": "waymark",
        "OIDC_HILL_SECRET": "secret",
    }

    def test_is_read_from_the_environment(self, monkeypatch):
        for name, value in self.COMPLETE.items():
            monkeypatch.setenv(name, value)
        (app,) = school_providers(["hill"], Env())
        assert (app["provider_id"], app["name"], app["client_id"]) == ("hill", "Hill School", "waymark")
        assert app["settings"] == {"server_url": "https://id.hill.example"}

    def test_a_part_missing_is_named(self, monkeypatch):
        for name, value in self.COMPLETE.items():
            monkeypatch.setenv(name, value)
        monkeypatch.delenv("OIDC_HILL_SECRET")
        with pytest.raises(ImproperlyConfigured, match="OIDC_HILL_SECRET"):
            school_providers(["hill"], Env())

    @pytest.mark.parametrize("word", ["Hill", "hill school", "a/b", ""])
    def test_words_must_fit_into_an_address(self, word):
        with pytest.raises(ImproperlyConfigured):
            school_providers([word], Env())
