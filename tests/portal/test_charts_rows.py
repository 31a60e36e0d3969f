"""Bars, bands, shares and tiles: lengths in proportion, rows apart, missing values in words."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.figures import AreaRef, Unit
from portal.charts import BandChart, BandRow, BarChart, PayBand, Point, Series, ShareBar, TileMap
from portal.charts.rows import NARROW, WIDE, place_row
from portal.charts.scale import nice_scale, wrapped
from portal.charts.tiles import LAYOUT, shade_of
from tests.portal.chart_samples import figure, rates, series


def bars(values: list[float | None], **others: object) -> BarChart:
    return BarChart("c", "Jobs", series(values), **others)  # type: ignore[arg-type]


class TestBars:
    @given(st.lists(rates, min_size=1, max_size=20), st.sampled_from([NARROW, WIDE]))
    def test_every_bar_touches_nought_and_stays_inside(self, values: list[float | None], layout: object) -> None:
        geometry = bars(values).geometry(layout)  # type: ignore[arg-type]
        for bar, value in zip(geometry.bars, values, strict=True):
            assert bar.x >= geometry.layout.left - 0.02
            assert bar.x + bar.width <= 100.02
            if value:
                edge = bar.x if value > 0 else bar.x + bar.width
                assert edge == pytest.approx(geometry.zero, abs=0.03)

    def test_lengths_are_in_proportion(self) -> None:
        long, short = bars([100, 25]).geometry(NARROW).bars
        assert long.width == 100
        assert short.width == 25

    def test_a_missing_value_has_words_and_no_bar(self) -> None:
        missing = bars([100, None]).geometry(NARROW).bars[1]
        assert missing.missing
        assert missing.width == 0
        assert missing.text == "not published"

    def test_long_bars_carry_their_value_inside_and_short_ones_beside(self) -> None:
        long, short = bars([100, 30]).geometry(NARROW).bars
        assert long.inside
        assert not short.inside

    def test_a_falling_bar_leaves_room_for_its_words_at_the_right_of_nought(self) -> None:
        geometry = bars([-3.0, -1.0]).geometry(NARROW)
        assert geometry.zero < 60
        assert not geometry.bars[0].inside

    def test_rows_never_overlap(self) -> None:
        chart = BarChart("c", "Jobs", Series("s", tuple(Point("word " * n, figure(n)) for n in range(1, 20))))
        for layout in (NARROW, WIDE):
            drawn = chart.geometry(layout).bars
            for above, below in itertools.pairwise(drawn):
                assert max(above.y_end, above.lines[-1].y) <= min(below.y, below.lines[0].y)

    def test_the_picked_out_row(self) -> None:
        assert [bar.marked for bar in bars([1, 2], marked="2022").geometry(WIDE).bars] == [False, True]

    def test_words_name_both_ends_and_the_gaps(self) -> None:
        assert bars([5, 9, None]).summary == "Highest: 2022, £9. Lowest: 2021, £5. Not published for 2023."

    def test_many_gaps_are_counted(self) -> None:
        assert bars([5, None, None, None, None]).summary.endswith("Not published for 4 of 5.")

    def test_nothing_published(self) -> None:
        assert bars([None]).summary == "Nothing is published here."

    def test_no_rows_is_an_empty_drawing(self) -> None:
        assert bars([]).geometry(NARROW).bars == ()

    def test_labels_stand_above_on_narrow_screens_and_beside_on_wide_ones(self) -> None:
        narrow, wide = bars([5]).layouts
        assert narrow.bars[0].lines[0].y < narrow.bars[0].y
        assert wide.bars[0].y <= wide.bars[0].lines[0].y <= wide.bars[0].y_end


class TestRows:
    def test_a_label_breaks_at_spaces(self) -> None:
        assert wrapped("one two three", 7) == ("one two", "three")

    def test_a_word_longer_than_the_line_is_kept_whole(self) -> None:
        assert wrapped("a Donaudampfschiff b", 5) == ("a", "Donaudampfschiff", "b")

    def test_the_next_row_begins_below_words_and_mark(self) -> None:
        for layout in (NARROW, WIDE):
            place = place_row(layout, 3.0, 1.0, 0.5, "A label of some length that needs two lines", "more")
            assert place.end > place.mark + 1.0
            assert place.end > place.lines[-1].y
            assert [line.soft for line in place.lines][-1]


class TestPayBand:
    def band(self, low: float | None, middle: float | None, high: float | None) -> PayBand:
        return PayBand(figure(low), figure(middle), figure(high))

    def test_the_middle_stands_where_its_value_lies_between_the_ends(self) -> None:
        band = self.band(20_000, 30_000, 40_000)
        assert band.drawable
        assert band.middle_at == pytest.approx((band.low_at + band.high_at) / 2)
        assert self.band(20_000, 25_000, 40_000).middle_at < 50

    def test_a_missing_end_is_told_and_not_drawn(self) -> None:
        band = self.band(None, 30_000, 40_000)
        assert not band.drawable
        assert "not published" in band.summary
        assert "£30,000" in band.summary

    def test_values_out_of_order_are_not_drawn(self) -> None:
        assert not self.band(40_000, 30_000, 20_000).drawable

    def test_different_units_are_not_drawn(self) -> None:
        assert not PayBand(figure(1), figure(2), figure(3, unit=Unit.POUNDS_AN_HOUR)).drawable

    def test_the_sentence(self) -> None:
        words = self.band(20_000, 30_000, 40_000).summary
        assert words == "Half of people earn between £20,000 and £40,000 a year; the middle is £30,000."


class TestBandChart:
    ROWS = (
        BandRow("Electricians", figure(31_000), figure(38_000), figure(46_000)),
        BandRow("Nurses", figure(None), figure(36_000), figure(None)),
        BandRow("Divers", figure(None), figure(None), figure(None)),
    )

    def test_rows_share_one_scale(self) -> None:
        rows = (self.ROWS[0], replace(self.ROWS[0], label="Twins"))
        first, second = BandChart("c", "Pay", rows).geometry(NARROW).rows
        assert [stop.x for stop in first.stops] == [stop.x for stop in second.stops]

    def test_without_both_ends_there_is_no_line_but_the_middle_stands(self) -> None:
        geometry = BandChart("c", "Pay", self.ROWS).geometry(WIDE)
        assert geometry.rows[0].line is not None
        assert geometry.rows[1].line is None
        assert [stop.middle for stop in geometry.rows[1].stops] == [True]
        assert geometry.rows[2].stops == ()

    def test_every_row_says_its_values_in_words(self) -> None:
        summary = BandChart("c", "Pay", self.ROWS).summary
        assert "Electricians: £31,000 to £46,000, middle £38,000." in summary
        assert "Nurses: middle £36,000." in summary
        assert "Divers: not published" in summary

    def test_nothing_at_all_still_has_a_geometry(self) -> None:
        chart = BandChart("c", "Pay", self.ROWS[2:])
        assert chart.empty
        assert chart.geometry(NARROW).rows[0].stops == ()

    def test_stops_stay_inside_the_plot(self) -> None:
        for row in BandChart("c", "Pay", self.ROWS).geometry(WIDE).rows:
            assert all(WIDE.left < stop.x < 100 for stop in row.stops)


class TestShareBar:
    def share(self, *values: float | None, unit: Unit = Unit.PERCENT) -> ShareBar:
        points = tuple(Point(f"part {i}", figure(v, unit=unit)) for i, v in enumerate(values))
        return ShareBar("c", "Who", Series("Share", points))

    def test_parts_fill_the_whole_side_by_side(self) -> None:
        first, second = self.share(38, 62).parts
        assert (first.x, first.width) == (0, 38)
        assert (second.x, second.width) == (38, 62)

    def test_counts_become_shares(self) -> None:
        assert [part.text for part in self.share(100, 300, unit=Unit.PEOPLE).parts] == ["25%", "75%"]

    def test_percentages_stand_as_published(self) -> None:
        assert [part.text for part in self.share(38.4, 61.6).parts] == ["38.4%", "61.6%"]

    def test_a_whole_with_a_part_missing_is_not_drawn(self) -> None:
        bar = self.share(None, 62)
        assert bar.empty
        assert bar.parts == ()
        assert "not published" in bar.summary

    def test_nothing_of_nothing_is_not_drawn(self) -> None:
        assert self.share(0, 0).parts == ()

    def test_the_sentence_begins_with_a_capital(self) -> None:
        assert self.share(38, 62).summary == "Part 0 38% and part 1 62%."


class TestTileMap:
    def tiles(self, values: dict[str, float | None], **others: object) -> TileMap:
        points = []
        for code, value in values.items():
            area = AreaRef(code, f"Area {code}", "region")
            points.append(Point(area.name, figure(value, area=area)))
        return TileMap("c", "Pay", Series("Pay", tuple(points)), **others)  # type: ignore[arg-type]

    def test_twelve_tiles_each_in_its_own_place(self) -> None:
        assert len(LAYOUT) == 12
        assert len({(column, row) for column, row, _name in LAYOUT.values()}) == 12

    def test_all_twelve_are_drawn_even_when_some_have_no_figure(self) -> None:
        geometry = self.tiles({"E12000007": 45_000, "W92000004": None}).geometry
        assert len(geometry.tiles) == 12
        shades = {tile.code: tile.shade for tile in geometry.tiles}
        assert shades["E12000007"] > 0
        assert shades["W92000004"] == shades["S92000003"] == 0
        assert geometry.gaps

    def test_a_missing_region_is_words(self) -> None:
        tiles = {tile.code: tile.text for tile in self.tiles({"W92000004": None}).geometry.tiles}
        assert tiles["W92000004"] == "no figure"

    def test_a_figure_that_is_really_a_wider_areas_is_not_put_on_the_map(self) -> None:
        wider = AreaRef("E12000007", "England", "nation", asked="London")
        chart = TileMap("c", "Pay", Series("Pay", (Point("London", figure(5, area=wider)),)))
        assert all(tile.shade == 0 for tile in chart.geometry.tiles)

    def test_higher_values_never_get_a_lighter_shade(self) -> None:
        codes = list(LAYOUT)
        tiles = self.tiles({code: 20_000.0 + index * 900 for index, code in enumerate(codes)}).geometry.tiles
        shades = [tile.shade for tile in tiles]
        assert shades == sorted(shades)
        assert set(shades) <= {1, 2, 3, 4, 5}

    @given(st.lists(st.floats(0, 1e6), min_size=1, max_size=12))
    def test_the_key_is_never_longer_than_five_shades_each_different(self, values: list[float]) -> None:
        shades = self.tiles(dict(zip(LAYOUT, values, strict=False))).geometry.shades
        assert 1 <= len(shades) <= 5
        assert len({shade.number for shade in shades}) == len(shades)

    def test_the_highest_value_falls_into_the_last_shade(self) -> None:
        scale = nice_scale(0, 100, wanted=5)
        assert shade_of(100, scale) == 5
        assert shade_of(0, scale) == 1

    def test_the_list_goes_from_highest_to_lowest_with_gaps_last(self) -> None:
        chart = self.tiles({"E12000001": 1, "E12000002": None, "E12000007": 9})
        assert [point.value for point in chart.ranked] == [9, 1, None]

    def test_the_picked_out_region(self) -> None:
        marked = [t.code for t in self.tiles({"E12000007": 1}, marked="E12000007").geometry.tiles if t.marked]
        assert marked == ["E12000007"]
