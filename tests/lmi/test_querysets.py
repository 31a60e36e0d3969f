"""Annotations of lists: figures of the group itself or null, never those of a wider group."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lmi.models import AdvertFigure, OccupationGroup, OutlookFigure, PayFigure
from lmi.queries.context import facts
from lmi.queries.listing import occupation_rows

pytestmark = pytest.mark.django_db
UK, YORKSHIRE = "K02000001", "E12000003"


def listed(area=UK):
    return {row.code: row for row in OccupationGroup.objects.with_facts(facts().editions, area).order_by("code")}


def test_a_wider_group_is_never_presented_as_the_units():
    rows = listed()
    # Sports players: what stands in on their own page is not theirs.
    assert rows["3431"].pay is None
    assert rows["343"].pay == 27530
    assert rows["6135"].adverts is None
    assert rows["52"].people is None
    assert rows["52"].adverts is None


def test_growth_alone_is_of_the_wider_group_and_named():
    rows = listed()
    assert {(rows[code].growth_group, rows[code].growth) for code in ("5241", "524", "52")} == {
        ("52", Decimal("-0.40"))
    }
    assert rows["5"].growth_group == "5"


def test_units_without_their_own_figures_are_null_as_often_as_the_tables_say():
    units = [row for row in listed().values() if row.level == "unit"]
    assert sum(row.pay is not None for row in units) == 382  # rows with a full-time median in 2025
    assert sum(row.adverts is not None for row in units) == 162
    published = AdvertFigure.objects.values("soc2020_id").distinct().count()
    assert published == 162


def test_pay_in_a_region_is_the_groups_own_there():
    rows = listed(YORKSHIRE)
    assert (rows["5241"].pay, rows["5"].pay) == (41620, 35174)
    assert rows["524"].pay is None
    assert rows["3431"].pay is None


def test_quartiles_are_of_the_row_of_the_median():
    row = listed()["5241"]
    assert (row.pay_p25, row.pay, row.pay_p75) == (32287, 39647, 49138)


@pytest.mark.parametrize("area", [UK, YORKSHIRE])
def test_annotations_are_what_the_rows_show(area):
    known, rows = facts(), listed(area)
    codes = [code for code in rows if code != "0"]
    for shown in occupation_rows(known, codes, area):
        row = rows[shown.group.code]
        assert shown.pay.median.value == row.pay, row.code
        assert shown.people.value == row.people, row.code
        assert shown.adverts.value == row.adverts, row.code
        assert shown.growth.value == pytest.approx(float(row.growth), abs=0.011), row.code


def test_months_of_a_group_that_stopped_being_counted_are_not_its_last_year():
    AdvertFigure.objects.filter(soc2020_id="5241", month__gte="2025-07-01").delete()
    (shown,) = occupation_rows(facts(), ["5241"])
    assert listed()["5241"].adverts is None
    assert shown.adverts.value is None


def test_a_month_that_nobody_has_does_not_lengthen_the_year():
    AdvertFigure.objects.filter(month="2026-03-01").delete()
    # Programmers, July 2025 to June 2026 without March, added by hand; June 2025 is a year ago.
    by_hand = 9850 + 7704 + 9356 + 10161 + 12550 + 5200 + 9483 + 6573 + 7210 + 10184 + 14598
    assert listed()["2134"].adverts == by_hand
    (shown,) = occupation_rows(facts(), ["2134"])
    assert (shown.adverts.value, shown.adverts.period) == (by_hand, "July 2025 to June 2026")


def test_fewer_than_nine_months_are_not_added_up():
    AdvertFigure.objects.filter(soc2020_id="5241", month__in=["2026-05-01", "2026-06-01"]).update(adverts=None)
    assert listed()["5241"].adverts is None


def test_a_group_that_begins_with_nobody_has_no_rate_and_breaks_nothing():
    OutlookFigure.objects.filter(soc2020_id="52", area_id="E92000001", year=2020, breakdown="total").update(people=0)
    assert listed()["5241"].growth is None
    (shown,) = occupation_rows(facts(), ["5241"])
    assert shown.growth.value is None
    assert shown.growth.reason


def test_suppressed_pay_is_not_taken_from_an_older_edition_or_another_measure():
    PayFigure.objects.filter(soc2020_id="5241", area_id=UK, year=2025, hours="full_time").update(median=None)
    assert listed()["5241"].pay is None


def test_named_querysets_read_as_they_say():
    groups = OccupationGroup.objects
    assert groups.units().count() == groups.at_level("unit").count() == 412
    assert {row.code for row in groups.within("224")} == {"224", "2240"}
    assert PayFigure.objects.for_occupation("5241").for_area(UK).filter(year=2021).count() == 2
