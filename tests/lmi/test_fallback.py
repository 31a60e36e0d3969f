"""The fallback policy: which wider group, area or measure answers, in which order, and under which label."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.figures import Reason
from lmi.fallback import advert_keys, employment_keys, outlook_keys, pay_keys
from lmi.models import PayFigure
from lmi.queries import employment, outlook, pay
from lmi.queries.context import facts

pytestmark = pytest.mark.django_db
UK, ENGLAND, SCOTLAND, NORTHERN_IRELAND, YORKSHIRE = "K02000001", "E92000001", "S92000003", "N92000002", "E12000003"
LEEDS, WEST_YORKSHIRE, DORSET, CUMBRIA, GLASGOW = "E08000035", "E69000037", "E69000008", "E69000006", "S12000049"


@pytest.fixture
def known():
    return facts()


def suppress(code, area=UK, **where):
    PayFigure.objects.filter(soc2020_id=code, area_id=area, **where).update(median=None, marks={"median": "unreliable"})


class TestOrder:
    def test_pay_goes_through_measures_then_areas_then_groups(self, known):
        keys = pay_keys(known.soc, known.places, "5241", LEEDS)
        measures = [("annual", "full_time"), ("annual", "all"), ("hourly", "all"), ("hourly", "full_time")]
        assert [(key.measure, key.hours) for key in keys[:4]] == measures
        assert [key.area for key in keys[:16:4]] == [LEEDS, YORKSHIRE, ENGLAND, UK]
        assert [key.code for key in keys[::16]] == ["5241", "524", "52", "5"]
        assert len(keys) == len(set(keys)) == 4 * 4 * 4

    def test_employment_goes_through_groups_then_areas(self, known):
        keys = employment_keys(known.soc, known.places, "5241", LEEDS)
        assert keys[:5] == [("5241", LEEDS), ("524", LEEDS), ("52", LEEDS), ("5", LEEDS), ("5241", YORKSHIRE)]
        assert keys[-1] == ("5", UK)

    def test_outlook_is_of_sub_major_groups_in_the_lsip_area_then_england(self, known):
        keys = outlook_keys(known.soc, known.places, "5241", LEEDS)
        assert keys == [("52", WEST_YORKSHIRE), ("5", WEST_YORKSHIRE), ("52", ENGLAND), ("5", ENGLAND)]

    @pytest.mark.parametrize("area", [SCOTLAND, NORTHERN_IRELAND, "W92000004", GLASGOW])
    def test_outlook_never_leaves_england(self, known, area):
        assert outlook_keys(known.soc, known.places, "5241", area) == []
        assert outlook.outlook_of(known, "5241", area) is None

    def test_adverts_are_of_the_uk(self, known):
        assert advert_keys(known.soc, "5241") == [("5241", UK), ("524", UK), ("52", UK), ("5", UK)]


class TestPay:
    """Each test takes the nearest answer away and looks for the next one."""

    def asked(self, figure):
        return figure.level.asked, figure.area.asked

    def test_the_group_itself_is_not_labelled_as_a_stand_in(self, known):
        found = pay.typical_pay(known, "5241")
        assert (found.median.value, self.asked(found.median)) == (39647, ("", ""))

    def test_region_of_the_unit_stands_in_for_a_local_authority(self, known):
        found = pay.typical_pay(known, "5241", LEEDS)
        assert (found.median.value, found.hours) == (41620, "all")  # table 15, full-time and part-time together
        assert (found.median.area.code, found.median.area.asked) == (YORKSHIRE, "Leeds")
        assert found.median.population == "employees"

    def test_the_unit_in_the_uk_comes_before_its_wider_group_in_the_region(self, known):
        suppress("5241", YORKSHIRE)
        found = pay.typical_pay(known, "5241", LEEDS)
        assert (found.median.value, found.median.level.code) == (39647, "5241")
        assert self.asked(found.median) == ("", "Leeds")

    def test_all_employees_come_before_an_hour(self, known):
        suppress("5241", year=2025, measure="annual", hours="full_time")
        found = pay.typical_pay(known, "5241")
        assert (found.measure, found.hours, found.median.population) == ("annual", "all", "employees")

    def test_an_hour_comes_before_a_wider_group(self, known):
        suppress("5241", year=2025, measure="annual")
        found = pay.typical_pay(known, "5241")
        assert (found.measure, found.median.unit, found.median.level.code) == ("hourly", "pounds_an_hour", "5241")

    def test_an_hour_of_full_timers_comes_before_a_wider_group(self, known):
        found = pay.typical_pay(known, "8133")  # 2025 has no other pay of energy plant operatives
        assert (found.median.value, found.measure, found.hours) == (23.32, "hourly", "full_time")
        assert found.median.population == "full-time employees"

    @pytest.mark.parametrize(
        ("gone", "code"), [((), "343"), (("343",), "34"), (("343", "34"), "3")], ids=["minor", "sub-major", "major"]
    )
    def test_ever_wider_groups_stand_in_under_their_own_name(self, known, gone, code):
        for group in gone:
            suppress(group)
        found = pay.typical_pay(known, "3431")  # sports players: no pay at all is published for 2025
        assert found.median.level.code == code
        assert found.median.level.asked == "Sports players"
        assert found.median.value

    def test_nothing_published_is_a_reason_and_never_nought(self, known):
        PayFigure.objects.filter(soc2020_id__in=["3431", "343", "34", "3"]).delete()
        found = pay.typical_pay(known, "3431")
        for figure in (found.median, found.p25, found.p75):
            assert (figure.value, figure.reason, figure.release) == (None, Reason.NOT_PUBLISHED, None)

    def test_quartiles_never_come_from_another_row_than_the_median(self, known):
        found = pay.typical_pay(known, "5241", LEEDS)
        assert found.p25.value is None
        assert found.p25.reason == "not_held"
        assert found.p25.area == found.median.area


class TestEmployment:
    def test_the_place_comes_before_the_work(self, known):
        found = employment.people_in(known, "5241", LEEDS)
        assert (found.value, found.level.code, found.area.code) == (6800, "52", LEEDS)
        assert found.level.asked == "Electricians and electrical fitters"
        assert found.area.asked == ""

    @pytest.mark.parametrize(("area", "people"), [(YORKSHIRE, 31900), (SCOTLAND, 32100), (NORTHERN_IRELAND, 15300)])
    def test_region_or_nation_answers_by_minor_group(self, known, area, people):
        found = employment.people_in(known, "5241", area)
        assert (found.value, found.level.code, found.area.code) == (people, "524", area)

    def test_authority_without_the_group_is_answered_by_its_region(self, known):
        found = employment.people_in(known, "5311", "E07000107")  # sub-major 53 is suppressed in Dartford
        assert (found.level.code, found.area.name, found.area.asked) == ("531", "South East", "Dartford")

    def test_uk_is_the_lower_bound_of_the_unit(self, known):
        found = employment.people_in(known, "5241", UK)
        assert (found.value, found.quality, found.level.asked) == (190731, "lower_bound", "")


class TestOutlook:
    def test_lsip_area_answers_for_an_authority_in_it(self, known):
        found = outlook.outlook_of(known, "5241", LEEDS)
        assert (found.group, found.growth.area.code, found.growth.area.asked) == ("52", WEST_YORKSHIRE, "Leeds")
        assert found.growth.level.asked == "Electricians and electrical fitters"

    def test_england_answers_for_an_lsip_area_that_is_not_held(self, known):
        found = outlook.outlook_of(known, "5241", DORSET)
        assert (found.growth.area.code, found.growth.area.asked) == (ENGLAND, "Dorset")

    def test_major_group_answers_in_an_lsip_area_where_the_sub_major_is_held_back(self, known):
        found = outlook.outlook_of(known, "6311", CUMBRIA)
        assert (found.group, found.growth.level.level, found.growth.area.code) == ("6", "major", CUMBRIA)
        assert found.growth.level.asked == "Police community support officers"

    def test_uk_is_answered_by_england_and_says_so(self, known):
        assert outlook.outlook_of(known, "5241", UK).growth.area.asked == "United Kingdom"


def labelled(figure, code, area, known):
    """Either value or reason; and what was asked is named exactly when something else answers."""
    assert (figure.value is None) == bool(figure.reason)
    assert figure.value != 0
    assert bool(figure.level.asked) == (figure.level.code != code)
    assert bool(figure.area.asked) == (figure.area.code != area)
    if figure.level.asked:
        assert code.startswith(figure.level.code)
        assert figure.level.asked == known.soc[code].title
    if figure.area.asked:
        assert figure.area.asked == known.places[area].name


@settings(max_examples=80)
@given(data=st.data())
def test_any_group_in_any_area_has_a_value_or_a_reason_under_an_honest_label(data):
    known = facts()
    code = data.draw(st.sampled_from(sorted(set(known.soc.groups) - {"0"})))
    area = data.draw(st.sampled_from(sorted(known.places.places)))
    paid, hours = pay.pay_and_hours(known, [code], area)[code]
    for figure in (paid.median, paid.p25, paid.p75, employment.people_in(known, code, area)):
        labelled(figure, code, area, known)
    labelled(hours, code, UK, known)
    found = outlook.outlook_of(known, code, area)
    assert (found is not None) == (known.places[area].in_england or area == UK)
    for figure in (found.growth, found.net_change, found.replacement, found.requirement) if found else ():
        assert len(figure.level.code) <= 2
        assert figure.area.kind in ("lsip", "nation")
        labelled(figure, code, area, known)
