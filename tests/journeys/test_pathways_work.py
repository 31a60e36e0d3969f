"""Advisers, planners and employers at work with routes: codes, provision, links and the cost of an apprentice."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.looks import assert_presentable

pytestmark = pytest.mark.browser
WIDTHS = [360, 1280]


def look_up_codes(page: Page, folder: Path, *, axe: bool) -> None:
    """From the door to a file of what codes stand for."""
    page.goto("/educators/")
    page.get_by_role("link", name="Look up codes").click()
    page.get_by_label("Codes or titles, one a line").fill("ST0152\n60358300\nzzz")
    page.get_by_role("button", name="Look them up").click()
    expect(page.get_by_role("heading", name="2 of 3 found")).to_be_visible()
    expect(page.get_by_text("These stand for more than one thing")).to_be_visible()
    if axe:
        assert_presentable(page)
    with page.expect_download() as expected:
        page.get_by_role("link", name="CSV").click()
    path = folder / expected.value.suggested_filename
    expected.value.save_as(path)
    rows = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
    assert [row["given"] for row in rows] == ["ST0152", "60358300", "60358300", "zzz"]
    page.get_by_role("link", name="Installation and maintenance electrician").click()
    page.wait_for_url("**/standards/ST0152/**")


def cost_an_apprentice(page: Page, *, axe: bool) -> None:
    """From the door, by a job's name, to the costs and the providers near."""
    page.goto("/employers/")
    page.get_by_role("link", name="How to take on an apprentice or technician").click()
    page.get_by_role("searchbox", name="Job or apprenticeship").fill("electrician")
    page.get_by_role("button", name="Find apprenticeships").click()
    page.get_by_role("link", name="Installation and maintenance electrician").click()
    page.get_by_label("Age of the apprentice at the start").select_option("25+")
    page.get_by_label("The apprenticeship levy").select_option("levy_used_up")
    page.get_by_label("Your place").fill("LS1")
    page.get_by_role("button", name="Work it out").click()
    page.wait_for_url("**employer=levy_used_up**")
    expect(page.locator("#facts-title + .facts-grid .figure-value").first).to_contain_text("£5,750")
    expect(page.get_by_text("Providers in our lists within 25 miles of LS1")).to_be_visible()
    if axe:
        assert_presentable(page)
    page.go_back()
    expect(page.get_by_label("The apprenticeship levy")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_codes(page: Page, tmp_path: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    look_up_codes(page, tmp_path, axe=True)


@pytest.mark.parametrize("width", WIDTHS)
def test_apprentice(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    cost_an_apprentice(page, axe=True)


def test_without_scripts(new_context: Callable[..., BrowserContext], tmp_path: Path) -> None:
    page = new_context(java_script_enabled=False, viewport={"width": 360, "height": 800}).new_page()
    look_up_codes(page, tmp_path, axe=False)
    cost_an_apprentice(page, axe=False)


@pytest.mark.parametrize("width", WIDTHS)
def test_provision_of_a_sector(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/educators/")
    page.get_by_role("link", name="Where is it taught, where are the jobs").click()
    page.get_by_label("Sector", exact=True).select_option("digital")
    page.get_by_label("Place to pick out").fill("Leeds")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**sector=digital**")
    expect(page.get_by_role("heading", name="Yorkshire and The Humber")).to_be_visible()
    assert_presentable(page)
    page.get_by_role("link", name="By LSIP area").click()
    expect(page.get_by_role("heading", name="West Yorkshire")).to_be_visible()
    assert_presentable(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_links_can_be_checked(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/educators/")
    page.get_by_role("link", name="Check our links").click()
    if not page.get_by_label("SOC 2020 unit group at either end").is_visible():
        page.get_by_text("Filters", exact=True).click()
    page.get_by_label("SOC 2020 unit group at either end").fill("5241")
    page.get_by_role("button", name="Show results").click()
    page.wait_for_url("**unit=5241**")
    expect(page.get_by_role("link", name="Installation and maintenance electrician")).to_be_visible()
    assert_presentable(page)
