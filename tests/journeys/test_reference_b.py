"""Qualifications, subjects, course families, providers and outcomes: at a phone's and a desk's width."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.looks import assert_presentable
from tests.journeys.test_adviser import WIDTHS

pytestmark = pytest.mark.browser
KINDS = [
    "/qualifications/?q=welding",
    "/qualifications/60304819/",
    "/subjects/",
    "/subjects/school/alevel/maths/",
    "/subjects/degree/",
    "/subjects/degree/CAH11-01-01/",
    "/course-families/",
    "/course-families/medicine/",
    "/providers/?near=LS1",
    "/providers/10000055/",
    "/outcomes/",
]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("address", KINDS)
def test_clean(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address)
    assert_presentable(page)


def from_subject_to_provider(page: Page) -> None:
    """A pupil goes from an A level to a degree, its providers by pay, one of them, and what its list says."""
    page.goto("/subjects/")
    page.get_by_role("link", name="Computer science").nth(1).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A level Computer science")
    page.locator("#degrees ~ ul a, #degrees ~ h3 ~ ul a").first.click()
    page.goto("/subjects/degree/CAH11-01-01/")
    page.get_by_label("In order of").select_option("-pay")
    page.get_by_role("button", name="Show").first.click()
    page.wait_for_url("**sort=-pay**")
    expect(page.locator("[aria-sort=descending]")).to_have_text("Middle pay")
    page.locator("#graduate-groups tbody a").first.click()
    expect(page.get_by_role("heading", name="How old these lists are")).to_be_visible()


def test_by_pointer(page: Page) -> None:
    from_subject_to_provider(page)


def test_without_scripts(new_context: Callable[..., BrowserContext]) -> None:
    from_subject_to_provider(new_context(java_script_enabled=False, viewport={"width": 360, "height": 800}).new_page())


def test_on_paper_the_numbers_stay(page: Page) -> None:
    page.goto("/subjects/degree/CAH11-01-01/")
    page.emulate_media(media="print")
    expect(page.locator("#graduate-groups")).to_be_visible()
    expect(page.get_by_role("heading", name="Graduates fifteen months on")).to_be_visible()
