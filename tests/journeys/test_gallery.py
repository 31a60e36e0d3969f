"""The component gallery in a real browser: readable at every width, axe clean, its scripts by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from tests.journeys.looks import assert_axe_clean, assert_fits, assert_styled

pytestmark = pytest.mark.browser

WIDTHS = [320, 360, 768, 1280]
WORDS_OUTSIDE_THEIR_CHART = """() => [...document.querySelectorAll('.chart')].flatMap(chart => {
    const box = chart.getBoundingClientRect();
    return [...chart.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()])
      .filter(([, r]) => r.width && (r.left < box.left - 9 || r.right > box.right + 9)).map(([words]) => words);
})"""
SIZES_OF_WORDS_IN_CHARTS = """() => [...document.querySelectorAll('.chart text')]
    .filter(t => t.getClientRects().length).map(t => parseFloat(getComputedStyle(t).fontSize))"""
SUGGESTIONS = [
    {"text": "Electrician", "soc2020": "5241", "title": "Electricians and electrical fitters"},
    {"text": "Electrical engineer", "soc2020": "2123", "title": "Electrical engineers"},
]


@pytest.fixture
def gallery(page: Page) -> Page:
    page.goto("/gallery/")
    return page


@pytest.fixture
def suggesting(page: Page) -> Page:
    """The gallery with an API that knows two suggestions."""
    page.route("**/api/v1/suggest/**", lambda route: route.fulfill(json={"count": 2, "results": SUGGESTIONS}))
    page.goto("/gallery/")
    return page


def ask(page: Page, words: str = "elec") -> None:
    page.locator("#g-q").press_sequentially(words)


def options(page: Page) -> Locator:
    return page.locator("#g-q-list [role=option]")


class TestEveryWidth:
    @pytest.mark.parametrize("width", WIDTHS)
    def test_nothing_pushes_the_page_sideways_and_charts_stay_readable(self, page: Page, width: int) -> None:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto("/gallery/")
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        assert_fits(page)
        assert page.evaluate(WORDS_OUTSIDE_THEIR_CHART) == []
        sizes = page.evaluate(SIZES_OF_WORDS_IN_CHARTS)
        assert sizes
        assert min(sizes) >= 13

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("width", [320, 1280])
    def test_axe_finds_nothing(self, page: Page, width: int, scheme: str) -> None:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto("/gallery/")
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        assert_styled(page)
        assert_axe_clean(page)


class TestWithoutScripts:
    def test_everything_is_there_and_buttons_that_need_a_script_are_not(
        self, new_context: Callable[..., BrowserContext]
    ) -> None:
        page = new_context(java_script_enabled=False).new_page()
        page.goto("/gallery/")
        assert page.locator("button:visible").count() == page.locator("button[type=submit]:visible").count()
        page.locator("summary", has_text="Where this comes from").first.click()
        expect(page.locator(".pairs").first).to_be_visible()
        page.locator("#g-q").fill("sparky")
        page.locator("#g-q").press("Enter")
        assert page.url.endswith("/students/careers/?q=sparky")


class TestSuggestions:
    def test_typing_opens_a_list_that_is_announced(self, suggesting: Page) -> None:
        ask(suggesting)
        expect(options(suggesting)).to_have_count(2)
        expect(suggesting.locator("#g-q")).to_have_attribute("aria-expanded", "true")
        expect(suggesting.locator(".search-l [role=status]")).to_have_text(re.compile("^2 suggestions"))
        assert Axe().run(suggesting).response["violations"] == []

    def test_arrows_go_through_the_list_and_back_into_the_field(self, suggesting: Page) -> None:
        field = suggesting.locator("#g-q")
        ask(suggesting)
        expect(options(suggesting)).to_have_count(2)
        field.press("ArrowDown")
        expect(field).to_have_attribute("aria-activedescendant", "g-q-list-0")
        expect(options(suggesting).first).to_have_attribute("aria-selected", "true")
        field.press("ArrowUp")
        expect(field).not_to_have_attribute("aria-activedescendant", re.compile(".*"))
        field.press("ArrowUp")
        expect(field).to_have_attribute("aria-activedescendant", "g-q-list-1")

    def test_escape_closes_and_keeps_the_words(self, suggesting: Page) -> None:
        ask(suggesting)
        expect(options(suggesting)).to_have_count(2)
        suggesting.locator("#g-q").press("Escape")
        expect(suggesting.locator("#g-q-list")).to_be_hidden()
        expect(suggesting.locator("#g-q")).to_have_value("elec")

    def test_enter_on_a_suggestion_searches_for_it(self, suggesting: Page) -> None:
        ask(suggesting)
        expect(options(suggesting)).to_have_count(2)
        suggesting.locator("#g-q").press("ArrowDown")
        suggesting.locator("#g-q").press("Enter")
        suggesting.wait_for_url("**/students/careers/?q=Electrician")

    def test_enter_without_a_choice_searches_for_what_was_typed(self, suggesting: Page) -> None:
        ask(suggesting)
        expect(options(suggesting)).to_have_count(2)
        suggesting.locator("#g-q").press("Enter")
        suggesting.wait_for_url("**/students/careers/?q=elec")

    def test_one_letter_asks_nothing(self, page: Page) -> None:
        asked: list[str] = []
        page.route("**/api/v1/suggest/**", lambda route: (asked.append(route.request.url), route.abort()))
        page.goto("/gallery/")
        ask(page, "e")
        page.wait_for_timeout(400)
        assert asked == []

    def test_a_refusal_leaves_the_form_working(self, page: Page) -> None:
        def refuse(route: Route) -> None:
            route.fulfill(status=429, json={"title": "Too many requests"})

        page.route("**/api/v1/suggest/**", refuse)
        page.goto("/gallery/")
        with page.expect_response("**/api/v1/suggest/**"):
            ask(page)
        expect(page.locator("#g-q-list")).to_be_hidden()
        page.locator("#g-q").press("Enter")
        page.wait_for_url("**/students/careers/?q=elec")

    def test_what_the_api_says_is_never_read_as_markup(self, page: Page) -> None:
        nasty = [{"text": "<img src=x onerror=alert(1)> elec"}]
        page.route("**/api/v1/suggest/**", lambda route: route.fulfill(json={"results": nasty}))
        page.goto("/gallery/")
        ask(page)
        expect(options(page)).to_have_text("<img src=x onerror=alert(1)> elec")
        assert page.locator(".suggestions img").count() == 0


class TestCompareTray:
    def test_picks_are_kept_over_pages_and_lead_to_the_comparison(self, gallery: Page) -> None:
        gallery.locator("[data-compare]").nth(0).click()
        gallery.locator("[data-compare]").nth(1).click()
        gallery.reload()
        expect(gallery.locator("[data-compare]").nth(0)).to_have_attribute("aria-pressed", "true")
        link = gallery.get_by_role("link", name="Compare side by side")
        expect(link).to_have_attribute("href", "/educators/lmi/compare/?soc2020=5241,2313")

    def test_a_second_press_takes_it_out_again(self, gallery: Page) -> None:
        button = gallery.locator("[data-compare]").first
        button.click()
        button.click()
        expect(button).to_have_attribute("aria-pressed", "false")
        expect(gallery.locator(".tray")).to_have_count(0)

    def test_a_fifth_pick_is_refused_in_words(self, gallery: Page) -> None:
        full = [{"code": str(n), "label": f"Sample {n}"} for n in range(4)]
        gallery.evaluate("picks => localStorage.setItem('waymark.compare', JSON.stringify(picks))", full)
        gallery.reload()
        gallery.locator("[data-compare]").first.click()
        expect(gallery.get_by_text("You can compare up to 4. Remove one first.")).to_be_visible()

    def test_spoilt_storage_is_taken_as_empty(self, gallery: Page) -> None:
        gallery.evaluate("localStorage.setItem('waymark.compare', '{not json')")
        gallery.reload()
        expect(gallery.locator("[data-compare]").first).to_have_attribute("aria-pressed", "false")


class TestSmallThings:
    def test_the_error_summary_takes_focus_and_leads_into_the_field(self, gallery: Page) -> None:
        expect(gallery.locator(".govuk-error-summary")).to_be_focused()
        gallery.get_by_role("link", name="“London” is not a postcode we know").click()
        expect(gallery.locator("#area")).to_be_focused()

    def test_columns_can_be_hidden_and_shown(self, gallery: Page) -> None:
        gallery.get_by_text("Choose columns").click()
        hours = gallery.locator("#g-table thead th", has_text="Hours a week")
        gallery.get_by_label("Hours a week", exact=True).uncheck()
        expect(hours).to_be_hidden()
        gallery.get_by_label("Hours a week", exact=True).check()
        expect(hours).to_be_visible()

    def test_the_citation_can_be_copied(self, gallery: Page) -> None:
        gallery.context.grant_permissions(["clipboard-read", "clipboard-write"])
        gallery.get_by_role("button", name="Copy the citation").click()
        expect(gallery.locator(".tools output")).to_have_text("Copied")
        assert "Sample edition 2025 (provisional)" in gallery.evaluate("navigator.clipboard.readText()")

    def test_the_keyboard_skips_to_the_content(self, page: Page) -> None:
        page.goto("/sources/nowhere/")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()

    def test_filters_with_an_error_stay_open_on_a_phone(self, page: Page) -> None:
        page.set_viewport_size({"width": 360, "height": 800})
        page.goto("/gallery/")
        expect(page.locator("#g-filters #area")).to_be_visible()
