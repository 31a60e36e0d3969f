"""From "I'm in Year 10" to two ways side by side: a student on the step-through guide, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.looks import SIZES, assert_fits, assert_presentable

pytestmark = pytest.mark.browser

# The words a student types, the occupation they lead to, and what its ways in must hold: headings of kinds, and
# standards by reference, from public knowledge of each job.
OCCUPATIONS = {
    "electrician": ("Electricians and electrical fitters", ["Apprenticeship", "T Level", "College course"], ["ST0152"]),
    "mental health nurse": ("Registered mental health nurses", ["Degree", "Degree apprenticeship"], ["ST0781"]),
    "software developer": (
        "Programmers and software development professionals",
        ["Apprenticeship", "Degree", "Degree apprenticeship", "T Level"],
        ["ST0116", "ST0119"],
    ),
    "laboratory technician": (
        "Laboratory technicians",
        ["Apprenticeship", "College course", "Higher technical course", "T Level"],
        ["ST0248"],
    ),
    "early years educator": ("Early education and childcare practitioners", ["Apprenticeship", "T Level"], ["ST0135"]),
    "civil engineer": ("Civil engineers", ["Degree", "Degree apprenticeship"], ["ST0417"]),
    "solicitor": ("Solicitors and lawyers", ["Degree", "Degree apprenticeship"], ["ST0246"]),
    "chef": ("Chefs", ["Apprenticeship", "College course", "Work straight away"], ["ST0227", "ST0228"]),
    "lorry driver": ("Heavy and large goods vehicle drivers", ["Apprenticeship", "Work straight away"], ["ST0257"]),
    "paramedic": ("Paramedics", ["Degree", "Degree apprenticeship"], ["ST0567"]),
}
A4_WIDTH = 680  # pixels between margins of 1.5 cm
PAGES = [
    "/students/routes/",
    "/students/routes/?from=year10",
    "/students/routes/?from=year10&grades=skip&like=gcse:physics&like=gcse:maths",
    "/students/careers/5241/routes/",
    "/students/careers/5241/routes/?from=gcse&grades=none&earn=1&area=LS1",
    "/students/careers/2412/routes/?from=adult&age=30&no_university=1",
    "/students/careers/5241/routes/compare/",
    "/students/careers/5241/moves/",
]


def ask_the_guide(page: Page, words: str, title: str) -> None:
    page.goto("/students/routes/")
    page.get_by_role("link", name="In Year 10").click()
    page.get_by_role("link", name="Five at grade 4 or more, with English and maths").click()
    page.get_by_label("A job you have in mind").fill(words)
    page.get_by_role("button", name="Look for it").click()
    page.locator("main").get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Ways into: {title}")
    expect(page.get_by_label("You are", exact=True)).to_have_value("year10")


@pytest.fixture
def without_scripts(new_context: Callable[..., BrowserContext]) -> Page:
    return new_context(java_script_enabled=False, viewport=SIZES["phone"]).new_page()


class TestFromYear10ToTheComparison:
    @pytest.mark.parametrize("words", OCCUPATIONS)
    def test_without_scripts_on_a_phone(self, without_scripts: Page, words: str) -> None:
        title, kinds, references = OCCUPATIONS[words]
        ask_the_guide(without_scripts, words, title)
        for kind in kinds:
            expect(without_scripts.get_by_role("heading", level=2, name=kind, exact=True)).to_be_visible()
        for reference in references:
            assert without_scripts.get_by_text(reference, exact=True).count(), reference
        if len(kinds) > 1:
            without_scripts.get_by_role("button", name="Put them side by side").click()
            expect(without_scripts.locator(".route-half")).to_have_count(2)

    def test_with_scripts_at_a_desk_and_back_again(self, page: Page) -> None:
        page.set_viewport_size(SIZES["desktop"])
        ask_the_guide(page, "electrician", "Electricians and electrical fitters")
        page.get_by_label("You are", exact=True).select_option("adult")
        page.get_by_role("button", name="Show my ways in").click()
        expect(page.get_by_label("Your age")).to_be_visible()
        page.go_back()
        expect(page.get_by_label("You are", exact=True)).to_have_value("year10")
        page.get_by_label("This way").select_option(index=0)
        page.get_by_role("button", name="Put them side by side").click()
        page.get_by_role("link", name="Back to all the ways in").click()
        expect(page.get_by_label("You are", exact=True)).to_have_value("year10")

    def test_by_keyboard_alone(self, page: Page) -> None:
        page.goto("/students/routes/")
        page.get_by_role("link", name="In Year 11, or just finished").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Which GCSEs do you have, or expect?")).to_be_visible()
        page.get_by_role("link", name="Skip this question").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_label("A job you have in mind")).to_be_visible()


class TestOnPaper:
    def test_steps_are_printed_and_forms_and_unopened_details_are_not(self, page: Page) -> None:
        page.goto("/students/careers/5241/routes/?from=year10&grades=few")
        first = page.locator(".paper-if-open").first
        first.locator("summary").click()
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        expect(page.get_by_text("For somebody who says: “in year 10”; GCSEs: some passes")).to_be_visible()
        expect(page.locator(".route-trail .step-title").first).to_be_visible()
        expect(page.get_by_text("ST0152", exact=True).first).to_be_visible()
        expect(page.get_by_role("button", name="Show my ways in")).to_be_hidden()
        expect(page.locator(".route-compare")).to_be_hidden()
        expect(first).to_be_visible()
        expect(page.locator(".paper-if-open").nth(1)).to_be_hidden()

    def test_opened_tables_fit_the_sheet(self, page: Page) -> None:
        page.goto("/students/careers/5241/routes/")
        page.get_by_text("Year by year, in tables").click()
        page.set_viewport_size({"width": A4_WIDTH, "height": 1000})
        page.emulate_media(media="print")
        assert_fits(page)


class TestEveryPageKind:
    @pytest.mark.parametrize("path", PAGES)
    @pytest.mark.parametrize("size", SIZES)
    def test_axe_clean_styled_and_no_wider_than_the_screen(self, page: Page, path: str, size: str) -> None:
        page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
        page.goto(path)
        assert_presentable(page)
        if size == "phone":
            page.set_viewport_size({"width": 320, "height": 640})
            assert_fits(page)
