"""The charts of the students' page: like compared with like, nothing missing drawn as nought."""

from __future__ import annotations

from evidence.figures import AreaRef, Figure, LevelRef, Reason, ReleaseRef, Unit
from lmi.queries.employment import IndustryShare, PlaceShare
from lmi.queries.pay import PayBreak, PayPoint, PayRange
from portal.pages.students import charts

RELEASE = ReleaseRef("sample-1", "sample", "Sample 1 (provisional), Office", "2025", "provisional")
OWN = LevelRef("5241", "Sample work", "unit")
WIDER = LevelRef("5", "Sample trades", "major", asked="Sample work")
NORTH, SOUTH, LONDON = ("E12000001", "North East"), ("E12000009", "South West"), ("E12000007", "London")


def figure(value: float | None, level: LevelRef = OWN, area: tuple[str, str] = LONDON, reason: str = "") -> Figure:
    return Figure(
        measure="sample",
        value=value,
        unit=Unit.POUNDS_A_YEAR,
        period="2025",
        area=AreaRef(*area, "region"),
        level=level,
        population="employees",
        release=RELEASE,
        reason=reason,
    )


def pay_in(area: tuple[str, str], value: float, level: LevelRef = OWN, hours: str = "all") -> PayBreak:
    median = figure(value, level, area)
    return PayBreak(*area, PayRange(median, median, median, "annual", hours, 2025))


def industry(title: str, people: float | None, reason: str = "") -> IndustryShare:
    return IndustryShare(title[0], title, figure(people, reason=reason), None)


class TestComparable:
    def test_the_occupations_own_pay_is_never_mixed_with_a_wider_groups(self):
        own, wider = pay_in(LONDON, 40_000), pay_in(NORTH, 30_000, WIDER)
        assert charts.comparable([own, wider]) == (own,)

    def test_a_wider_group_stands_in_where_nothing_of_its_own_is_held(self):
        wider = (pay_in(NORTH, 30_000, WIDER), pay_in(LONDON, 40_000, WIDER))
        assert charts.comparable(wider) == wider

    def test_full_time_pay_is_never_mixed_with_pay_of_everyone(self):
        everyone = (pay_in(LONDON, 30_000), pay_in(NORTH, 25_000))
        assert charts.comparable([*everyone, pay_in(SOUTH, 40_000, hours="full_time")]) == everyone

    def test_nothing_held(self):
        assert charts.comparable([]) == ()


class TestMaps:
    def test_pay_of_everyone_is_said_to_be_so(self):
        assert "full-time and part-time work together" in charts.pay_map([pay_in(LONDON, 30_000)], "").note

    def test_full_time_pay_needs_no_such_words(self):
        note = charts.pay_map([pay_in(LONDON, 30_000, hours="full_time")], "").note
        assert note == "A place without a number: none is held for this work there."

    def test_regions_without_pay_are_gaps(self):
        drawn = charts.pay_map([pay_in(LONDON, 30_000), pay_in(NORTH, 25_000)], NORTH[0])
        tiles = {tile.code: tile for tile in drawn.geometry.tiles}
        assert (tiles[SOUTH[0]].shade, tiles[SOUTH[0]].text) == (0, "no figure")
        assert tiles[NORTH[0]].marked
        assert not tiles[LONDON[0]].marked

    def test_jobs_map_keeps_places_without_a_number(self):
        missing = figure(None, area=NORTH, reason=Reason.SUPPRESSED)
        drawn = charts.jobs_map([PlaceShare(*NORTH, missing, None)], "")
        assert drawn.ranked[0].text == "not published: the number is held back by the publisher"


class TestIndustries:
    def test_only_published_numbers_are_bars_and_their_order_is_said(self):
        known = [industry(f"Industry {number}", 1000 - number) for number in range(10)]
        chart = charts.industry_bars([*known, industry("Hidden", None, Reason.SUPPRESSED)])
        assert [point.label for point in chart.series.points] == [f"Industry {number}" for number in range(8)]
        assert chart.order == "The biggest 8 of 10 with a number, the biggest first."

    def test_the_others_are_told_by_reason(self):
        hidden = [
            industry("Mining", None, Reason.SUPPRESSED),
            industry("Farming", None, Reason.NEGLIGIBLE),
            industry("Teaching", None, Reason.SUPPRESSED),
            industry("Building", 5),
        ]
        assert charts.industries_held_back(hidden) == (
            ("Not published: the number is held back by the publisher", "Mining and Teaching"),
            ("None, or too few to count", "Farming"),
        )


class TestPayLine:
    def test_a_missing_year_breaks_the_line(self):
        points = [
            PayPoint(2023, figure(30_000), provisional=False),
            PayPoint(2024, figure(None, reason=Reason.UNRELIABLE), provisional=False),
            PayPoint(2025, figure(33_000), provisional=True),
        ]
        chart = charts.pay_line(points)
        assert chart.geometry.series[0].path == ""
        assert "Not published for 2024." in chart.summary
        assert "not what they could buy" in chart.note

    def test_no_year_at_all(self):
        chart = charts.pay_line([PayPoint(2025, figure(None, reason=Reason.UNRELIABLE), provisional=True)])
        assert chart.empty
        assert chart.note == ""


def test_figures_of_several_charts_are_gathered_and_missing_charts_skipped():
    assert len(charts.figures_of([None, charts.pay_map([pay_in(LONDON, 1)], "")])) == 1
