"""At the same moment: one slot, the last of a year, a companion or a suspension. Exactly one gets it, whoever it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection

from ambassadors.models import Visit
from ambassadors.rules.matching import reason_of
from tests.ambassadors import builders as make
from tests.ambassadors.builders import MONDAY

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
SCHOOLS = 5
DAY = timedelta(days=1)


def at_once(*calls: Callable[[], Any]) -> list[str]:
    """Run these at the same moment, each on a connection of its own; "in", or what the database said."""
    start = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> str:
        start.wait(timeout=20)
        try:
            call()
        except IntegrityError as error:
            return reason_of(error) or error.__cause__.diag.constraint_name
        finally:
            connection.close()
        return "in"

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(run, calls))


def visits_of(people: Sequence[Any], **given: Any) -> list[Callable[[], Any]]:
    requests = [make.visit_request() for _person in people]
    return [
        lambda who=who, request=request: make.visit(who, request=request, **given)
        for who, request in zip(people, requests, strict=True)
    ]


def test_one_slot_goes_to_one_school():
    make.rules()
    answers = at_once(*visits_of([make.ambassador()] * SCHOOLS))
    assert answers == ["in", *["one_visit_at_a_time"] * (SCHOOLS - 1)]
    assert Visit.objects.count() == 1


def test_the_last_visit_of_a_year_goes_to_one_school():
    make.rules()
    who = make.ambassador(yearly_limit=1)
    requests = [make.visit_request() for _number in range(SCHOOLS)]
    answers = at_once(
        *(lambda n=n: make.visit(who, MONDAY + n * 40 * DAY, request=requests[n]) for n in range(SCHOOLS))
    )
    assert answers == [*["capacity"] * (SCHOOLS - 1), "in"]


def test_the_third_day_in_thirty_goes_to_one_school():
    make.rules()
    who = make.ambassador()
    for number in range(2):
        make.visit(who, MONDAY + number * DAY)
    requests = [make.visit_request() for _number in range(SCHOOLS)]
    answers = at_once(
        *(lambda n=n: make.visit(who, MONDAY + (5 + n) * DAY, request=requests[n]) for n in range(SCHOOLS))
    )
    assert answers == [*["frequent"] * (SCHOOLS - 1), "in"]


def test_a_companion_goes_with_one_person():
    make.rules()
    adult = make.ambassador("Bea")
    children = [make.ambassador("Kit", adult_from=MONDAY + 300 * DAY) for _number in range(SCHOOLS)]
    answers = at_once(*visits_of(children, companion=adult))
    assert answers == [*["accompanying"] * (SCHOOLS - 1), "in"]
