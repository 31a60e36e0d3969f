"""Maps of counts kept here: bands, what is held back, and dots that never cover one another."""

from __future__ import annotations

import math
import re
from itertools import combinations

import pytest

from portal.charts import AreaMap, AreaValue, Band
from portal.charts.areas import RADIUS, WIDTH, placed
from portal.pages import gallery_people
from tests.portal.rendering import render, text

BANDS = (Band("few", 0.25), Band("many"))


def area(code: str = "E12000001", share: float | None = 0.5, **others: object) -> AreaValue:
    return AreaValue(code, f"Area {code}", share, text="50 of 100", **others)  # type: ignore[arg-type]  # any field


def map_of(*areas: AreaValue, **others: object) -> AreaMap:
    return AreaMap("m", "Map", areas, BANDS, **others)  # type: ignore[arg-type]  # any field


class TestBands:
    @pytest.mark.parametrize(("share", "band"), [(0.0, "few"), (0.2499, "few"), (0.25, "many"), (1.0, "many")])
    def test_a_share_belongs_to_the_first_band_it_is_below(self, share: float, band: str) -> None:
        assert map_of(area(share=share)).rows[0].band == band

    def test_the_key_runs_from_the_lightest_to_the_darkest(self) -> None:
        assert [(one.number, one.text) for one in map_of().key] == [(1, "few"), (5, "many")]

    def test_every_band_is_said_in_the_table(self) -> None:
        seen = text(render('<c-chart.area-map :chart="m" />', m=map_of(area(), area("E12000002", 0.1))))
        assert "50 of 100 many" in seen
        assert "50 of 100 few" in seen


class TestHeldBack:
    @pytest.mark.parametrize("place", [{}, {"latitude": 53.0, "longitude": -1.0}], ids=["tiles", "dots"])
    def test_neither_number_nor_band_of_a_hidden_area_is_anywhere(self, place: dict[str, float]) -> None:
        html = render('<c-chart.area-map :chart="m" />', m=map_of(area(hidden=True, short="3", **place)))
        assert "50 of 100" not in html
        assert ">3<" not in html
        assert "too few to show" in html
        assert 'class="area-band"' not in html
        assert "hatched" in text(html)
        assert not re.search(r'class="tile (?:spot )?tile-[1-5]', html)

    def test_what_is_not_known_is_not_nought(self) -> None:
        html = render('<c-chart.area-map :chart="m" />', m=map_of(area(share=None)))
        assert "nothing known" in html
        assert "50 of 100" not in html

    def test_a_region_left_out_is_hatched(self) -> None:
        tiles = map_of(area()).tiles.tiles
        assert len(tiles) == 12
        assert [tile.code for tile in tiles if tile.shade] == ["E12000001"]


class TestDots:
    def crowd(self, many: int) -> tuple[tuple[float, float], ...]:
        return tuple((51.0 + (n * 0.37) % 0.5, -1.0 + (n * 0.61) % 1.5) for n in range(many))

    @pytest.mark.parametrize("many", [1, 2, 33, 64])
    def test_dots_stand_apart_within_the_drawing(self, many: int) -> None:
        height, places = placed(self.crowd(many))
        assert all(RADIUS - 1e-6 <= x <= WIDTH - RADIUS + 1e-6 for x, _y in places)
        assert all(RADIUS - 1e-6 <= y <= height - RADIUS + 1e-6 for _x, y in places)
        nearest = min((math.dist(*pair) for pair in combinations(places, 2)), default=9.0)
        assert nearest >= 2 * RADIUS - 0.05

    def test_north_is_up_and_east_is_right(self) -> None:
        _height, (south_west, north_east) = placed(((51.0, -2.0), (53.0, 0.0)))
        assert south_west[0] < north_east[0]
        assert south_west[1] > north_east[1]

    def test_areas_at_one_place_part(self) -> None:
        _height, (one, other) = placed(((51.0, 0.0), (51.0, 0.0)))
        assert math.dist(one, other) >= 2 * RADIUS

    def test_none_at_all_is_an_empty_drawing(self) -> None:
        assert placed(())[1] == ()
        assert "Nothing is known here yet" in text(render('<c-chart.area-map :chart="m" />', m=map_of()))

    def test_the_number_in_a_dot_is_the_one_in_the_table(self) -> None:
        chart = gallery_people.authority_map()
        html = render('<c-chart.area-map :chart="m" />', m=chart)
        in_dots = re.findall(r'dy="0.3rem">(\d+)<', html)
        in_table = re.findall(r'class="area-number">(\d+)<', html)
        assert in_dots == in_table
        assert len(in_dots) == len(chart.areas)
        assert "not to scale" in text(html)

    def test_coordinates_keep_their_decimal_point_in_every_language(self) -> None:
        source = '{% language "de" %}<c-chart.area-map :chart="m" />{% endlanguage %}'
        html = render(source, m=gallery_people.authority_map())
        assert not re.search(r'(?:cx|cy|height)="[\d]+,[\d]', html)
