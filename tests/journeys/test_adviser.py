"""An adviser filters, compares and downloads: at a phone's and a desk's width, and without scripts."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.looks import assert_presentable

pytestmark = pytest.mark.browser
WIDTHS = [360, 1280]


def download(page: Page, kind: str, folder: Path) -> Path:
    with page.expect_download() as expected:
        page.locator(f"a[download][href*='format={kind}']").first.click()
    path = folder / expected.value.suggested_filename
    expected.value.save_as(path)
    return path


def filter_and_compare(page: Page, folder: Path, *, axe: bool) -> None:
    """From the door to files of a list and of a comparison."""
    page.goto("/educators/")
    page.get_by_role("link", name="Explore occupations").click()
    summary = page.get_by_text("Filters and columns")
    if not page.locator("#min_pay").is_visible():
        summary.click()
    page.get_by_label("Wider group (code)").select_option("52")
    page.get_by_label("Pay from (£ a year)").fill("35000")
    page.get_by_label("Order").select_option("-pay")
    page.get_by_role("button", name="Show results").click()
    page.wait_for_url("**group=52**")
    expect(page.locator("[aria-sort=descending]")).to_have_text("Median pay")
    if axe:
        assert_presentable(page)

    rows = list(csv.DictReader(download(page, "csv", folder).open(encoding="utf-8", newline="")))
    assert {row["soc2020"][:2] for row in rows} == {"52"}
    assert min(float(row["pay"]) for row in rows) >= 35000
    assert "Office for National Statistics" in rows[0]["sources"]

    page.get_by_role("checkbox", name="Compare Electricians and electrical fitters").check()
    page.get_by_role("checkbox", name="Compare Air-conditioning and refrigeration").check()
    page.get_by_role("button", name="Compare the ticked occupations").click()
    page.wait_for_url("**/educators/lmi/compare/**")
    expect(page.get_by_text("share one projection")).to_be_visible()
    page.get_by_label("Measure of pay").select_option("hourly")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**measure=hourly**")
    expect(page.get_by_role("rowheader", name="Gross pay an hour: median")).to_be_visible()
    if axe:
        assert_presentable(page)

    body = json.loads(download(page, "json", folder).read_text(encoding="utf-8"))
    assert {row["soc2020"] for row in body["rows"]} >= {"5241"}
    assert body["rows"][0]["pay_median"]["unit"] == "pounds_an_hour"
    assert body["sources"]


@pytest.mark.parametrize("width", WIDTHS)
def test_filters_compares_and_downloads(page: Page, tmp_path: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    filter_and_compare(page, tmp_path, axe=True)


@pytest.mark.parametrize("width", WIDTHS)
def test_without_scripts(new_context: Callable[..., BrowserContext], tmp_path: Path, width: int) -> None:
    size = {"width": width, "height": 800}
    page = new_context(java_script_enabled=False, viewport=size).new_page()
    filter_and_compare(page, tmp_path, axe=False)


@pytest.mark.parametrize("width", WIDTHS)
def test_occupation_with_every_table(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/educators/lmi/?group=524")
    page.get_by_role("link", name="Electricians and electrical fitters").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Electricians and electrical fitters")
    page.get_by_role("link", name="Women and men", exact=True).click()
    expect(page.get_by_text("What these figures do not show")).to_be_in_viewport()
    assert_presentable(page)


def test_by_keyboard_alone(page: Page) -> None:
    page.goto("/educators/lmi/?group=524")
    boxes = page.get_by_role("checkbox", name="Compare ")
    boxes.nth(0).focus()
    page.keyboard.press("Space")
    boxes.nth(1).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/educators/lmi/compare/?soc2020=**soc2020=**")


def test_wrong_value_leads_into_its_field(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("/educators/lmi/?min_pay=lots")
    page.get_by_role("link", name="Pay from (£ a year): “lots” is not used.").click()
    expect(page.locator("#min_pay")).to_be_focused()
    assert_presentable(page)


def test_citation_can_be_copied(page: Page, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/educators/lmi/?group=52")
    page.get_by_role("button", name="Copy the citation").click()
    expect(page.locator("output")).to_have_text("Copied")
    assert "release=ashe-14-2025-provisional" in page.evaluate("navigator.clipboard.readText()")
