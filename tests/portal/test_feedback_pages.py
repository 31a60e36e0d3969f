"""The foot of every public page asks whether it was right; the answer needs no script, cookie or account."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from foundation.feedback import MOST_AN_HOUR
from foundation.models import PageFeedback

pytestmark = pytest.mark.django_db
PAGE = "/students/careers/"
NO = {"page": PAGE, "answer": "no", "reason": "unclear", "text": "What is a unit group?"}


def send(client=None, headers=None, **changes):
    return (client or Client(enforce_csrf_checks=True)).post(
        reverse("open:feedback"), {**NO, **changes}, headers=headers or {}
    )


@pytest.mark.parametrize("path", ["/", PAGE, "/educators/", "/employers/", "/sources/ashe-14/"])
def test_every_page_asks_and_names_itself(path):
    html = Client().get(path + "?q=private").content.decode()
    foot = html[html.index('class="feedback') :]
    assert re.findall(r'name="page" value="([^"]*)"', foot) == [path, path]
    assert "Was this page right?" in foot
    assert "Leave out names and contact details" in foot


def test_error_pages_and_the_form_itself_do_not_ask():
    for path in ("/nothing/here/", reverse("open:feedback"), reverse("open:feedback-thanks")):
        assert "feedback-title" not in Client().get(path).content.decode()


def test_no_is_kept_and_answered_with_thanks_that_lead_back():
    answer = send()
    assert answer.status_code == 303
    assert not answer.cookies
    row = PageFeedback.objects.get()
    assert (row.path, row.was_right, row.reason, row.text) == (PAGE, False, "unclear", "What is a unit group?")
    thanks = Client().get(answer["Location"])
    assert not thanks.cookies
    assert f'href="{PAGE}"' in thanks.content.decode()


def test_yes_is_one_click():
    assert Client().post(reverse("open:feedback"), {"page": PAGE, "answer": "yes"}).status_code == 303
    assert PageFeedback.objects.get().was_right


def test_a_form_that_cannot_be_used_comes_back_with_what_was_written():
    answer = send(reason="", text="It says <b>five</b>")
    html = answer.content.decode()
    assert answer.status_code == 400
    assert 'href="#fb-reason-wrong"' in html
    assert 'id="fb-reason-wrong"' in html
    assert "It says &lt;b&gt;five&lt;/b&gt;</textarea>" in html
    assert not PageFeedback.objects.exists()


def test_line_ends_count_as_one_character():
    assert send(text="a\r\n" * 150).status_code == 303
    assert send(text="x" * 301).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}],
    ids=["fetch metadata", "origin"],
)
def test_another_sites_page_cannot_answer(headers):
    assert send(headers=headers).status_code == 403
    assert not PageFeedback.objects.exists()


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}, {"Origin": "null"}, {}]
)
def test_our_own_page_can(headers):
    assert send(headers=headers).status_code == 303


def test_too_many_answers_from_one_address_are_refused():
    client = Client()
    for _ in range(MOST_AN_HOUR):
        client.post(reverse("open:feedback"), {"page": PAGE, "answer": "yes"})
    refused = send(client)
    assert refused.status_code == 429
    assert refused["Retry-After"]


@pytest.mark.parametrize("page", ["//elsewhere.example/", "https://elsewhere.example/", "javascript:alert(1)", ""])
def test_thanks_lead_to_our_own_pages_only(page):
    html = Client().get(reverse("open:feedback-thanks"), {"page": page}).content.decode()
    assert 'class="govuk-button" href="/"' in html
    assert "elsewhere" not in html
    assert "alert" not in html


def test_signed_in_or_not_nothing_of_the_account_is_kept(django_user_model):
    client = Client()
    person = django_user_model.objects.create_user("ada@example.org", "a long enough passphrase")
    client.force_login(person)
    assert not send(client).cookies
    row = PageFeedback.objects.values().get()
    assert row["handled_by"] is None
    assert "ada" not in str(row)
