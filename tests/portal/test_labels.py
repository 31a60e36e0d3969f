"""Labels of real figures as a reader sees them: what stands in says so, what is missing says why."""

from __future__ import annotations

import pytest

from evidence.figures import QUALITY_WORDS, REASON_WORDS, UNIT_WORDS, Quality, Reason, Unit
from lmi.models import PayFigure
from lmi.queries import adverts, employment, outlook, pay
from lmi.queries.context import facts
from portal.charts import words
from tests.portal.rendering import render, text

pytestmark = pytest.mark.django_db
LEEDS, CUMBRIA, SCOTLAND = "E08000035", "E69000006", "S92000003"


@pytest.fixture
def known():
    return facts()


def seen(figure, **parameters):
    said = " ".join(f'{name}="{value}"' for name, value in parameters.items())
    return text(render(f'<c-figure :figure="f" {said} />', f=figure))


def test_pay_of_a_region_names_the_place_that_was_asked_for(known):
    shown = seen(pay.typical_pay(known, "5241", LEEDS).median)
    assert "£41,620" in shown
    assert "Yorkshire and The Humber" in shown
    assert "Leeds" in shown
    assert "full-time employees" not in shown  # table 15 is of everyone


def test_pay_of_a_wider_group_names_the_work_that_was_asked_for(known):
    median = pay.typical_pay(known, "3431").median
    shown = seen(median)
    assert "Sports and fitness occupations" in shown
    assert "Sports players" in shown
    assert "this exact occupation" not in shown
    assert words.coarser_words(median)


def test_people_of_a_wider_group_carry_label_and_warning(known):
    shown = seen(employment.people_in(known, "5241", LEEDS))
    for part in ("6,800", "Leeds", "Electricians and electrical fitters", "use with caution", "July 2021 to June 2022"):
        assert part in shown


def test_outlook_names_group_and_area(known):
    shown = seen(outlook.outlook_of(known, "6311", "E69000037").growth)
    assert "use with caution" in shown
    assert "Community and civil enforcement occupations" in shown
    assert "2020 to 2035" in shown


def test_the_thing_itself_has_no_sentence_about_standing_in(known):
    assert words.coarser_words(pay.typical_pay(known, "5241").median) == []


def test_lower_bound_and_missing_months_are_said(known):
    people = employment.people_at_least(known, "5241", employment.industry_rows(known, ["5241"])["5241"])
    assert "at least" in seen(people).lower()
    total = adverts.adverts_of(known, "5241").year_total
    assert "10 of the twelve months are published." in seen(total)


def test_held_back_is_words_and_no_number(known):
    held_back = {one.group: one for one in outlook.outlooks_in(known, CUMBRIA)}["63"]
    shown = seen(held_back.growth)
    assert "the number is too small" in shown
    assert "0.0" not in shown
    assert "%" not in shown


def test_nothing_published_is_words_and_no_number(known):
    PayFigure.objects.filter(soc2020_id__in=["3431", "343", "34", "3"]).delete()
    shown = seen(pay.typical_pay(known, "3431", SCOTLAND).median)
    assert shown.startswith("Not published")
    assert "£" not in shown


@pytest.mark.parametrize(
    ("codes", "told"), [(Quality, QUALITY_WORDS), (Reason, REASON_WORDS), (Unit, UNIT_WORDS)], ids=lambda x: str(x)[:20]
)
def test_every_mark_has_its_own_words(codes, told):
    assert set(told) == set(codes)
    assert len({str(said) for said in told.values()}) == len(told)
