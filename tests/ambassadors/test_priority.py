"""Which requests are served first: few encounters before many, then the longest wait; nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ambassadors.rules.priority import PUBLISHED, encounters_of, group_of, served_first
from tests.ambassadors import builders as make
from tests.ambassadors.builders import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _rules(db: None) -> None:
    make.rules()


def school_with(encounters: int, **given):
    school = make.school(**given)
    for number in range(encounters):
        make.visit(make.ambassador(), MONDAY - (number + 1) * 7 * DAY, state="done", request=make.visit_request(school))
    return school


def test_schools_without_an_encounter_come_first_then_those_with_few_then_the_longest_wait():
    many, few, none = school_with(3), school_with(1), school_with(0)
    old, new = MONDAY - 30 * DAY, MONDAY - 2 * DAY
    asked = [
        make.visit_request(many, sent_at=make.at(old)),
        make.visit_request(few, sent_at=make.at(old)),
        make.visit_request(none, sent_at=make.at(new)),
        make.visit_request(none, sent_at=make.at(old)),
    ]
    served = served_first(asked, today=MONDAY)
    assert [row.request.pk for row in served] == [asked[number].pk for number in (3, 2, 1, 0)]
    assert served[0].reason == "No encounter recorded here in 12 months; waiting for 30 days"
    assert served[2].reason == "1 encounter recorded here in 12 months; waiting for 30 days"


def test_an_encounter_counts_for_365_days_and_only_when_it_took_place():
    school = make.school()
    request = make.visit_request(school)
    make.visit(make.ambassador(), MONDAY - 364 * DAY, state="done", request=request)
    make.visit(make.ambassador(), MONDAY - 365 * DAY, state="done", request=request)
    make.visit(make.ambassador(), MONDAY - DAY, state="cancelled", end_reason="ill", request=request)
    assert encounters_of([school.pk], MONDAY) == {school.pk: 1}


def test_the_kind_of_school_moves_nobody():
    first, second = school_with(0, kind="college", urn="", ukprn="10009999"), school_with(0)
    asked = [make.visit_request(second), make.visit_request(first, sent_at=make.at(MONDAY - 9 * DAY))]
    assert [row.request.pk for row in served_first(asked, today=MONDAY)] == [asked[1].pk, asked[0].pk]


def test_two_statements_however_many_requests(django_assert_num_queries):
    asked = [make.visit_request() for _number in range(5)]
    with django_assert_num_queries(2):
        served_first(asked, today=MONDAY)


def test_groups_are_as_published():
    assert [group_of(count) for count in (0, 1, 2, 3, 9)] == [0, 1, 1, 2, 2]
    assert len(PUBLISHED) == 3
