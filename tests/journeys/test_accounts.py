"""Journeys of people with accounts: creating one, a second step, and every page on a phone and on a desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.accounts.signing_in import PASSPHRASE, code_in_mail, code_of
from tests.journeys.looks import SIZES, assert_presentable
from tests.journeys.people import person, sign_in, unique

pytestmark = pytest.mark.usefixtures("in_database")


def look_at(page: Page, path: str) -> None:
    for size in SIZES.values():
        page.set_viewport_size(size)
        page.goto(path)
        assert_presentable(page)


@pytest.mark.parametrize("size", SIZES)
def test_a_student_creates_an_account(page: Page, size: str) -> None:
    email = f"{unique('pupil')}@example.org"
    page.set_viewport_size(SIZES[size])
    page.goto("/")
    page.get_by_role("link", name="Your account").first.click()
    page.get_by_role("link", name="Create an account").click()
    expect(page.get_by_label("If you are a student: your year group")).to_be_hidden()
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Your name").fill("Sam")
    page.get_by_role("radio", name="A student").check()
    page.get_by_label("If you are a student: your year group").select_option("Year 8")
    page.get_by_label("Password").fill("short")
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("alert")).to_contain_text("Use at least 12 characters")
    expect(page.get_by_text("You can do nearly everything without an account")).to_be_visible()
    assert_presentable(page)
    page.get_by_label("If you are a student: your year group").select_option("Year 10")
    page.get_by_label("Password").fill(PASSPHRASE)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("heading", name="Enter the code we sent you")).to_be_visible()
    assert_presentable(page)
    page.get_by_label("Code").fill(code_in_mail(email))
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="Sam")).to_be_visible()
    expect(page.get_by_text("Saves their own things")).to_be_visible()
    assert_presentable(page)


def test_somebody_switches_on_two_steps_and_signs_in_with_them(page: Page) -> None:
    ada = person("Ada")
    sign_in(page, ada.email)
    page.get_by_role("link", name="Switch on two-step sign-in").click()
    assert_presentable(page)
    page.get_by_role("link", name="Switch it on").click()
    page.get_by_label("Password").fill(PASSPHRASE)
    assert_presentable(page)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Switch on two-step sign-in")).to_be_visible()
    assert_presentable(page)
    secret = page.locator(".account-key").inner_text()
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Switch it on").click()
    expect(page.locator(".account-codes li")).to_have_count(10)
    assert_presentable(page)
    recovery = page.locator(".account-codes li").first.inner_text()
    page.goto("/account/")
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, ada.email)
    expect(page.get_by_role("heading", name="Second step: your code")).to_be_visible()
    for size in SIZES.values():
        page.set_viewport_size(size)
        assert_presentable(page)
    page.get_by_label("Code").fill("000")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("That code is not right")
    page.get_by_label("Code").fill(recovery)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Ada")).to_be_visible()
    look_at(page, "/account/two-step/recovery-codes/")
    expect(page.get_by_role("heading", name="Enter your password again")).to_be_visible()
    page.get_by_label("Password").fill(PASSPHRASE)
    page.get_by_role("button", name="Go on").click()
    for path in ("", "recovery-codes/", "recovery-codes/new/", "switch-off/"):
        look_at(page, f"/account/two-step/{path}")
    expect(page.get_by_role("heading", name="Enter your password again")).to_have_count(0)


def test_every_page_for_strangers_is_presentable(page: Page) -> None:
    for path in ("sign-in/", "sign-up/", "password/reset/", "password/reset/sent/", "school/failed/", "suspended/"):
        look_at(page, f"/account/{path}")


def test_every_page_for_those_signed_in_is_presentable(page: Page) -> None:
    sign_in(page, person("Ada", "curator").email)
    for path in ("", "name/", "email/", "password/", "sessions/", "school/", "sign-out/", "two-step/needed/"):
        look_at(page, f"/account/{path}")


def test_signing_in_by_keyboard_alone(page: Page) -> None:
    ada = person("Ada")
    page.goto("/account/sign-in/")
    page.get_by_label("Email address").focus()
    page.keyboard.type(ada.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSPHRASE)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ada")).to_be_visible()
