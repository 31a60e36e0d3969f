"""Pages of API tokens: made after a recent sign-in, seen once, taken back by their own person only."""

from __future__ import annotations

import re

import pytest

from accounts.models import ApiToken, hash_of
from tests.accounts.builders import employer, member, person
from tests.accounts.programs import Program
from tests.accounts.signing_in import prove_again, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return member(employer("Tallow Works"), "employer_member").user


@pytest.fixture
def reader(ada):
    return proved(ada)


def proved(user):
    """A browser in which somebody has just shown again who they are."""
    client = signed_in(user)
    prove_again(client)
    return client


def make(reader, **given):
    return reader.post("/account/tokens/new/", {"name": "Personnel system", "days": "30", **given})


def test_is_seen_once_and_works(reader, ada):
    answer = make(reader)
    secret = re.search(r'<code id="secret">(wm_[\w-]+)</code>', answer.content.decode()).group(1)
    assert answer["Cache-Control"] == "private, no-store"
    assert ApiToken.objects.get().token_hash == hash_of(secret)
    assert Program(secret=secret).get("me/").body["email"] == ada.email
    listed = reader.get("/account/tokens/").content.decode()
    assert "Personnel system" in listed
    assert secret not in listed


def test_taken_back_it_stops_at_once(reader):
    secret = re.search(r"wm_[\w-]{40,}", make(reader).content.decode()).group(0)
    address = f"/account/tokens/{ApiToken.objects.get().pk}/revoke/"
    assert "Take back Personnel system?" in reader.get(address).content.decode()
    assert reader.post(address, follow=True).redirect_chain == [("/account/tokens/", 302)]
    assert Program(secret=secret).get("me/").status == 401
    assert "Tokens that have ended" in reader.get("/account/tokens/").content.decode()
    assert "taken back already" in reader.get(address).content.decode()


def test_anothers_does_not_exist(reader):
    make(reader)
    other = signed_in(member(employer("Other Works")).user)
    address = f"/account/tokens/{ApiToken.objects.get().pk}/revoke/"
    assert [other.get(address).status_code, other.post(address).status_code] == [404, 404]
    assert ApiToken.objects.get().revoked_at is None


@pytest.mark.parametrize(("given", "said"), [({"name": " "}, "Say what the token is for"), ({"days": "9"}, "9 is not")])
def test_mistakes_are_said(reader, given, said):
    answer = make(reader, **given)
    assert said in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_ten_are_the_most(reader):
    for number in range(10):
        make(reader, name=f"Program {number}")
    assert "You have 10 tokens" in make(reader).content.decode()
    assert ApiToken.objects.count() == 10
    assert "Take one back before" in reader.get("/account/tokens/").content.decode()


def test_only_who_writes_or_reads_by_token_may_make_one():
    student = proved(person("student", "student"))
    assert student.get("/account/tokens/").status_code == 200
    assert student.get("/account/tokens/new/").status_code == 403
    assert make(student).status_code == 403


def test_without_proving_again_who_one_is_none_is_made(ada):
    answer = make(signed_in(ada))
    assert answer.status_code == 302
    assert answer.url.startswith("/account/again/")
    assert not ApiToken.objects.exists()


def test_strangers_sign_in_first(client):
    for address in ("/account/tokens/", "/account/tokens/new/", "/account/tokens/1/revoke/"):
        assert client.get(address).status_code == 302
