"""What people work in around a postcode: at a phone's and a desk's width, without scripts, and on paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.looks import assert_presentable
from tests.journeys.test_adviser import WIDTHS

pytestmark = pytest.mark.browser


def look_up(page: Page, *, axe: bool) -> None:
    """From the door by a postcode to work, outlook and pay, then to a place that must be chosen."""
    page.goto("/educators/")
    page.get_by_role("link", name="Look at a place").click()
    field = page.get_by_label("Postcode, town, council, LSIP area or region")
    field.fill("Leedz")
    field.press("Enter")
    page.wait_for_url("**place=Leedz**")
    expect(page.get_by_text("We know no place called").first).to_be_visible()
    if axe:
        assert_presentable(page)
    page.get_by_role("link", name="Leeds, Yorkshire and The Humber").click()
    field.fill("LS1 4AP")
    field.press("Enter")
    page.wait_for_url("**place=LS1**")
    expect(page.get_by_role("heading", level=1)).to_have_text("Work in Leeds (LS1 4AP)")
    for words in ("What people here work in", "What is projected here", "What work pays here"):
        expect(page.get_by_role("heading", name=words)).to_be_visible()
    expect(page.get_by_text("more common than in England").first).to_be_visible()
    if axe:
        assert_presentable(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_by_postcode(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    look_up(page, axe=True)


@pytest.mark.parametrize("width", WIDTHS)
def test_without_scripts(new_context: Callable[..., BrowserContext], width: int) -> None:
    page = new_context(java_script_enabled=False, viewport={"width": width, "height": 800}).new_page()
    look_up(page, axe=False)


@pytest.mark.parametrize("width", WIDTHS)
def test_another_nation(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/educators/lmi/local/?place=Cardiff")
    expect(page.get_by_text("What fits Wales")).to_be_visible()
    expect(page.get_by_role("link", name="Careers Wales")).to_be_visible()
    assert_presentable(page)


def test_on_paper_the_form_is_gone_and_the_figures_stay(page: Page) -> None:
    page.goto("/educators/lmi/local/?place=LS1")
    page.emulate_media(media="print")
    expect(page.locator(".place-form")).to_be_hidden()
    expect(page.get_by_text("Save this table:").first).to_be_hidden()
    expect(page.locator("table#work")).to_be_visible()
    expect(page.locator(".cite")).to_be_visible()
