"""Where an occupation stands by adverts for its size."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lmi.models import AdvertFigure, EmploymentFigure
from lmi.queries.adverts import adverts_of
from lmi.queries.context import Facts, facts
from lmi.queries.employment import industry_rows, people_at_least
from lmi.queries.standing import Standing, advert_standing, forget_standings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh(db: None) -> Iterator[None]:
    forget_standings()
    yield
    forget_standings()


@pytest.fixture
def known() -> Facts:
    return facts()


def rate_of(known: Facts, code: str) -> float:
    """The rate as the page shows it."""
    people = people_at_least(known, code, industry_rows(known, [code])[code])
    found = adverts_of(known, code, people)
    assert found is not None
    return float(found.per_1000.value or 0)


def test_thirds_follow_the_rates_that_the_page_shows(known: Facts) -> None:
    codes = [row["soc2020_id"] for row in AdvertFigure.objects.values("soc2020_id").distinct().order_by("soc2020_id")]
    standings = {code: advert_standing(known, code) for code in codes}
    ranked = sorted((code for code in codes if standings[code]), key=lambda code: standings[code].rank)  # type: ignore[union-attr]
    rates = [rate_of(known, code) for code in (ranked[0], ranked[len(ranked) // 2], ranked[-1])]
    assert rates == sorted(rates, reverse=True)
    assert [standings[code].standing for code in (ranked[0], ranked[len(ranked) // 2], ranked[-1])] == list(Standing)  # type: ignore[union-attr]


def test_others_are_all_that_have_both_numbers(known: Facts) -> None:
    standing = advert_standing(known, "5241")
    assert standing is not None
    assert standing.others == AdvertFigure.objects.values("soc2020_id").distinct().count() == 162
    assert 1 <= standing.rank <= standing.others


def test_none_without_adverts_or_people(known: Facts) -> None:
    assert advert_standing(known, "2313") is None  # no adverts are published for it
    EmploymentFigure.objects.filter(soc2020="5241").update(people=None)
    forget_standings()
    assert advert_standing(known, "5241") is None


def test_none_with_fewer_than_nine_months(known: Facts) -> None:
    months = AdvertFigure.objects.filter(soc2020="5241").order_by("-month").values_list("month", flat=True)[:4]
    AdvertFigure.objects.filter(soc2020="5241", month__in=list(months)).update(adverts=None)
    assert advert_standing(known, "5241") is None


def test_read_once_for_the_same_editions(known: Facts, django_assert_num_queries) -> None:
    advert_standing(known, "5241")
    with django_assert_num_queries(0):
        advert_standing(known, "2134")
