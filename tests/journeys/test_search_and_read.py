"""A student searches in own words and reads figures and their sources: on a phone, at a desk, without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.looks import SIZES, assert_axe_clean, assert_fits, assert_presentable, assert_styled

pytestmark = pytest.mark.browser

EVERY_PAGE_KIND = [
    "/",
    "/sources/",
    "/sources/ashe-14/",
    "/students/",
    "/students/careers/",
    "/students/careers/?q=security",
    "/students/careers/?q=zzqqxx",
    "/students/careers/?letter=E",
    "/students/careers/groups/5/",
    "/students/careers/5241/",
    "/students/careers/5241/?area=G1",
    "/students/careers/5241/?area=Lees&release=nothing-like-it",
    "/students/careers/1161/",
    "/students/careers/9999/",
]


@pytest.fixture(params=SIZES)
def reader(request: pytest.FixtureRequest, page: Page) -> Page:
    """A browser of the width of a phone and of a desk."""
    page.set_viewport_size(SIZES[request.param])  # type: ignore[arg-type]
    return page


@pytest.fixture(params=SIZES)
def without_scripts(request: pytest.FixtureRequest, new_context: Callable[..., BrowserContext]) -> Page:
    """The same with JavaScript off."""
    return new_context(java_script_enabled=False, viewport=SIZES[request.param]).new_page()


def search(page: Page, words: str) -> None:
    page.goto("/")
    page.get_by_role("searchbox", name="Search for a job or career").or_(
        page.get_by_role("combobox", name="Search for a job or career")
    ).fill(words)
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/students/careers/?q=**")


def read_electricians(page: Page) -> None:
    """From the results of "sparky" to a figure and its source."""
    expect(page.get_by_role("heading", name="career for “sparky”")).to_be_visible()
    page.get_by_role("link", name="Electricians and electrical fitters").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Electricians and electrical fitters")
    pay = page.locator(".figure", has_text="Typical pay").first
    expect(pay.locator(".figure-value")).to_contain_text("£39,647")
    source = pay.get_by_role("link", name=re.compile("Annual Survey of Hours and Earnings"))
    expect(source).to_be_hidden()
    pay.locator("summary").click()
    expect(source).to_be_visible()


class TestSearchAndRead:
    def test_sparky(self, reader: Page) -> None:
        search(reader, "sparky")
        assert_styled(reader)
        read_electricians(reader)
        assert_styled(reader)
        assert_fits(reader)
        assert_axe_clean(reader)

    def test_the_source_of_a_figure_is_one_page_away(self, reader: Page) -> None:
        reader.goto("/students/careers/5241/")
        pay = reader.locator(".figure", has_text="Typical pay").first
        pay.locator("summary").click()
        pay.get_by_role("link", name=re.compile("Annual Survey of Hours and Earnings")).click()
        expect(reader.get_by_role("heading", level=1)).to_have_text("Annual Survey of Hours and Earnings, table 14")
        expect(reader.get_by_text("Open Government Licence v3.0", exact=True).first).to_be_visible()

    def test_sparky_without_scripts(self, without_scripts: Page) -> None:
        search(without_scripts, "sparky")
        read_electricians(without_scripts)

    def test_pay_where_i_live_without_scripts(self, without_scripts: Page) -> None:
        without_scripts.goto("/students/careers/5241/")
        without_scripts.get_by_label("Your town, council or postcode").fill("LS1 4AP")
        without_scripts.get_by_role("button", name="Show my area").click()
        expect(without_scripts.get_by_role("heading", name="Leeds (LS1 4AP)")).to_be_visible()
        expect(without_scripts.locator(".figure", has_text="Typical pay here")).to_contain_text("£41,620")

    def test_browsing_down_to_an_occupation_without_scripts(self, without_scripts: Page) -> None:
        without_scripts.goto("/students/")
        without_scripts.get_by_role("link", name="Skilled trades").click()
        without_scripts.get_by_role("link", name="Electricians and electronics").click()
        without_scripts.get_by_role("link", name="Electricians and electrical fitters").click()
        expect(without_scripts.locator(".figure-value").first).to_contain_text("£39,647")

    def test_by_keyboard_alone(self, reader: Page) -> None:
        reader.goto("/")
        reader.keyboard.press("Tab")
        expect(reader.get_by_role("link", name="Skip to main content")).to_be_focused()
        reader.keyboard.press("Enter")
        reader.keyboard.press("Tab")
        expect(reader.locator("#q")).to_be_focused()
        reader.keyboard.type("vet nurse")
        reader.keyboard.press("Enter")
        expect(reader.get_by_role("link", name="Veterinary nurses").first).to_be_visible()


class TestEveryPageKind:
    @pytest.mark.parametrize("path", EVERY_PAGE_KIND)
    @pytest.mark.parametrize("size", SIZES)
    def test_axe_clean_styled_and_no_wider_than_the_screen(self, page: Page, path: str, size: str) -> None:
        page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
        page.goto(path)
        assert_presentable(page)
        if size == "phone":
            page.set_viewport_size({"width": 320, "height": 640})
            assert_fits(page)
