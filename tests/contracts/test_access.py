"""Every view declares who may open it, the committed table says the same, and the middleware refuses the rest."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from accounts.policy import permissions_page
from foundation.access import Audience, needs, prefix_table
from foundation.addresses import all_addresses
from foundation.middleware import AccessMiddleware
from tests.contracts.addresses import path_of

PAGE = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"


def test_every_view_declares_its_access():
    assert [address.name for address in all_addresses() if address.access is None] == []


def test_committed_page_says_what_the_code_does():
    assert PAGE.read_text(encoding="utf-8") == permissions_page(), "run manage.py write_permissions"


def test_desk_is_declared_by_prefix():
    assert prefix_table()["/cms/"].audience is Audience.THIRD_PARTY


def undeclared(request):
    return HttpResponse("should never be seen")


def guarded(request):
    return HttpResponse("for stewards")


guarded.access = needs("RELEASE_PUBLISH")
urlpatterns = [path("undeclared/", undeclared), path("guarded/", guarded)]
handler403 = "portal.pages.errors.forbidden"


@pytest.mark.django_db
@pytest.mark.urls("tests.contracts.test_access")
class TestMiddleware:
    def test_undeclared_view_is_refused(self, client):
        response = client.get("/undeclared/")
        assert response.status_code == 403
        assert b"should never be seen" not in response.content

    def test_guarded_view_sends_a_stranger_to_sign_in(self, client, settings):
        settings.LOGIN_URL = "/sign-in/"
        response = client.get("/guarded/")
        assert (response.status_code, response.url) == (302, "/sign-in/?next=/guarded/")

    @pytest.mark.parametrize(("role", "status"), [("data_steward", 200), ("curator", 403), ("administrator", 403)])
    def test_guarded_view_asks_for_the_role_with_the_permission(self, client, role, status):
        client.force_login(user_with_role(role))
        assert client.get("/guarded/").status_code == status

    def test_suspended_person_is_refused_on_the_next_request(self, client, settings):
        settings.LOGIN_URL = "/sign-in/"
        user = user_with_role("data_steward")
        client.force_login(user)
        user.is_active = False
        user.save()
        assert client.get("/guarded/").status_code == 302

    def test_what_a_signed_in_person_sees_is_never_kept_by_a_cache(self, client):
        client.force_login(user_with_role("data_steward"))
        assert client.get("/guarded/")["Cache-Control"] == "private, no-store"


def user_with_role(role: str):
    from django.contrib.auth.models import Group

    from accounts.models import User
    from accounts.roles import role_named
    from tests.accounts.signing_in import with_two_step

    user = User.objects.create_user(f"{role}@example.org", "a long enough passphrase")
    user.groups.add(Group.objects.get(name=role))
    if role_named(role).needs_two_step:
        with_two_step(user)
    return user


@pytest.mark.django_db
class TestDesk:
    @pytest.mark.parametrize("role", ["curator", "data_steward", "administrator"])
    def test_roles_open_the_desk(self, role):
        client = Client()
        client.force_login(user_with_role(role))
        assert client.get("/cms/").status_code == 200

    @pytest.mark.parametrize(("role", "status"), [("curator", 200), ("data_steward", 302)])
    def test_only_curators_edit_synonyms(self, role, status):
        client = Client()
        client.force_login(user_with_role(role))
        assert client.get("/cms/snippets/lmi/synonym/").status_code == status

    @pytest.mark.parametrize("role", ["curator", "data_steward", "administrator"])
    def test_nobody_opens_it_before_a_second_step_is_set_up(self, role):
        user = user_with_role(role)
        user.authenticator_set.all().delete()
        client = Client()
        client.force_login(user)
        for address in ("/cms/", "/cms/queues/", "/cms/snippets/lmi/synonym/"):
            response = client.get(address)
            needed = f"/account/two-step/needed/?next={quote(address, safe='')}"
            assert (response.status_code, response.url) == (302, needed)

    def test_strangers_are_sent_to_sign_in(self):
        response = Client().get("/cms/")
        assert response.status_code == 302
        assert "/account/sign-in/" in response.url


def test_public_check_never_reads_the_user():
    class Untouchable:
        @property
        def is_authenticated(self):
            raise AssertionError("the user was read")

    for address in all_addresses():
        if address.access and address.access.audience is Audience.PUBLIC:
            request = RequestFactory().get(path_of(address))
            request.user = Untouchable()
            assert AccessMiddleware(lambda r: HttpResponse()).process_view(request, address.view, (), {}) is None
