"""Creating an account and signing in: by email, confirmed by a code, telling strangers nothing about who is here."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import unquote

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.models import User
from tests.accounts.signing_in import (
    CONFIRM,
    PASSPHRASE,
    SIGN_IN,
    SIGN_UP,
    code_in_mail,
    is_signed_in,
    link_in_mail,
    mails,
    person,
    prove_again,
    sign_in,
    signed_in,
)

pytestmark = pytest.mark.django_db
ADA = "ada@example.org"


def sign_up(client, **changes):
    details = {"email": ADA, "display_name": "Ada", "who": "educator", "year_group": "", "password1": PASSPHRASE}
    return client.post(SIGN_UP, details | changes)


def soon():
    """When another code may be asked for."""
    return timezone.now() + timedelta(seconds=11)


class TestSigningUp:
    def test_ends_signed_in_once_the_code_from_the_mail_is_entered(self, client):
        assert sign_up(client).url == CONFIRM
        assert not is_signed_in(client)
        client.post(CONFIRM, {"action": "verify", "code": code_in_mail(ADA)})
        assert is_signed_in(client)
        assert EmailAddress.objects.get(email=ADA).verified

    def test_wrong_code_leaves_the_address_unconfirmed(self, client):
        sign_up(client)
        response = client.post(CONFIRM, {"action": "verify", "code": "nothing"})
        assert "That code is not right" in response.content.decode()
        assert not is_signed_in(client)

    def test_another_code_can_be_asked_for(self, client, time_machine):
        sign_up(client)
        first = code_in_mail(ADA)
        time_machine.move_to(soon())
        client.post(CONFIRM, {"action": "resend"})
        assert code_in_mail(ADA) != first
        client.post(CONFIRM, {"action": "verify", "code": code_in_mail(ADA)})
        assert is_signed_in(client)

    def test_somebody_who_never_confirmed_gets_a_new_code_at_the_next_sign_in(self, client, time_machine):
        sign_up(client)
        client.cookies.clear()
        time_machine.move_to(soon())
        assert sign_in(client).url == CONFIRM
        assert not is_signed_in(client)

    @pytest.mark.parametrize(
        ("who", "year", "roles"),
        [
            ("student", "9", ["student"]),
            ("student", "later", ["student"]),
            ("parent", "", ["parent"]),
            ("educator", "", []),
            ("employer", "", []),
            ("other", "", []),
        ],
    )
    def test_only_students_and_parents_take_a_role_by_their_own_word(self, client, who, year, roles):
        sign_up(client, who=who, year_group=year)
        user = User.objects.get(email=ADA)
        assert list(user.groups.values_list("name", flat=True)) == roles
        assert not user.is_staff

    def test_other_fields_are_never_taken_over(self, client):
        sign_up(client, is_staff="1", is_superuser="1", groups="1", is_active="1")
        user = User.objects.get(email=ADA)
        assert (user.is_staff, user.is_superuser) == (False, False)

    @pytest.mark.parametrize("year", ["7", "8"])
    def test_students_too_young_are_refused_kindly_and_nothing_is_kept(self, client, year):
        page = sign_up(client, who="student", year_group=year).content.decode()
        assert "everybody is 13 or older" in page
        assert "without an account" in page
        assert 'href="/students/careers/"' in page
        assert not User.objects.filter(email=ADA).exists()
        assert mails(ADA) == []

    def test_a_student_says_a_year_group(self, client):
        assert "Choose your year group" in sign_up(client, who="student").content.decode()

    def test_what_is_left_empty_is_named(self, client):
        page = client.post(SIGN_UP, {}).content.decode()
        assert "This field is required" not in page
        assert page.count("Email: fill this in.") == 2  # in the summary and beside the field

    def test_nobody_is_asked_for_a_birth_date(self, client):
        page = client.get(SIGN_UP).content.decode().lower()
        assert "birth" not in page
        assert 'type="date"' not in page

    @pytest.mark.parametrize(
        ("password", "words"),
        [("short", "Use at least 12 characters"), ("q1w2e3r4t5y6", "Choose another password"), ("", "required")],
    )
    def test_weak_passwords_are_refused_with_what_to_do(self, client, password, words):
        assert words in sign_up(client, password1=password).content.decode()
        assert not User.objects.filter(email=ADA).exists()

    @pytest.mark.parametrize("password", ["alllowercaseletters", "words with spaces in", "ümläute gehen auch"])
    def test_nothing_is_asked_of_a_password_but_length(self, client, password):
        assert sign_up(client, password1=password).url == CONFIRM

    def test_each_missing_answer_is_named(self, client):
        page = sign_up(client, display_name="", who="").content.decode()
        assert "Enter your name." in page
        assert "Say who you are." in page
        assert 'href="#id_display_name"' in page


class TestStrangersLearnNothing:
    def test_signing_up_with_an_address_that_is_here_looks_the_same(self, client):
        person()
        assert sign_up(client, email=ADA).url == CONFIRM
        known = client.get(CONFIRM).content.decode()
        client.cookies.clear()
        sign_up(client, email="bob@example.org")
        unknown = client.get(CONFIRM).content.decode()
        assert without_tokens(known) == without_tokens(unknown.replace("bob@", "ada@"))
        assert "already have an account" in mails(ADA)[-1]["text"]
        assert User.objects.filter(email=ADA).count() == 1

    def test_signing_in_says_the_same_of_a_wrong_password_and_an_unknown_address(self, client):
        person()
        wrong = sign_in(client, ADA, "not the passphrase").content.decode()
        unknown = sign_in(client, "nobody@example.org", "not the passphrase").content.decode()
        assert "do not belong together" in wrong
        assert without_tokens(wrong) == without_tokens(unknown.replace("nobody@", "ada@"))

    def test_asking_for_a_new_password_looks_the_same(self, client):
        person()
        known = client.post("/account/password/reset/", {"email": ADA})
        unknown = client.post("/account/password/reset/", {"email": "nobody@example.org"})
        assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
        assert "No account with this address" in mails("nobody@example.org")[-1]["text"]


def without_tokens(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


class TestSigningIn:
    def test_by_email_in_any_case_and_out_again(self, client):
        person()
        assert sign_in(client, "ADA@Example.org").url == "/account/"
        assert is_signed_in(client)
        client.post("/account/sign-out/")
        assert not is_signed_in(client)

    def test_a_get_signs_nobody_out(self, client):
        client = signed_in(person())
        assert client.get("/account/sign-out/").status_code == 200
        assert is_signed_in(client)

    def test_leads_on_to_what_was_asked_for_and_never_to_another_site(self, client):
        person()
        assert sign_in(client, query_params={"next": "/account/sessions/"}).url == "/account/sessions/"
        client.cookies.clear()
        elsewhere = client.post(SIGN_IN, {"login": ADA, "password": PASSPHRASE, "next": "https://evil.example/"})
        assert elsewhere.url == "/account/"

    def test_the_session_has_another_key_afterwards_and_a_guarded_cookie(self, client, settings):
        person()
        client.post("/account/password/reset/", {"email": ADA})
        before = client.session.session_key
        cookie = sign_in(client).cookies["sessionid"]
        assert client.session.session_key != before
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert not cookie["max-age"], "ends with the browser: schools share computers"
        assert settings.SESSION_COOKIE_SECURE is settings.SECURE_HTTPS

    def test_pages_of_accounts_are_kept_by_no_cache(self, client):
        assert client.get(SIGN_IN)["Cache-Control"] == "private, no-store"
        assert signed_in(person()).get("/account/")["Cache-Control"] == "private, no-store"

    def test_a_form_of_another_site_signs_nobody_in(self):
        from django.test import Client

        person()
        strict = Client(enforce_csrf_checks=True)
        assert sign_in(strict).status_code == 403

    def test_the_desk_has_no_sign_in_of_its_own(self, client):
        asked = client.get("/cms/login/", {"next": "/cms/snippets/"})
        assert unquote(asked.url) == f"{SIGN_IN}?next=/cms/snippets/"
        person("curator@example.org", "curator")
        client.post("/cms/login/", {"username": "curator@example.org", "password": PASSPHRASE})
        assert not is_signed_in(client)
        assert client.get("/cms/").url == f"{SIGN_IN}?next=/cms/"
        assert client.get("/cms/password_reset/").url == "/account/password/reset/"

    def test_the_desk_signs_out_by_our_page(self):
        client = signed_in(person())
        client.post("/cms/logout/")
        assert not is_signed_in(client)


class TestSuspended:
    def test_out_on_the_next_request(self):
        user = person()
        client = signed_in(user)
        User.objects.filter(pk=user.pk).update(is_active=False)
        assert not is_signed_in(client)

    def test_cannot_sign_in_and_are_told_so_only_with_the_right_password(self, client):
        person(is_active=False)
        assert "do not belong together" in sign_in(client, ADA, "not the passphrase").content.decode()
        assert sign_in(client).url == "/account/suspended/"
        assert not is_signed_in(client)

    def test_get_no_link_for_a_new_password(self, client):
        person(is_active=False)
        client.post("/account/password/reset/", {"email": ADA})
        assert "/account/password/reset/" not in mails(ADA)[-1]["text"]

    def test_demo_accounts_are_shut_out_where_demo_is_off(self, client, settings):
        settings.DEMO = False
        person(is_demo=True)
        assert sign_in(client).url == "/account/suspended/"
        assert not is_signed_in(client)


class TestPassword:
    def test_a_link_in_a_mail_sets_a_new_one_once(self, client):
        person()
        client.post("/account/password/reset/", {"email": ADA}, headers={"host": "localhost"})
        link = link_in_mail(ADA)
        form = client.get(link).url
        client.post(form, {"password1": "three other words", "password2": "three other words"})
        assert sign_in(client, ADA, PASSPHRASE).status_code == 200
        assert sign_in(client, ADA, "three other words").status_code == 302
        client.cookies.clear()
        assert "used or is too old" in client.get(link).content.decode()
        assert "changed" in mails(ADA)[-1]["subject"]

    def test_links_lead_to_the_site_s_own_address_whatever_host_was_asked(self, client, settings):
        settings.SITE_URL = "https://waymark.example"
        settings.ALLOWED_HOSTS = ["*"]
        person()
        client.post("/account/password/reset/", {"email": ADA}, headers={"host": "evil.example"})
        assert "evil.example" not in str(mails(ADA)[-1])
        assert "https://waymark.example/account/password/reset/" in mails(ADA)[-1]["text"]

    def test_is_changed_with_the_present_one_and_ends_other_sessions(self):
        user = person()
        here, elsewhere = signed_in(user), signed_in(user)
        change = {"oldpassword": "wrong", "password1": "three other words", "password2": "three other words"}
        assert "not your present password" in here.post("/account/password/", change).content.decode()
        here.post("/account/password/", change | {"oldpassword": PASSPHRASE})
        assert is_signed_in(here)
        assert not is_signed_in(elsewhere)
        assert "password was changed" in mails(ADA)[-1]["text"]


class TestEmail:
    def test_is_asked_for_the_password_before_it_is_changed(self):
        client = signed_in(person())
        response = client.post("/account/email/", {"action_add": "1", "email": "new@example.org"})
        assert response.url.startswith("/account/again/")
        assert mails("new@example.org") == []

    def test_changes_once_the_new_one_is_confirmed_and_tells_the_old_one(self):
        client = signed_in(person())
        prove_again(client)
        client.post("/account/email/", {"action_add": "1", "email": "new@example.org"})
        assert User.objects.filter(email=ADA).exists()
        client.post(CONFIRM, {"action": "verify", "code": code_in_mail("new@example.org")})
        assert not User.objects.filter(email=ADA).exists()
        assert "new@example.org" in mails(ADA)[-1]["text"]
        assert sign_in(client.__class__(), "new@example.org").url == "/account/"

    def test_somebody_else_s_address_is_not_to_be_had(self):
        person("bob@example.org")
        client = signed_in(person())
        prove_again(client)
        client.post("/account/email/", {"action_add": "1", "email": "bob@example.org"})
        stolen = {"action": "verify", "code": code_in_mail("bob@example.org")}
        assert "That address cannot be used" in client.post(CONFIRM, stolen).content.decode()
        assert User.objects.filter(email=ADA).exists()


def test_name_is_changed():
    user = person()
    client = signed_in(user)
    client.post("/account/name/", {"display_name": "  Ada   Lovelace "})
    user.refresh_from_db()
    assert user.display_name == "Ada Lovelace"
    assert "Ada Lovelace" in client.get("/account/").content.decode()


def test_public_pages_say_the_same_to_those_who_are_signed_in(client):
    assert signed_in(person()).get("/").content == client.get("/").content
