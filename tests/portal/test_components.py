"""Components and layouts: figures carry their source, missing values are words, pages stay clean for every reader."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict

from evidence.figures import AreaRef, Figure, LevelRef, Quality, Reason, ReleaseRef, Unit
from portal.charts import words
from portal.pages import gallery_samples as samples
from portal.templatetags import waymark
from tests.portal.rendering import render, text

RELEASE = ReleaseRef("ashe-2025", "ashe-14", "Survey 2025 (provisional), Office", "April 2025", "provisional")
PAY = Figure(
    "median_annual_pay",
    39647,
    Unit.POUNDS_A_YEAR,
    "April 2025",
    AreaRef("K02000001", "United Kingdom", "country"),
    LevelRef("5241", "Electricians", "unit"),
    "full-time employees",
    RELEASE,
    Quality.PRECISE,
)
MISSING = replace(PAY, value=None, reason=Reason.UNRELIABLE)


class TestFigure:
    def test_prints_value_unit_period_area_level_population_quality_and_source(self) -> None:
        seen = text(render('<c-figure :figure="f" label="Typical pay" />', f=PAY))
        for part in (
            "Typical pay",
            "£39,647",
            "a year",
            "April 2025",
            "United Kingdom",
            "this exact occupation",
            "full-time employees",
            "quality: precise",
            "Survey 2025 (provisional), Office",
        ):
            assert part in seen

    @pytest.mark.parametrize("source", ["line", "tap"])
    def test_links_its_source(self, source: str) -> None:
        html = render('<c-figure :figure="f" :source="s" />', f=PAY, s=source)
        assert 'href="/sources/ashe-14/"' in html

    def test_folded_away_the_source_is_one_tap_away_with_every_fact(self) -> None:
        html = render('<c-figure :figure="f" source="tap" />', f=PAY)
        folded = text(html[html.index("<details") :])
        for part in ("April 2025", "United Kingdom", "This exact occupation", "Full-time employees", "Precise"):
            assert part in folded

    def test_a_missing_value_says_why_and_shows_no_number(self) -> None:
        seen = text(render('<c-figure :figure="f" />', f=MISSING))
        assert "Not published: too few answers to be reliable" in seen
        assert "£" not in seen

    def test_a_value_not_held_has_no_source_line(self) -> None:
        figure = replace(PAY, value=None, reason=Reason.NOT_HELD, release=None)
        assert "/sources/" not in render('<c-figure :figure="f" />', f=figure)

    @pytest.mark.parametrize("source", ["line", "tap"])
    def test_a_wider_answer_is_owned_up_to(self, source: str) -> None:
        area = replace(PAY.area, asked="North East")
        level = LevelRef("52", "Metal trades", "sub_major", asked="Electricians")
        seen = text(render('<c-figure :figure="f" :source="s" />', f=replace(PAY, area=area, level=level), s=source))
        assert "for the United Kingdom: no figure for the North East alone is held here" in seen
        assert "for the wider group “Metal trades”: no figure for “Electricians” alone is held here" in seen

    def test_a_lower_bound_says_at_least(self) -> None:
        figure = replace(PAY, value=12400, unit=Unit.PEOPLE, quality=Quality.LOWER_BOUND)
        assert "at least 12,400 people" in text(render('<c-figure :figure="f" />', f=figure))

    def test_words_of_publishers_are_escaped(self) -> None:
        figure = replace(PAY, area=AreaRef("x", "<b>Wales</b>", "nation"))
        assert "<b>" not in render('<c-figure :figure="f" />', f=figure)

    def test_no_figure_renders_nothing(self) -> None:
        assert render('<c-figure :figure="f" />', f=None).strip() == ""

    def test_in_a_sentence_it_leaves_no_space_before_the_full_stop(self) -> None:
        html = render('<p>They earn <c-figure-inline :figure="f" />.</p>', f=PAY)
        assert "</span>." in html
        assert "£39,647" in html
        assert "Survey 2025 (provisional), Office" in html


class TestCharts:
    def test_a_chart_has_a_name_a_summary_a_table_and_its_sources(self) -> None:
        html = render('<c-chart.line :chart="chart" />', chart=samples.line_chart())
        assert 'role="img"' in html
        assert "<title id=" in html
        assert "<desc id=" in html
        assert "<table" in html
        assert "£30,000 in 2021, £37,500 in 2025 (up 25%)" in text(html)
        assert "Sample edition 2024 and 2025 (provisional), Nobody’s Statistics Office" in text(html)

    def test_the_table_holds_every_value_that_is_drawn(self) -> None:
        chart = samples.bar_chart()
        table = render('<c-chart.bar :chart="chart" />', chart=chart).partition("<table")[2]
        for point in chart.series.points:
            assert point.text in table

    def test_nothing_published_is_words_instead_of_an_empty_chart(self) -> None:
        html = render('<c-chart.line :chart="chart" />', chart=samples.empty_chart())
        assert "<svg" not in html
        assert "nothing is published" in html

    def test_provisional_points_are_hollow_and_explained(self) -> None:
        html = render('<c-chart.line :chart="chart" />', chart=samples.line_chart())
        assert html.count("hollow") == 1
        assert "Hollow points are provisional" in html

    def test_the_tile_map_says_that_it_is_not_to_scale_and_stands_beside_a_list(self) -> None:
        html = render('<c-chart.tiles :chart="chart" />', chart=samples.tile_map())
        assert "not to scale" in html
        assert html.count("<li><span>") == 12

    def test_parts_of_a_whole_differ_by_pattern_not_only_colour(self) -> None:
        html = render('<c-chart.share :chart="chart" />', chart=samples.share_bar())
        assert 'fill="url(#g-share-p2)"' in html
        assert "38%" in text(html)

    def test_coordinates_keep_their_decimal_point_in_every_language(self) -> None:
        html = render('{% language "de" %}<c-chart.bar :chart="chart" />{% endlanguage %}', chart=samples.bar_chart())
        assert not re.search(r'(?:x|y|width|height)="[\d]+,[\d]', html)

    def test_a_pay_band_without_its_ends_falls_back_to_words(self) -> None:
        source = '<c-chart.pay-band :low="m" :middle="f" :high="m" />'
        html = render(source, f=PAY, m=MISSING)
        assert "<svg" not in html
        assert "Middle: £39,647" in text(html)


class TestTable:
    def test_scrolls_in_a_named_region_that_takes_focus(self) -> None:
        html = render('<c-data-table caption="Pay" id="t"><tbody></tbody></c-data-table>')
        assert re.search(r'<div class="scroll" role="region" aria-labelledby="t-caption" tabindex="0">', html)
        assert '<caption id="t-caption">Pay</caption>' in html

    def test_heads_have_a_scope(self) -> None:
        html = render('<c-data-table caption="Pay" :table="t" />', t=samples.gap_chart().table)
        assert html.count('scope="row"') == 5
        assert html.count('scope="col"') == 4


class TestFinding:
    def test_search_is_a_get_form_that_works_without_scripts(self) -> None:
        html = render('<c-search-box value="sparky" id="s" />')
        assert re.search(r'<form[^>]+method="get"', html)
        assert 'name="q"' in html
        assert 'value="sparky"' in html
        assert '<label class="search-label" id="s-label" for="s">' in html

    def test_what_was_typed_is_escaped(self) -> None:
        html = render('<c-search-box :value="v" />', v='"><script>alert(1)</script>')
        assert "<script" not in html

    def test_pages_keep_the_filters(self) -> None:
        page = Paginator(range(100), 10).get_page(3)
        html = render('<c-pagination :page="p" :params="q" />', p=page, q=QueryDict("area=London&page=3"))
        assert 'href="?area=London&amp;page=4"' in html
        assert 'rel="prev"' in html
        assert html.count('aria-current="page"') == 1

    def test_pages_without_filters(self) -> None:
        html = render('<c-pagination :page="p" />', p=Paginator(range(100), 10).get_page(1))
        assert 'href="?page=2"' in html
        assert 'rel="prev"' not in html

    def test_one_page_needs_no_pages(self) -> None:
        assert render('<c-pagination :page="p" />', p=Paginator(range(5), 10).get_page(1)).strip() == ""

    def test_the_last_crumb_is_this_page_and_no_link(self) -> None:
        html = render('<c-breadcrumbs :items="i" />', i=[("Start", "/"), ("Here", "")])
        assert '<span aria-current="page">Here</span>' in html

    def test_a_wrong_field_is_described_by_its_error(self) -> None:
        html = render('<c-field name="area" label="Area" error="Unknown" />')
        assert 'aria-describedby="area-error"' in html
        assert 'id="area-error"' in html

    def test_a_choice_is_kept(self) -> None:
        html = render(
            '<c-field name="g" label="G" kind="select" :options="o" :value="v" />', o=[(1, "A"), (2, "B")], v="2"
        )
        assert '<option value="2" selected>B</option>' in html
        assert html.count("selected") == 1

    def test_the_error_summary_links_the_fields(self) -> None:
        html = render('<c-error-summary :errors="e" />', e=[("Unknown postcode", "area"), ("No edition", "")])
        assert '<a href="#area">Unknown postcode</a>' in html
        assert "<li>No edition</li>" in html

    def test_each_chosen_filter_can_be_taken_away(self) -> None:
        html = render('<c-filter-panel :chips="c" clear="?"></c-filter-panel>', c=[("London", "?group=5")])
        assert 'href="?group=5"' in html
        assert "Remove filter:" in html


class TestTrail:
    def test_the_current_stop_is_said_in_words_too(self) -> None:
        html = render(
            '<c-trail><c-step title="GCSEs" state="done" /><c-step title="A levels" state="here" /></c-trail>'
        )
        assert html.count('aria-current="step"') == 1
        assert "(done)" in html
        assert "(you are here)" in html

    @pytest.mark.parametrize("direction", ["up", "down", "flat", "unknown"])
    def test_a_trend_is_a_word(self, direction: str) -> None:
        html = render('<c-trend :direction="d" label="Growing" />', d=direction)
        assert "Growing" in text(html)
        assert 'aria-hidden="true"' in html


class TestFilters:
    def test_numbers_and_money(self) -> None:
        assert waymark.number(12400) == "12,400"
        assert waymark.money(39647) == "£39,647"
        assert waymark.money(Decimal("15.5"), 2) == "£15.50"
        assert waymark.money(-200) == "−£200"
        assert waymark.at_least(12400) == "at least 12,400"
        assert waymark.percent(12.25) == "12.3%"
        assert waymark.percent(12.0) == "12%"

    @pytest.mark.parametrize("filter_", [waymark.number, waymark.money, waymark.at_least, waymark.percent])
    def test_a_missing_number_is_words_never_nought(self, filter_: object) -> None:
        assert filter_(None) == "not published"  # type: ignore[operator]

    def test_halves_are_rounded_up_as_publishers_do(self) -> None:
        assert words.grouped(Decimal("2.5")) == "3"
        assert words.grouped(0.125, 2) == "0.13"

    def test_a_rounded_nought_has_no_minus_sign(self) -> None:
        assert words.grouped(-0.2) == "0"
        assert words.money(-0.2) == "£0"

    @pytest.mark.parametrize(
        ("value", "unit", "said"),
        [
            (39647, Unit.POUNDS_A_YEAR, "£39,647"),
            (762.4, Unit.POUNDS_A_WEEK, "£762"),
            (Decimal("15.05"), Unit.POUNDS_AN_HOUR, "£15.05"),
            (37.5, Unit.HOURS_A_WEEK, "37.5"),
            (37.0, Unit.HOURS_A_WEEK, "37"),
            (-0.8, Unit.PERCENT_A_YEAR, "−0.8%"),
            (1300, Unit.ADVERTS, "1,300"),
            (12.34, Unit.ADVERTS_PER_1000_PEOPLE, "12.3"),
        ],
    )
    def test_each_unit_has_its_own_way(self, value: float, unit: Unit, said: str) -> None:
        assert words.value_text(value, unit) == said

    def test_every_unit_and_quality_has_words(self) -> None:
        for unit in Unit:
            assert words.value_text(1, unit)
            assert replace(PAY, unit=unit).unit_words
        for quality in Quality:
            assert words.quality_text(replace(PAY, quality=quality))

    def test_sentence_case_leaves_initials_alone(self) -> None:
        assert waymark.sentence_case("IT managers") == "IT managers"
        assert waymark.sentence_case("nurses") == "Nurses"
        assert waymark.sentence_case("") == ""

    def test_areas_in_a_sentence(self) -> None:
        assert waymark.area_name("North East") == "the North East"
        assert waymark.area_name("East") == "the East of England"
        assert waymark.area_name("London") == "London"
        assert waymark.area_name("North Yorkshire") == "North Yorkshire"

    def test_lists_in_a_sentence(self) -> None:
        assert words.joined([]) == ""
        assert words.joined(["a"]) == "a"
        assert words.joined(["a", "b", "c"]) == "a, b and c"
