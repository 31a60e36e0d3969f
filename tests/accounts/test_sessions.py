"""Where somebody is signed in, and ending it everywhere else."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession

from portal.templatetags.account_forms import device
from tests.accounts.signing_in import is_signed_in, person, signed_in

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"


def test_each_is_listed_in_words():
    user = person()
    here = signed_in(user, HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR="198.51.100.7")
    signed_in(user, HTTP_USER_AGENT=PHONE)
    page = here.get("/account/sessions/").content.decode()
    assert "Firefox on Windows" in page
    assert "Safari on iPhone" in page
    assert "198.51.100.7" in page
    assert page.count("this one") == 1


def test_the_others_are_ended():
    user = person()
    here, elsewhere, stranger = signed_in(user), signed_in(user), signed_in(person("bob@example.org"))
    here.post("/account/sessions/")
    assert (is_signed_in(here), is_signed_in(elsewhere), is_signed_in(stranger)) == (True, False, True)


def test_signing_out_takes_it_off_the_list():
    client = signed_in(person())
    client.post("/account/sign-out/")
    client = signed_in(person("bob@example.org"))
    page = client.get("/account/sessions/").content.decode()
    assert "signed in nowhere else" in page
    assert not UserSession.objects.filter(user__email="ada@example.org").exists()


@pytest.mark.parametrize(
    ("agent", "words"),
    [(FIREFOX, "Firefox on Windows"), (PHONE, "Safari on iPhone"), ("curl/8.0", "A browser"), ("", "A browser")],
)
def test_devices_in_words(agent, words):
    assert device(agent) == words
