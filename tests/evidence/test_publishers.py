"""Publishing bodies: each has its dates, and one that ended names the body that answers now."""

from __future__ import annotations

from datetime import date

import pytest

from evidence.models import Publisher, Source

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("slug", "answering"),
    [("ifate", "skills-england"), ("esfa", "dfe"), ("ukces", "dfe"), ("dfe", "dfe"), ("ons", "ons")],
)
def test_the_body_that_answers_now(slug, answering):
    assert Publisher.objects.get(slug=slug).answering(TODAY).slug == answering


def test_a_body_answers_for_itself_while_it_stands():
    body = Publisher.objects.get(slug="ifate")

    assert body.answering(date(2025, 5, 31)).slug == "ifate"
    assert body.answering(date(2025, 6, 1)).slug == "skills-england"


def test_an_ended_body_has_a_successor_and_ended_after_it_began():
    ended = Publisher.objects.exclude(ended_on=None)

    assert ended.count() >= 3
    assert all(body.successor_id and body.started_on < body.ended_on for body in ended)


def test_no_source_names_a_body_that_is_not_in_the_catalogue_or_has_no_name():
    assert not Source.objects.filter(publisher__name="").exists()
