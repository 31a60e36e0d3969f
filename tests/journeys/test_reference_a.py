"""Standards, T Levels, levels and registration: at a phone's and a desk's width, and without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.looks import assert_presentable
from tests.journeys.test_adviser import WIDTHS

pytestmark = pytest.mark.browser


def find_a_standard(page: Page, *, axe: bool) -> None:
    """From the list by words to one standard, what is near, and on to a T Level of the same work."""
    page.goto("/standards/")
    if axe:
        assert_presentable(page)
    if not page.locator("#q").is_visible():
        page.get_by_text("Filter the list").click()
    page.get_by_label("Words in the name, a reference or LARS code").fill("electrician")
    page.get_by_label("Status").select_option("open")
    page.get_by_role("button", name="Show results").click()
    page.wait_for_url("**q=electrician**")
    page.get_by_role("link", name="Installation and maintenance electrician").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Installation and maintenance electrician")
    page.get_by_label("Postcode, town or council").fill("LS1")
    page.get_by_role("button", name="Show what is near").click()
    page.wait_for_url("**area=LS1**")
    expect(page.get_by_role("heading", name="Around LS1")).to_be_visible()
    if axe:
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        assert_presentable(page)
    page.locator("#before").get_by_role("link", name="Building Services Engineering").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Building Services Engineering")
    page.get_by_label("Postcode, town or council").fill("DN1")
    page.get_by_role("button", name="Show what is near").click()
    expect(page.get_by_role("heading", name="Within 5 miles")).to_be_visible()
    if axe:
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        assert_presentable(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_standard_and_its_t_level(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    find_a_standard(page, axe=True)


def test_without_scripts(new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(java_script_enabled=False, viewport={"width": 360, "height": 800}).new_page()
    find_a_standard(page, axe=False)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["/levels/", "/registrations/", "/tlevels/"])
def test_pages_to_look_through(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(path)
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    assert_presentable(page)
