"""The queue of searches that found nothing: what is typed again waits until a synonym answers it or it is set aside."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from foundation.models import DailyCount, SetAside
from lmi.desk.searches import lost_searches, searches_waiting
from lmi.models import Synonym
from tests.contracts.test_access import user_with_role

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
TODAY = date(2026, 11, 20)


def typed(words, times=2, day=TODAY):
    DailyCount.objects.create(day=day, name="search-none", key=words, count=times)


def waiting(today=TODAY):
    return [one.words for one in lost_searches(today)]


def test_most_frequent_first_over_all_days():
    typed("drone doctor", 3)
    typed("wirewoman", 2)
    typed("wirewoman", 2, TODAY - timedelta(days=3))
    assert waiting() == ["wirewoman", "drone doctor"]
    one = lost_searches(TODAY)[0]
    assert (one.times, one.first, one.last) == (4, TODAY - timedelta(days=3), TODAY)


def test_left_out_are_single_old_and_personal_searches():
    typed("typed once", 1)
    typed("long ago", 9, TODAY - timedelta(days=91))
    typed("ada@example.org", 9)
    typed("07700 900123", 9)
    DailyCount.objects.create(day=TODAY, name="another counter", key="views", count=9)
    assert waiting() == []


def test_a_synonym_answers_it():
    typed("wirewoman")
    Synonym.objects.create(phrase="wirewoman", units=["5241"])
    assert waiting() == []


def test_waits_since_the_first_day():
    typed("wirewoman", day=TODAY - timedelta(days=4))
    found = searches_waiting(datetime(2026, 11, 20, 12, tzinfo=UTC))
    assert (found.count, found.oldest) == (1, timedelta(days=4))


class TestScreen:
    @pytest.fixture
    def curator(self, client):
        client.person = user_with_role("curator")
        client.force_login(client.person)
        return client

    def test_leads_to_a_synonym_with_the_words_filled_in(self, curator):
        typed("drone & doctor", day=timezone.localdate())
        html = curator.get(reverse("desk-lost-searches")).content.decode()
        assert reverse("wagtailsnippets_lmi_synonym:add") + "?phrase=drone+%26+doctor" in html

    def test_set_aside_leaves_the_queue_with_who_did_it(self, curator):
        typed("qwerty", day=timezone.localdate())
        curator.post(reverse("desk-lost-searches"), {"words": "qwerty"})
        assert waiting(timezone.localdate()) == []
        assert SetAside.objects.get().decided_by == curator.person.pk

    def test_only_what_waits_can_be_set_aside(self, curator):
        curator.post(reverse("desk-lost-searches"), {"words": "never typed"})
        assert not SetAside.objects.exists()

    def test_other_roles_are_refused(self, client):
        client.force_login(user_with_role("data_steward"))
        assert client.get(reverse("desk-lost-searches")).status_code == 403
