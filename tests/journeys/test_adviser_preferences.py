"""An adviser reads what employers ask for in engineering in the West Midlands, beside the people who do the work."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from employers import demo_set
from employers.demo_set import demo_entries, load_demo_employers
from tests.journeys.looks import SIZES, assert_presentable
from tests.journeys.people import curator

pytestmark = pytest.mark.usefixtures("in_database", "engineers")
MIDLANDS = ("tallowbridge-gears", "quillforge-castings", "voltwren-drives", "hobbinfold-rail", "pellmere-water")


@pytest.fixture
def engineers(in_database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five demo employers of the West Midlands, loaded as `load_demo` loads them."""
    entries = [entry for entry in demo_entries() if entry["slug"] in MIDLANDS]
    assert len(entries) == 5
    monkeypatch.setattr(site_settings, "DEMO", True)
    monkeypatch.setattr(demo_set, "demo_entries", lambda: [entry | {"opportunities": []} for entry in entries])
    load_demo_employers(curator=curator()[0], domain="demo.waymark.example", today=timezone.localdate())


def read(page: Page, folder: Path, *, look: bool) -> None:
    page.goto("/educators/")
    page.get_by_role("link", name="What employers ask for").first.click()
    page.get_by_role("link", name="Engineering technicians in the West Midlands").click()
    page.wait_for_url("**soc2020=31**")
    counted = page.get_by_role("region", name="West Midlands")
    expect(counted.get_by_text("Invented example for the demo")).to_be_visible()
    expect(counted.get_by_role("rowheader", name="Maths").first).to_be_visible()
    expect(page.get_by_role("heading", name="the people who do the work")).to_be_visible()
    expect(page.get_by_role("heading", name="what universities state")).to_be_visible()
    if look:
        assert_presentable(page)
    page.get_by_label("Kind of work").select_option("52")
    page.get_by_label("Place").fill("Birmingham")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**soc2020=52**")
    if look:
        assert_presentable(page)
    page.go_back()
    with page.expect_download() as expected:
        counted.locator("a[download][href*='format=csv']").first.click()
    path = folder / expected.value.suggested_filename
    expected.value.save_as(path)
    rows = {row["qualification"]: row for row in csv.DictReader(path.open(encoding="utf-8", newline=""))}
    maths = rows["GCSE maths"]
    assert int(maths["essential"]) >= 5
    assert (maths["useful"], maths["useful_reason"]) == ("", "fewer than five employers")


@pytest.mark.parametrize("size", SIZES)
def test_engineering_in_the_west_midlands(page: Page, tmp_path: Path, size: str) -> None:
    page.set_viewport_size(SIZES[size])
    read(page, tmp_path, look=True)


def test_without_scripts(new_context: Callable[..., BrowserContext], tmp_path: Path) -> None:
    page = new_context(java_script_enabled=False, viewport=SIZES["phone"]).new_page()
    read(page, tmp_path, look=False)
