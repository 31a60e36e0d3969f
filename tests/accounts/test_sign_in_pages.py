"""Every page of signing in is ours: none of django-allauth's stock templates can ever be shown."""

from __future__ import annotations

import re
from pathlib import Path

import allauth
import pytest
from django.template import TemplateDoesNotExist, engines
from django.template.loader import get_template
from django.urls import reverse

from accounts.signin.mail import MAILS, mail_for
from foundation.addresses import all_addresses
from foundation.mail import render
from tests.accounts.signing_in import person, prove_again, signed_in, with_two_step

STOCK = Path(allauth.__file__).parent
OURS = Path(__file__).resolve().parents[2] / "templates"
APPS = ("account", "mfa", "usersessions", "socialaccount")
# Pages of ways of signing in that are switched off: by a code instead of a password, by telephone, by passkey.
OFF = re.compile(
    r"base_|login_code|phone|passkey|webauthn|trust|snippets/|login_extra|password_reset_code|login_redirect"
    r"|account/email\.html|email_confirm\.html|verification_sent|verified_email_required|socialaccount/login\.html"
    r"|recovery_codes/base|totp/base|login_code_sent"
)


def stock_templates() -> list[str]:
    folder = STOCK / "templates"
    names = [str(path.relative_to(folder)) for app in APPS for path in (folder / app).rglob("*") if path.is_file()]
    return sorted(name for name in names if "/email/" not in name and not OFF.search(name))


@pytest.mark.parametrize("name", stock_templates())
def test_each_that_can_be_shown_is_ours(name):
    assert Path(get_template(name).origin.name).is_relative_to(OURS)


@pytest.mark.parametrize("name", ["account/email.html", "allauth/layouts/base.html", "mfa/webauthn/add_form.html"])
def test_stock_ones_are_out_of_reach_of_every_engine(name):
    for engine in engines.all():
        with pytest.raises(TemplateDoesNotExist):
            engine.get_template(name)


def test_the_desk_still_finds_its_templates():
    assert get_template("wagtailadmin/home.html")


def stock_mails() -> set[str]:
    prefixes = set()
    for app in APPS:
        for path in (STOCK / "templates" / app / "email").glob("*_subject.txt"):
            prefixes.add(f"{app}/email/{path.name.removesuffix('_subject.txt')}")
    return {name for name in prefixes if not re.search(r"login_code|password_reset_code|webauthn|email_deleted", name)}


def test_each_mail_that_can_be_sent_is_ours():
    assert stock_mails() - MAILS.keys() == {"account/email/email_confirm"}, "which no code of its sends"


@pytest.mark.parametrize("prefix", sorted(MAILS))
def test_each_mail_can_be_written(prefix):
    context = {"code": "ABC-DEF", "to_email": "new@example.org"}
    context |= dict.fromkeys(("password_reset_url", "signup_url"), "http://testserver/account/x/")
    template, values = mail_for(prefix, context)
    assert render(template, values).subject


INSIDE = [
    "/account/",
    "/account/name/",
    "/account/email/",
    "/account/password/",
    "/account/again/",
    "/account/two-step/",
    "/account/two-step/needed/",
    "/account/two-step/switch-on/",
    "/account/sessions/",
    "/account/school/",
    "/account/sign-out/",
]
OUTSIDE = [
    "/account/sign-in/",
    "/account/sign-up/",
    "/account/suspended/",
    "/account/password/reset/",
    "/account/password/reset/sent/",
    "/account/password/reset/done/",
    "/account/password/reset/1-abc-def/",
    "/account/school/cancelled/",
    "/account/school/failed/",
]


@pytest.mark.django_db
@pytest.mark.parametrize("path", OUTSIDE)
def test_pages_for_strangers(client, path):
    check(client.get(path))


@pytest.mark.django_db
@pytest.mark.parametrize("path", INSIDE)
def test_pages_for_those_who_are_signed_in(path):
    client = signed_in(person("ada@example.org", "student"))
    prove_again(client)
    check(client.get(path))


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", "switch-off/", "recovery-codes/", "recovery-codes/new/", "again/"])
def test_pages_of_the_second_step(client, path):
    user = person()
    with_two_step(user)
    client.force_login(user)
    prove_again(client)
    check(client.get(f"/account/two-step/{path}"))


def check(response):
    page = response.content.decode()
    assert response.status_code in (200, 401)
    assert response["Cache-Control"] == "private, no-store"
    assert all(Path(template.origin.name).is_relative_to(OURS) for template in response.templates if file_of(template))
    assert page.count("<h1") == 1
    assert "<title>" in page
    assert not re.search(r"\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=", page), "an inline style or script"
    described = set(" ".join(re.findall(r'aria-describedby="([^"]*)"', page)).split())
    assert described <= set(re.findall(r'\bid="([^"]*)"', page)), "something points at words that are not there"


def file_of(template) -> bool:
    """Whether a template of the page's own: Django draws widgets with templates of its own."""
    return bool(template.origin) and "django/forms/" not in str(template.origin.name)


@pytest.mark.django_db
@pytest.mark.parametrize("path", INSIDE[:-1])
def test_strangers_are_sent_to_sign_in_first(client, path):
    response = client.get(path)
    assert response.status_code == 302
    assert response.url.startswith("/account/sign-in/?next=")


def test_every_address_of_accounts_is_ours_to_word():
    routes = [address.route for address in all_addresses() if address.route.startswith("/account/")]
    assert not [route for route in routes if re.search(r"login|signup|logout|2fa|3rdparty", route)]
    assert reverse("account_login") == "/account/sign-in/"


@pytest.mark.django_db
def test_public_pages_lead_to_it(client):
    assert '<a href="/account/">Your account</a>' in client.get("/").content.decode()
