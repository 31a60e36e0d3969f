"""Charts: gaps stay gaps, scales are round, provisional points are hollow, words and table say the same numbers."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.figures import LevelRef
from portal.charts import BarChart, LineChart, Point, Ribbon, Series
from portal.charts.scale import nice_scale
from tests.portal.chart_samples import FINAL, PROVISIONAL, figure, line, money, series


class TestScale:
    @given(st.floats(-1e6, 1e6), st.floats(0, 1e6), st.integers(2, 8))
    def test_covers_the_data_with_even_ascending_ticks(self, low: float, span: float, wanted: int) -> None:
        scale = nice_scale(low, low + span, wanted=wanted, from_zero=False)
        steps = [after - before for before, after in zip(scale.ticks, scale.ticks[1:], strict=False)]
        assert scale.low <= low + 1e-6
        assert scale.high >= low + span - 1e-6
        assert 1 <= len(steps) <= wanted + 2
        assert min(steps) > 0
        assert max(steps) == pytest.approx(min(steps), rel=1e-6)

    def test_ticks_are_round_numbers(self) -> None:
        assert nice_scale(24_000, 47_500).ticks == (0, 20_000, 40_000, 60_000)

    def test_a_scale_for_lengths_begins_at_nought(self) -> None:
        assert nice_scale(900, 1000).low == 0
        assert nice_scale(-5, -1).high == 0

    def test_a_scale_for_positions_need_not(self) -> None:
        assert nice_scale(30_100, 39_900, from_zero=False).low == 30_000

    def test_one_value_still_has_a_scale(self) -> None:
        scale = nice_scale(500, 500, from_zero=False)
        assert scale.low < 500 < scale.high
        assert nice_scale(0, 0).high > 0


class TestLineGaps:
    def test_a_missing_year_breaks_the_line_in_two(self) -> None:
        drawn = line([1, 2, None, 4, 5]).geometry.series[0]
        assert drawn.path.count("M") == 2
        assert len(drawn.dots) == 4

    def test_a_missing_value_is_never_drawn_at_nought(self) -> None:
        chart = line([30_000, None, 33_000])
        floor = chart.plot_height
        assert all(dot.y < floor / 2 for dot in chart.geometry.series[0].dots)

    def test_a_point_between_two_gaps_is_a_dot_without_a_line(self) -> None:
        drawn = line([1, 2, None, 4, None]).geometry.series[0]
        assert drawn.path.count("M") == 1
        assert [dot.text for dot in drawn.dots] == ["£1", "£2", "£4"]

    def test_a_lonely_point_keeps_its_dot_even_among_very_many(self) -> None:
        values: list[float | None] = [*range(30), None, 99, None, *range(30)]
        dots = line(values).geometry.series[0].dots
        assert [dot.text for dot in dots] == ["£0", "£99", "£29"]

    def test_nothing_published_is_empty_and_says_so(self) -> None:
        chart = line([None, None])
        assert chart.empty
        assert chart.summary == "Pay: nothing is published."
        assert chart.geometry.series[0].path == ""

    @given(st.lists(money, min_size=1, max_size=40))
    def test_everything_drawn_lies_inside_the_plot(self, values: list[float | None]) -> None:
        chart = line(values)
        geometry = chart.geometry
        for dot in geometry.series[0].dots:
            assert 0 <= dot.x <= 100
            assert -0.01 <= dot.y <= geometry.plot + 0.01
        numbers = [float(n) for n in re.findall(r"-?[\d.]+(?:e-?\d+)?", geometry.series[0].path)]
        assert all(0 <= x <= 100 for x in numbers[::2])
        assert all(-0.01 <= y <= geometry.plot + 0.01 for y in numbers[1::2])

    @given(st.lists(money, min_size=2, max_size=20))
    def test_one_dot_for_each_published_value_and_none_for_the_rest(self, values: list[float | None]) -> None:
        assert len(line(values).geometry.series[0].dots) == sum(value is not None for value in values)


class TestLineDrawing:
    def test_higher_values_stand_higher(self) -> None:
        first, second = line([10, 20]).geometry.series[0].dots
        assert second.y < first.y

    def test_provisional_points_are_hollow(self) -> None:
        points = (Point("2024", figure(1)), Point("2025", figure(2, release=PROVISIONAL)))
        chart = LineChart("c", "Pay", (Series("Pay", points),))
        assert [dot.hollow for dot in chart.geometry.series[0].dots] == [False, True]
        assert chart.provisional

    def test_an_axis_that_does_not_begin_at_nought_says_where(self) -> None:
        assert line([30_100, 39_900], from_zero=False).geometry.starts_at == "£30,000"
        assert line([30_100, 39_900]).geometry.starts_at == ""

    def test_two_series_share_their_years(self) -> None:
        late = Series("B", (Point("2022", figure(3)), Point("2023", figure(4))))
        chart = LineChart("c", "Pay", (series([1, 2]), late))
        assert [tick.text for tick in chart.geometry.x_ticks] == ["2021", "2022", "2023"]
        assert chart.geometry.series[0].dots[1].x == chart.geometry.series[1].dots[0].x

    def test_values_are_printed_only_when_there_is_one_line(self) -> None:
        alone = line([1, 2]).geometry.series[0]
        both = LineChart("c", "Pay", (series([1, 2]), series([3, 4], "B"))).geometry.series[0]
        assert all(dot.labelled for dot in alone.dots)
        assert not any(dot.labelled for dot in both.dots)

    def test_a_long_axis_is_thinned(self) -> None:
        assert len(line([float(n) for n in range(60)]).geometry.x_ticks) <= 8

    def test_only_points_with_a_tick_are_labelled_when_some_have_one(self) -> None:
        points = tuple(Point(f"{m}/2024", figure(m), tick="2024" if m == 1 else "") for m in range(1, 13))
        chart = LineChart("c", "Adverts", (Series("Adverts", points),))
        assert [tick.text for tick in chart.geometry.x_ticks] == ["2024"]

    def test_every_other_tick_is_left_out_on_narrow_screens(self) -> None:
        ticks = line([1.0] * 7).geometry.x_ticks
        assert [tick.narrow for tick in ticks] == [True, False, True, False, True, False, True]

    def test_one_point_alone_stands_in_the_middle(self) -> None:
        assert line([5]).geometry.series[0].dots[0].x == 50


class TestRibbon:
    def ribbon(self, low: list[float | None], high: list[float | None]) -> str:
        ribbon = Ribbon("Middle half", series(low, "Low"), series(high, "High"))
        middle: list[float | None] = [5.0] * len(low)
        return LineChart("c", "Pay", (series(middle),), ribbon=ribbon).geometry.ribbon

    def test_one_closed_shape(self) -> None:
        shape = self.ribbon([1, 2, 3], [7, 8, 9])
        assert shape.startswith("M")
        assert shape.endswith("Z")
        assert shape.count("M") == 1

    def test_breaks_where_either_edge_is_missing(self) -> None:
        assert self.ribbon([1, 2, 3, 4, 5], [7, 8, None, 8, 9]).count("M") == 2
        assert self.ribbon([1, 2, None, 4, 5], [7, 8, 9, 8, 9]).count("M") == 2

    def test_a_single_year_is_no_shape(self) -> None:
        assert self.ribbon([1, None, 3], [7, 8, None]) == ""

    def test_its_edges_stand_in_the_table(self) -> None:
        ribbon = Ribbon("Middle half", series([1], "Low"), series([9], "High"))
        chart = LineChart("c", "Pay", (series([5]),), ribbon=ribbon)
        assert chart.table.columns == ("Pay", "Low", "High")


class TestWordsOfCharts:
    def test_a_line_is_told_from_first_to_last(self) -> None:
        assert line([30_000, 33_000, 36_000]).summary == "Pay: £30,000 in 2021, £36,000 in 2023 (up 20%)."

    def test_a_gap_is_told(self) -> None:
        assert line([10, None, 8]).summary == "Pay: £10 in 2021, £8 in 2023 (down 20%). Not published for 2022."

    def test_many_gaps_are_counted(self) -> None:
        assert "Not published for 5 of them." in line([1, None, None, None, None, None, 2]).summary

    def test_a_start_at_nought_has_no_rate(self) -> None:
        assert line([0, 5]).summary == "Pay: £0 in 2021, £5 in 2022."

    def test_a_standstill_is_told(self) -> None:
        assert line([1000, 1001]).summary.endswith("(about the same).")

    def test_the_table_holds_every_number_and_every_reason(self) -> None:
        rows = line([30_000, None]).table.rows
        assert rows[0].cells[0].text == "£30,000"
        assert rows[1].cells[0].text == "not published: too few answers to be reliable"
        assert rows[1].cells[0].missing

    def test_a_label_one_series_lacks_is_a_missing_cell(self) -> None:
        other = Series("B", (Point("2022", figure(4)),))
        table = LineChart("c", "Pay", (series([1]), other)).table
        assert [cell.missing for cell in table.rows[0].cells] == [False, True]

    def test_each_edition_is_cited_once(self) -> None:
        points = (Point("a", figure(1)), Point("b", figure(2)), Point("c", figure(3, release=PROVISIONAL)))
        chart = BarChart("c", "t", Series("s", points))
        assert chart.releases == (FINAL, PROVISIONAL)

    def test_context_names_what_all_points_share_and_leaves_out_what_differs(self) -> None:
        points = (Point("a", figure(1, period="2023")), Point("b", figure(2, period="2024")))
        context = BarChart("c", "t", Series("s", points)).context
        assert "United Kingdom" in context
        assert "pounds a year" in context
        assert "2023" not in context

    def test_a_wider_group_is_owned_up_to_once(self) -> None:
        wide = LevelRef("52", "Metal trades", "sub_major", asked="Electricians")
        points = (Point("a", figure(1, level=wide)), Point("b", figure(2, level=wide)))
        caveats = BarChart("c", "t", Series("s", points)).caveats
        assert len(caveats) == 1
        assert "Metal trades" in caveats[0]
