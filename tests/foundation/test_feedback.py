"""Readers' answers: nothing that leads to a person is kept, and the desk sees what waits."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from accounts.models import User
from foundation.feedback import (
    MOST_AN_HOUR,
    give_feedback,
    handle_feedback,
    may_answer,
    pages_with_answers,
    waiting_since_days,
    without_contact_details,
)
from foundation.models import PageFeedback

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PAGE = "/students/careers/"


class TestContactDetails:
    @pytest.mark.parametrize(
        "secret",
        [
            "ada@example.org",
            "ada.king+school@mail.example.co.uk",
            "ada (at) example.org",
            "ａｄａ＠example.org",  # full-width letters
            "https://social.example/ada",
            "www.ada.example/me",
            "@adaking",
            "07700 900123",
            "+44 7700 900123",
            "(020) 7946 0018",
            "0121-496-0999",
            "０７７００９００１２３",  # full-width figures
            "B33 8TH",
            "b338th",
            "SW1A 1AA",
        ],
    )
    def test_are_taken_out(self, secret):
        said = without_contact_details(f"The pay is wrong, write to {secret} please")
        assert secret not in said
        assert not any(part in said for part in ("ada", "900", "7946", "496", "8TH", "1AA", "example"))
        assert said.startswith("The pay is wrong")
        assert said.endswith("please")

    @pytest.mark.parametrize(
        "words",
        [
            "It says £39,647 a year in 2025 but my dad gets £31,000.",
            "SOC 5241 is not 5242, and ST0152 takes 42 months.",
            "Figures of 2019-2024 are missing; 37.5 hours a week.",
            "T Levels start at level 3",
        ],
    )
    def test_figures_and_codes_stay(self, words):
        assert without_contact_details(words) == words

    def test_control_characters_become_spaces(self):
        assert without_contact_details("a\x00b\r\nc") == "a b c"


@pytest.mark.django_db
class TestGiving:
    def test_keeps_page_answer_reason_text_and_day_and_nothing_else(self):
        row = give_feedback(
            path=PAGE + "?area=LS1&q=my+name", was_right=False, reason="old", text="Mail me: a@b.example", today=TODAY
        )
        row.refresh_from_db()
        assert (row.path, row.was_right, row.reason, row.day) == (PAGE, False, "old", TODAY)
        assert row.text == "Mail me: [taken out]"
        fields = {field.name for field in PageFeedback._meta.get_fields()}
        assert fields == {
            *("id", "path", "was_right", "reason", "text", "day"),
            *("handled_at", "handled_by", "note"),
        }

    def test_yes_needs_no_reason_and_keeps_no_text(self):
        row = give_feedback(path=PAGE, was_right=True, reason="old", text="hello", today=TODAY)
        assert (row.reason, row.text) == ("", "")

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"path": "/cms/"}, "page"),
            ({"path": "/no/such/page/"}, "page"),
            ({"path": "//elsewhere.example/"}, "page"),
            ({"path": "https://elsewhere.example/"}, "page"),
            ({"path": "/api/v1/sources/"}, "page"),
            ({"path": "/students/\x00"}, "page"),
            ({"path": "/students/careers/" + "x" * 400}, "page"),
            ({"reason": ""}, "reason"),
            ({"reason": "because"}, "reason"),
            ({"text": "x" * 301}, "text"),
        ],
    )
    def test_refuses_what_it_cannot_use(self, changes, field):
        with pytest.raises(ValidationError) as refused:
            give_feedback(**{"path": PAGE, "was_right": False, "reason": "old", "today": TODAY} | changes)
        assert field in refused.value.message_dict
        assert not PageFeedback.objects.exists()

    def test_the_database_keeps_no_words_beside_yes(self):
        with pytest.raises(IntegrityError):
            PageFeedback.objects.create(path=PAGE, was_right=True, text="hello", day=TODAY)


class TestLimit:
    def test_one_address_may_answer_so_often_an_hour(self):
        allowed = [may_answer("192.0.2.1", NOW) for _ in range(MOST_AN_HOUR + 3)]
        assert allowed == [True] * MOST_AN_HOUR + [False] * 3
        assert may_answer("192.0.2.2", NOW)
        assert may_answer("192.0.2.1", NOW + timedelta(hours=1))

    def test_stays_open_without_redis(self, settings):
        settings.CACHES = {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": "redis://127.0.0.1:1/0",
                "KEY_PREFIX": "x",
            }
        }
        assert may_answer("192.0.2.1", NOW)


@pytest.mark.django_db
class TestDesk:
    @pytest.fixture
    def curator(self):
        return User.objects.create_user("curator@example.org", "a long enough passphrase")

    def no(self, path=PAGE, day=TODAY):
        return give_feedback(path=path, was_right=False, reason="wrong", today=day)

    def test_pages_come_with_their_counts_most_waiting_first(self):
        self.no("/sources/")
        for day in (TODAY, TODAY - timedelta(days=4)):
            self.no(day=day)
        give_feedback(path=PAGE, was_right=True, today=TODAY)
        give_feedback(path="/levels/", was_right=True, today=TODAY)
        pages = pages_with_answers()
        assert [(p.path, p.right, p.not_right, p.waiting) for p in pages] == [(PAGE, 1, 2, 2), ("/sources/", 0, 1, 1)]
        assert pages[0].oldest == TODAY - timedelta(days=4)
        assert "/levels/" in {page.path for page in pages_with_answers(waiting_only=False)}

    def test_what_is_handled_leaves_the_queue_and_can_come_back(self, curator):
        row = self.no()
        assert handle_feedback(by=curator, answers=[row.pk], done=True, note="Corrected.", now=NOW) == 1
        assert pages_with_answers() == []
        row.refresh_from_db()
        assert (row.handled_by, row.note, row.handled_at) == (curator.pk, "Corrected.", NOW)
        assert handle_feedback(by=curator, answers=[row.pk], done=False, note="", now=NOW) == 1
        assert len(pages_with_answers()) == 1

    def test_done_needs_a_note(self, curator):
        row = self.no()
        with pytest.raises(ValidationError):
            handle_feedback(by=curator, answers=[row.pk], done=True, note="  ", now=NOW)
        row.refresh_from_db()
        assert row.handled_at is None

    def test_waiting_is_counted_from_the_day(self):
        self.no()
        assert waiting_since_days(NOW) == [NOW - timedelta(days=2)]
