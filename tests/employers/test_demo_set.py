"""The demo employers are invented, marked, published by the same actions as real ones, and made once."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.models import Organisation, User
from employers import demo_set
from employers.demo_set import DemoRefusedError, demo_entries, load_demo_employers
from employers.models import EmployerEntry, RoleProfile
from foundation.models import OutboxMessage
from portal.demo import DOMAIN, load_demo_accounts

pytestmark = pytest.mark.django_db


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch, settings) -> list[dict]:
    """A demonstration site with the first two invented employers only."""
    settings.DEMO = True
    entries = demo_entries()[:2]
    monkeypatch.setattr(demo_set, "demo_entries", lambda: entries)
    load_demo_accounts()
    return entries


def load() -> int:
    curator = User.objects.get(email=f"curator@{DOMAIN}")
    return load_demo_employers(curator=curator, domain=DOMAIN, today=timezone.localdate())


def test_everything_is_published_and_marked(few):
    assert load() == 2
    today = timezone.localdate()
    profiles = RoleProfile.objects.published(today).filter(organisation__is_demo=True)
    assert {one.title for one in profiles} == {given["title"] for entry in few for given in entry["profiles"]}
    assert EmployerEntry.objects.published(today).count() == 2
    assert all("(demo)" in one.organisation.name for one in profiles)
    first = profiles.get(title=few[0]["profiles"][0]["title"])
    assert first.preferred.count() == len(few[0]["profiles"][0]["preferred"])
    assert first.profile_sites.count() == len(few[0]["profiles"][0]["sites"])


def test_a_second_time_changes_nothing(few):
    load()
    before = list(RoleProfile.objects.order_by("pk").values_list("pk", "latest_revision"))
    load()
    assert list(RoleProfile.objects.order_by("pk").values_list("pk", "latest_revision")) == before


def test_what_a_visitor_withdrew_is_published_again(few):
    load()
    RoleProfile.objects.update(live=False)
    load()
    published = RoleProfile.objects.published(timezone.localdate())
    assert published.count() == sum(len(entry["profiles"]) for entry in few)


def test_no_mail_is_left_for_addresses_that_nobody_reads(few):
    load()
    assert not OutboxMessage.objects.filter(payload__to__endswith=DOMAIN).exists()


def test_refused_outside_demo_mode(few, settings):
    settings.DEMO = False
    with pytest.raises(DemoRefusedError):
        load()
    assert not Organisation.objects.filter(slug=few[0]["slug"]).exists()


def test_a_real_organisation_of_the_same_address_is_left_alone(few):
    Organisation.objects.create(
        slug=few[0]["slug"], name="Real", kind="employer", identifier_kind="company", identifier="01234567"
    )
    with pytest.raises(DemoRefusedError):
        load()


def test_the_whole_set_is_marked_and_large_enough():
    entries = demo_entries()
    assert sum(len(entry["profiles"]) for entry in entries) >= 60
    assert all(entry["name"].endswith("(demo)") for entry in entries)
    assert len({entry["slug"] for entry in entries}) == len(entries)
