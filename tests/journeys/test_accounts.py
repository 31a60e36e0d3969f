"""Journeys of people with accounts: creating one, a second step, and every page on a phone and on a desk."""

from __future__ import annotations

import re
import subprocess
import sys
import time

import pytest
from playwright.sync_api import Page, expect

from tests import databases
from tests.conftest import WORKER
from tests.journeys.looks import SIZES, assert_presentable

PASSPHRASE = "three other words"
MAKE = """
import sys, time
import django; django.setup()
from django.contrib.auth.models import Group
from allauth.account.models import EmailAddress
from accounts.models import User
user, made = User.objects.get_or_create(email=sys.argv[1], defaults={"display_name": "Ada"})
user.set_password(sys.argv[2]); user.save(); user.groups.set(Group.objects.filter(name__in=sys.argv[3:]))
EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
"""
READ = """
import sys
import django; django.setup()
from foundation.models import OutboxMessage
print(OutboxMessage.objects.filter(payload__to=sys.argv[1]).latest("pk").payload["text"])
"""


@pytest.fixture
def in_database(journey_server: str):
    """Run a few lines of Python against the journeys' database, as a command on the server would."""

    def run(code: str, *arguments: str) -> str:
        import os

        environment = os.environ | {
            "DATABASE_URL": databases.address(f"waymark_journeys_{WORKER}"),
            "DJANGO_SETTINGS_MODULE": "portal.settings",
        }
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=databases.ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    return run


def sign_in(page: Page, email: str) -> None:
    page.goto("/account/sign-in/")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(PASSPHRASE)
    page.get_by_role("button", name="Sign in").click()


def look_at(page: Page, path: str) -> None:
    for size in SIZES.values():
        page.set_viewport_size(size)
        page.goto(path)
        assert_presentable(page)


@pytest.mark.parametrize("size", SIZES)
def test_a_student_creates_an_account(page: Page, in_database, size: str) -> None:
    email = f"pupil-{size}@example.org"
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
    code = re.search(r"^    (\S+)$", in_database(READ, email), re.MULTILINE)
    assert code
    page.get_by_label("Code").fill(code.group(1))
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="Sam")).to_be_visible()
    expect(page.get_by_text("Saves their own things")).to_be_visible()
    assert_presentable(page)


def test_somebody_switches_on_two_steps_and_signs_in_with_them(page: Page, in_database) -> None:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    in_database(MAKE, "steps@example.org", PASSPHRASE)
    sign_in(page, "steps@example.org")
    page.get_by_role("link", name="Switch on two-step sign-in").click()
    assert_presentable(page)
    page.get_by_role("link", name="Switch it on").click()
    page.get_by_label("Password").fill(PASSPHRASE)
    assert_presentable(page)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Switch on two-step sign-in")).to_be_visible()
    assert_presentable(page)
    secret = page.locator(".account-key").inner_text()
    page.get_by_label("Code").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.get_by_role("button", name="Switch it on").click()
    expect(page.locator(".account-codes li")).to_have_count(10)
    assert_presentable(page)
    recovery = page.locator(".account-codes li").first.inner_text()
    page.goto("/account/")
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, "steps@example.org")
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
    for path in ("/account/two-step/", "/account/two-step/recovery-codes/"):
        look_at(page, path)


def test_every_page_for_strangers_is_presentable(page: Page) -> None:
    for path in ("sign-in/", "sign-up/", "password/reset/", "password/reset/sent/", "school/failed/", "suspended/"):
        look_at(page, f"/account/{path}")


def test_every_page_for_those_signed_in_is_presentable(page: Page, in_database) -> None:
    in_database(MAKE, "looks@example.org", PASSPHRASE, "curator")
    sign_in(page, "looks@example.org")
    for path in ("", "name/", "email/", "password/", "sessions/", "school/", "sign-out/", "two-step/needed/"):
        look_at(page, f"/account/{path}")


def test_signing_in_by_keyboard_alone(page: Page, in_database) -> None:
    in_database(MAKE, "keys@example.org", PASSPHRASE)
    page.goto("/account/sign-in/")
    page.get_by_label("Email address").focus()
    page.keyboard.type("keys@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSPHRASE)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ada")).to_be_visible()
