"""How often signing in may be tried: a whole school behind one address gets in, a guesser does not."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.accounts.signing_in import PASSPHRASE, is_signed_in, mails, person, sign_in, with_two_step

pytestmark = pytest.mark.django_db
ADA = "ada@example.org"
SCHOOL, HOME = "198.51.100.7", "203.0.113.9"
WRONG = "not the passphrase"


def from_address(address: str) -> Client:
    return Client(REMOTE_ADDR=address)


def fails(client: Client, times: int, email: str = ADA) -> list[str]:
    return [sign_in(client, email, WRONG).content.decode() for _turn in range(times)]


def is_refused(page: str) -> bool:
    return "Too many tries" in page and "Wait five minutes" in page


def test_thirty_pupils_behind_one_address_sign_in_within_a_minute():
    pupils = [person(f"pupil{number}@example.org", "student") for number in range(30)]
    for pupil in pupils:
        browser = from_address(SCHOOL)
        fails(browser, 2, pupil.email)
        assert sign_in(browser, pupil.email).status_code == 302
        assert is_signed_in(browser)


def test_the_sixth_wrong_password_from_one_address_is_refused_and_so_is_the_right_one_then():
    person()
    browser = from_address(HOME)
    assert not any(is_refused(page) for page in fails(browser, 5))
    assert is_refused(sign_in(browser, ADA, WRONG).content.decode())
    assert is_refused(sign_in(browser, ADA).content.decode())


def test_others_behind_the_address_and_the_person_elsewhere_are_not_shut_out():
    person()
    person("bob@example.org")
    fails(from_address(SCHOOL), 6)
    assert sign_in(from_address(SCHOOL), "bob@example.org").status_code == 302
    assert sign_in(from_address(HOME)).status_code == 302


def test_the_wait_ends(time_machine):
    from datetime import timedelta

    from django.utils import timezone

    person()
    fails(from_address(HOME), 6)
    time_machine.move_to(timezone.now() + timedelta(minutes=5, seconds=1))
    assert sign_in(from_address(HOME)).status_code == 302


def test_a_guess_from_many_addresses_is_slowed_by_the_account():
    person()
    pages = [fails(from_address(f"192.0.2.{number}"), 1)[0] for number in range(31)]
    assert [is_refused(page) for page in pages] == [False] * 30 + [True]


def test_an_address_that_tries_many_accounts_meets_a_ceiling(settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed_address": "8/5m/ip"}
    pages = [fails(from_address(HOME), 1, f"somebody{number}@example.org")[0] for number in range(9)]
    assert [is_refused(page) for page in pages] == [False] * 8 + [True]


def test_unknown_accounts_are_limited_like_known_ones():
    assert is_refused(fails(from_address(HOME), 6, "nobody@example.org")[-1])


def test_success_gives_only_its_own_try_back():
    person()
    browser = from_address(HOME)
    fails(browser, 4)
    assert sign_in(browser).status_code == 302
    browser.cookies.clear()
    assert not is_refused(fails(browser, 1)[0])
    assert is_refused(fails(browser, 1)[0])


def test_a_new_password_by_mail_gives_the_tries_back():
    from tests.accounts.signing_in import link_in_mail

    person()
    browser = from_address(HOME)
    fails(browser, 6)
    browser.post("/account/password/reset/", {"email": ADA})
    form = browser.get(link_in_mail(ADA)).url
    browser.post(form, {"password1": "three other words", "password2": "three other words"})
    assert sign_in(browser, ADA, "three other words").status_code == 302


def test_a_made_up_forwarding_header_is_another_address_only_behind_as_many_proxies_as_we_have(settings):
    person()
    browser = from_address(HOME)
    for number in range(6):
        page = sign_in(browser, ADA, WRONG, headers={"x-forwarded-for": f"192.0.2.{number}"}).content.decode()
    assert is_refused(page)
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert sign_in(browser, ADA, headers={"x-forwarded-for": f"{HOME}, {SCHOOL}"}).status_code == 302


def test_wrong_codes_of_the_second_step_are_limited_too():
    with_two_step(person())
    browser = from_address(HOME)
    sign_in(browser)
    pages = [browser.post("/account/two-step/code/", {"code": "000000"}).content.decode() for _turn in range(6)]
    assert is_refused(pages[-1])
    assert not is_signed_in(browser)


def test_mail_about_passwords_is_limited_by_account():
    person()
    answers = [Client().post("/account/password/reset/", {"email": ADA}) for _turn in range(6)]
    assert answers[4].status_code == 302
    assert answers[5].status_code == 429
    assert answers[5]["Retry-After"] == "300"
    assert "Wait five minutes" in answers[5].content.decode()
    assert len(mails(ADA)) == 5


def test_the_ceiling_of_forms_leads_to_a_plain_page(settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "1/m/ip"}
    person()
    browser = from_address(HOME)
    sign_in(browser, ADA, WRONG)
    assert sign_in(browser, ADA, PASSPHRASE).status_code == 429
    assert browser.get("/").status_code == 200
