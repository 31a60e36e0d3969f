"""What every page must look like in a browser, asked only once the page has come to rest."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SIZES = {"phone": {"width": 360, "height": 740}, "desktop": {"width": 1280, "height": 900}}


def settle(page: Page) -> None:
    """Wait for the page's own files and fonts: before that, its style sheet is not there and its words are wider."""
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready.then(() => true)")


def assert_styled(page: Page) -> None:
    """The style sheet has loaded: the body is set in the project's own font on the project's own ground."""
    settle(page)
    sheets = page.locator("link[rel=stylesheet]").evaluate_all("links => links.map(link => link.sheet !== null)")
    assert sheets == [True]
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Atkinson')


def assert_fits(page: Page) -> None:
    """Nothing pushes the page sideways."""
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def assert_axe_clean(page: Page) -> None:
    """Axe objects to nothing, also in what is folded away."""
    settle(page)
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


def assert_presentable(page: Page) -> None:
    """Styled, no wider than the screen, and without anything axe objects to."""
    assert_styled(page)
    assert_fits(page)
    assert_axe_clean(page)
