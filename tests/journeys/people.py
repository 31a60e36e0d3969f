"""People of the journeys: made in the server's own database, signed in by the form as anybody would be."""

from __future__ import annotations

import re
from itertools import count

from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect

from accounts.models import Organisation, User
from tests.accounts.signing_in import PASSPHRASE, code_of, mails, with_two_step
from tests.accounts.signing_in import person as plain_person
from tests.conftest import WORKER
from tests.employers import published

_numbers = count(1)


def unique(word: str) -> str:
    """A word that no other journey on this database uses: it is never emptied."""
    return f"{word}-{WORKER.replace('_', '-')}-{next(_numbers)}"


def person(name: str, *roles: str) -> User:
    """Somebody whose address is confirmed, with roles of the site."""
    return plain_person(f"{unique(name.split()[0].lower())}@example.org", *roles, display_name=name)


def curator(name: str = "Cara Curator") -> tuple[User, str]:
    """A curator with a second step, and its secret."""
    assert Group.objects.filter(name="curator").exists()
    made = plain_person(f"{unique('curator')}@example.org", "curator", display_name=name)
    return made, with_two_step(made)


def sign_in(page: Page, email: str, *, secret: str = "", start: str = "/account/sign-in/") -> None:
    """Sign in by the form; with a secret, answer the question for the second step's code too."""
    page.goto(start)
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(PASSPHRASE)
    page.get_by_role("button", name="Sign in").click()
    if secret:
        page.get_by_label("Code").fill(code_of(secret))
        page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_have_count(0)


def switch_on_two_steps(page: Page) -> None:
    """From the page that asks for it, to the page that was wanted."""
    page.get_by_role("link", name="Switch it on").click()
    if page.get_by_label("Password").count():
        page.get_by_label("Password").fill(PASSPHRASE)
        page.get_by_role("button", name="Go on").click()
    page.get_by_label("Code").fill(code_of(page.locator(".account-key").inner_text()))
    page.get_by_role("button", name="Switch it on").click()


def address_in_mail(email: str, path: str) -> str:
    """The address below `path` in the newest mail to somebody, without the site's own part."""
    found = re.search(rf"https?://[^/\s]+({re.escape(path)}\S*)", mails(email)[-1]["text"])
    assert found, mails(email)[-1]["text"]
    return found.group(1)


def employer(word: str) -> Organisation:
    """A verified employer that readers see, without people."""
    evidence = "Its page on the council's own site."
    known = {"identifier_kind": "public_body", "evidence": evidence, "is_demo": False}
    return published.employer(unique(word), **known)
