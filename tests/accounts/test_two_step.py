"""The second step: set up, asked for, lost, switched off; and no way round it."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.models import User
from accounts.signin.actions import reset_two_step
from accounts.signin.two_step import TwoStepAdapter, has_two_step
from tests.accounts.signing_in import (
    PASSPHRASE,
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
CODE, SWITCH_ON, SWITCH_OFF = "/account/two-step/code/", "/account/two-step/switch-on/", "/account/two-step/switch-off/"


def recovery_codes(user) -> list[str]:
    held = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return held.wrap().get_unused_codes()


def test_is_set_up_with_an_app_after_the_password_is_asked_again(django_capture_on_commit_callbacks):
    user = person()
    client = signed_in(user)
    assert client.get(SWITCH_ON).url.startswith("/account/again/")
    prove_again(client)
    page = client.get(SWITCH_ON).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    secret = re.search(r'account-key">([A-Z2-7]+)<', page).group(1)
    assert not has_two_step(user)
    assert "not right" in client.post(SWITCH_ON, {"code": "000000"}).content.decode()
    code = code_of(key_shown(client))
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(SWITCH_ON, {"code": code})
    assert done.url == "/account/two-step/recovery-codes/"
    assert has_two_step(user)
    assert secret
    assert "switched on" in mails(user.email)[-1]["text"]
    codes = client.get(done.url).content.decode()
    assert all(code in codes for code in recovery_codes(user))
    assert len(recovery_codes(user)) == 10


def key_shown(client) -> str:
    page = client.get(SWITCH_ON).content.decode()
    return re.search(r'account-key">([A-Z2-7]+)<', page).group(1)


def test_the_password_alone_is_then_not_enough(client):
    secret = with_two_step(person())
    assert sign_in(client).url == CODE
    assert not is_signed_in(client)
    assert "not right" in client.post(CODE, {"code": "123"}).content.decode()
    assert not is_signed_in(client)
    client.post(CODE, {"code": code_of(secret)})
    assert is_signed_in(client)


def test_a_code_works_once(client):
    secret = with_two_step(person())
    code = code_of(secret)
    for browser, expected in ((client, True), (Client(), False)):
        sign_in(browser)
        browser.post(CODE, {"code": code})
        assert is_signed_in(browser) is expected


def test_a_recovery_code_works_once(client):
    user = person()
    with_two_step(user)
    code = recovery_codes(user)[0]
    for browser, expected in ((client, True), (Client(), False)):
        sign_in(browser)
        browser.post(CODE, {"code": code})
        assert is_signed_in(browser) is expected


def test_the_code_of_another_person_opens_nothing(client):
    with_two_step(person())
    other = with_two_step(person("bob@example.org"))
    sign_in(client)
    client.post(CODE, {"code": code_of(other)})
    assert not is_signed_in(client)


def test_the_page_for_codes_is_nothing_without_the_password(client):
    with_two_step(person())
    assert client.get(CODE).url == "/account/sign-in/"


def test_a_new_password_by_mail_does_not_get_round_it(client):
    from tests.accounts.signing_in import link_in_mail

    with_two_step(person())
    client.post("/account/password/reset/", {"email": "ada@example.org"})
    form = client.get(link_in_mail("ada@example.org")).url
    client.post(form, {"password1": "three other words", "password2": "three other words"})
    assert not is_signed_in(client)
    assert sign_in(client, password="three other words").url == CODE


def test_suspended_half_way_through_is_out(client):
    user = person()
    secret = with_two_step(user)
    sign_in(client)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.post(CODE, {"code": code_of(secret)}).url == "/account/suspended/"
    assert not is_signed_in(client)
    User.objects.filter(pk=user.pk).update(is_active=True)
    assert not is_signed_in(client)


def test_leads_on_to_what_was_asked_for(client):
    secret = with_two_step(person())
    sign_in(client, query_params={"next": "/account/sessions/"})
    assert client.post(CODE, {"code": code_of(secret)}).url == "/account/sessions/"


def test_is_switched_off_only_after_proof_and_told_by_mail(client):
    user = person()
    secret = with_two_step(user)
    sign_in(client)
    client.post(CODE, {"code": code_of(secret)})
    assert "/again/" in client.post(SWITCH_OFF).url
    assert has_two_step(user)
    prove_again(client)
    client.post(SWITCH_OFF)
    assert not has_two_step(user)
    assert not Authenticator.objects.filter(user=user).exists()
    assert "switched off" in mails(user.email)[-1]["text"]


def test_new_recovery_codes_end_the_old_ones():
    user = person()
    client = Client()
    secret = with_two_step(user)
    sign_in(client)
    client.post(CODE, {"code": code_of(secret)})
    prove_again(client)
    before = recovery_codes(user)
    client.post("/account/two-step/recovery-codes/new/")
    assert not set(before) & set(recovery_codes(user))
    file = client.get("/account/two-step/recovery-codes/file/")
    assert "attachment" in file["Content-Disposition"]
    assert all(code in file.content.decode() for code in recovery_codes(user))


def test_secrets_cannot_be_read_from_a_copy_of_the_database(settings):
    user = person()
    secret = with_two_step(user)
    stored = [str(one.data) for one in Authenticator.objects.filter(user=user)]
    assert not any(secret in text for text in stored)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new key, the old one still known"
    totp = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    assert TwoStepAdapter().decrypt(totp.data["secret"]) == secret


def test_asking_whether_somebody_has_it():
    user = person()
    assert not has_two_step(user)
    assert not has_two_step(AnonymousUser())
    with_two_step(user)
    assert has_two_step(user)


def test_who_needs_it_is_led_through_setting_it_up_and_on(settings):
    settings.TWO_STEP_GATE = "accounts.two_step.gate"
    user = person("curator@example.org", "curator")
    client = signed_in(user)
    asked = client.get("/cms/")
    assert asked.url.startswith("/account/two-step/needed/")
    assert SWITCH_ON in client.get(asked.url).content.decode()
    prove_again(client, PASSPHRASE)
    done = client.post(SWITCH_ON, {"code": code_of(key_shown(client))})
    assert 'href="/cms/"' in client.get(done.url).content.decode()
    assert client.get("/cms/").status_code == 200


def test_what_was_wanted_is_remembered_only_within_this_site():
    client = signed_in(person())
    client.get("/account/two-step/needed/", {"next": "https://evil.example/"})
    assert "after_two_step" not in client.session


def test_only_an_administrator_takes_it_away_for_somebody_and_the_person_is_told():
    user, curator = person(), person("curator@example.org", "curator")
    with_two_step(user)
    with pytest.raises(PermissionDenied):
        reset_two_step(by=curator, user=user)
    assert has_two_step(user)
    reset_two_step(by=person("administrator@example.org", "administrator"), user=user)
    assert not has_two_step(user)
    assert "administrator took" in mails(user.email)[-1]["text"]
