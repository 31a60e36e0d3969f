"""Errors in words: what happened, what was asked for, and where to go from here."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.test import Client, RequestFactory

from portal.pages import errors, health
from portal.pages.shared import NotHere
from tests.portal.pages import get, words_of


def ask(path: str = "/students/careers/x/"):
    return RequestFactory().get(path)


class TestPages:
    @pytest.mark.parametrize(
        ("answer", "status", "heading"),
        [
            (lambda: errors.bad_request(ask(), SuspiciousOperation()), 400, "We cannot use that address"),
            (lambda: errors.forbidden(ask(), PermissionDenied()), 403, "Error 403"),
            (lambda: errors.not_found(ask(), Http404()), 404, "There is nothing at this address"),
            (lambda: errors.too_many_requests(ask(), 30), 429, "Too many requests"),
            (lambda: errors.server_error(ask()), 500, "Something went wrong on our side"),
        ],
    )
    def test_each_status_has_its_words(self, answer, status, heading):
        response = answer()
        assert response.status_code == status
        assert heading in words_of(response.content.decode())
        assert 'href="/"' in response.content.decode()

    def test_whoever_may_not_see_it_is_led_to_where_rights_come_from(self):
        assert 'href="/account/organisations/begin/"' in errors.forbidden(ask()).content.decode()

    def test_unknown_address(self, db):
        page = get("/students/nothing/here/")
        assert page.status == 404
        assert page.html.count('role="search"') == 1
        assert "/students/careers/" in page.links
        assert page.response["Cache-Control"] == "private, no-store"

    def test_a_form_without_its_token_is_refused_in_our_words(self, db):
        response = Client(enforce_csrf_checks=True).post("/students/careers/", {"q": "sparky"})
        assert response.status_code == 403
        assert "Error 403" in response.content.decode()
        assert not response.cookies

    def test_django_says_nothing_of_its_own(self):
        response = errors.not_found(ask(), Http404({"tried": ["^secret/$"], "path": "x"}))
        assert "secret" not in response.content.decode()

    def test_what_a_view_said_is_shown_and_escaped(self):
        response = errors.not_found(ask(), NotHere("There is no <b>thing</b>."))
        assert "There is no &lt;b&gt;thing&lt;/b&gt;." in response.content.decode()

    def test_too_many_requests_says_how_long_to_wait(self):
        assert errors.too_many_requests(ask(), 30)["Retry-After"] == "30"

    def test_a_page_that_cannot_be_drawn_is_answered_in_plain_words(self, monkeypatch):
        def broken(*_args: object, **_more: object) -> str:
            raise RuntimeError("no templates")

        monkeypatch.setattr(errors, "render_to_string", broken)
        response = errors.server_error(ask())
        assert response.status_code == 500
        assert "It is our fault" in response.content.decode()


class TestApi:
    @pytest.mark.parametrize(
        ("handler", "status"),
        [(errors.bad_request, 400), (errors.forbidden, 403), (errors.not_found, 404)],
    )
    def test_same_errors_as_problems(self, handler, status):
        response = handler(ask("/api/v1/nothing/"), Http404())
        assert response.status_code == status
        assert response["Content-Type"] == "application/problem+json"
        assert f'"status": {status}' in response.content.decode()

    def test_server_error(self):
        assert errors.server_error(ask("/api/v1/x/"))["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
class TestHealth:
    def test_ready(self):
        page = get("/health/")
        assert (page.status, page.html) == (200, '{"status": "ok"}')

    def test_says_what_does_not_answer(self, monkeypatch):
        monkeypatch.setattr(health, "cache", _Broken())
        page = get("/health/")
        assert (page.status, page.html) == (503, '{"status": "failing", "failing": ["cache"]}')

    def test_a_database_that_does_not_answer(self, monkeypatch):
        monkeypatch.setattr(health, "connection", _Broken())
        page = get("/health/")
        assert (page.status, page.html) == (503, '{"status": "failing", "failing": ["database"]}')


class _Broken:
    """A service that is not there."""

    def __getattr__(self, name: str) -> object:
        raise ConnectionError(name)
