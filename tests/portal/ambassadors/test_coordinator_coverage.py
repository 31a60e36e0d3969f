"""The public page of coverage: areas only, small counts held back, denominators said, the same for everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from ambassadors.queries.coverage import AreaCoverage, held_back
from tests.accounts.builders import browser_of
from tests.ambassadors.asking import coordinator
from tests.ambassadors.builders import MONDAY, ambassador, at, place, rules, school, visit, visit_request

pytestmark = pytest.mark.django_db
PAGE = "/educators/ambassadors/coverage/"
YORKSHIRE = "E12000003"


@pytest.fixture(autouse=True)
def monday():
    rules()
    with time_machine.travel(at(MONDAY), tick=False):
        yield


def reach(many: int) -> None:
    """So many schools of Leeds with a visit done."""
    who = ambassador(yearly_limit=60)
    for number in range(many):
        there = school(f"Reached {number}", urn=f"99{number:04d}")
        place(there)
        visit(who, MONDAY - timedelta(days=40 + 30 * number), request=visit_request(there), state="done")


def page(path: str = PAGE) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_regions_with_their_denominators_and_no_school():
    reach(6)
    text = page()
    assert "Yorkshire" in text
    assert "Counted over" in text
    assert "Reached 1" not in text
    assert "too few to show" not in text


def test_small_counts_are_held_back_with_one_more():
    reach(2)
    text = page()
    assert text.count('<td class="none">too few to show') == 2


def test_authorities_of_a_region():
    text = page(f"{PAGE}?area={YORKSHIRE}")
    assert "Leeds" in text
    assert page(f"{PAGE}?area=nowhere") == page()


def test_the_same_bytes_for_everybody():
    assert browser_of(coordinator()).get(PAGE).content == Client().get(PAGE).content


def test_one_small_area_takes_the_next_with_it():
    areas = [AreaCoverage("a", "A", 40, 2), AreaCoverage("b", "B", 40, 12), AreaCoverage("c", "C", 40, 9)]
    assert held_back(areas, 5) == {"a", "c"}
    assert held_back([*areas, AreaCoverage("d", "D", 40, 38)], 5) == {"a", "d"}
    assert held_back(areas[1:], 5) == frozenset()
