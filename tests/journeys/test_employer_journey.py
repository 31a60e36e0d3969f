"""An employer registers, is verified, posts a role profile, has it returned, puts it right, and students see it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.accounts.signing_in import PASSPHRASE, code_in_mail, mails
from tests.employers.advert_samples import advert
from tests.journeys.looks import SIZES, assert_presentable
from tests.journeys.people import address_in_mail, curator, sign_in, unique

pytestmark = pytest.mark.usefixtures("in_database")
NewContext = Callable[..., BrowserContext]
WORK = (
    "You prepare samples of water and soil, run them through the spectrometers, and keep records that a farmer"
    " can rely on. When a reading looks odd, you find out why."
)
REASONS = "Say in the ways in that you also take apprentices, as your advert does."


@dataclass
class Employer:
    """One employer's person with their browser; `look` is whether to look hard at each kind of page."""

    page: Page
    name: str
    email: str
    domain: str
    look: bool

    def see(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", name=heading, level=1)).to_be_visible()
        if self.look:
            assert_presentable(self.page)

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()

    def follow(self, link: str) -> None:
        self.page.get_by_role("link", name=link).first.click()


def new_employer(page: Page, *, look: bool) -> Employer:
    word = unique("fellgate")
    return Employer(page, f"Works {word}", f"{word}@example.org", f"{word}.co.uk", look)


def signs_up(one: Employer) -> None:
    one.page.goto("/employers/")
    one.follow("Your account")
    one.follow("Create an account")
    one.page.get_by_label("Email address").fill(one.email)
    one.page.get_by_label("Your name").fill("Olive Owner")
    one.page.get_by_role("radio", name="I work for an employer").check()
    one.page.get_by_label("Password").fill(PASSPHRASE)
    one.press("Create account")
    one.page.get_by_label("Code").fill(code_in_mail(one.email))
    one.press("Confirm")
    one.see("Olive Owner")


def registers(one: Employer) -> None:
    """From the account's own page to an organisation that waits for a curator with its domain proved."""
    one.follow("Add an organisation")
    one.follow("An employer")
    one.press("Register")
    expect(one.page.get_by_role("alert")).to_contain_text("Choose how your organisation is known")
    one.see("Register an employer")
    one.page.get_by_label("Name of the organisation").fill(one.name)
    one.page.get_by_role("radio", name="It is a public body").check()
    one.page.get_by_label("what shows that it exists").fill("Its page on the council's own site.")
    one.page.get_by_label("Its own internet domain").fill(one.domain)
    one.press("Register")
    one.see(one.name)
    one.page.get_by_label("Your email address there").fill(f"olive@{one.domain}")
    one.press("Send the mail")
    one.page.goto(address_in_mail(f"olive@{one.domain}", "/account/organisations/confirm-mail/"))
    one.see("Confirm that you work there")
    one.press("Yes, I work there")
    expect(one.page.get_by_text("That part is done")).to_be_visible()


def curator_opens_queue(page: Page, queue: str) -> None:
    page.goto("/cms/queues/")
    page.get_by_role("link", name=queue).first.click()


def is_verified(one: Employer, desk: Page) -> None:
    curator_opens_queue(desk, "Organisations and schools to verify")
    desk.get_by_role("link", name=one.name).click()
    desk.get_by_role("button", name="Approve", exact=True).click()
    expect(desk.get_by_text("Verified.")).to_be_visible()
    assert "is verified" in mails(one.email)[-1]["subject"]


def begins_from_advert(one: Employer) -> None:
    one.page.goto("/employers/desk/")
    one.see(one.name)
    one.follow("Add a role profile")
    one.see("Add a role profile")
    one.page.get_by_label("Your advert or job description").fill(advert("01-lab-technician"))
    one.press("Read my advert")
    expect(one.page.get_by_label("Title of the role")).to_have_value("Trainee Laboratory Technician")
    expect(one.page.get_by_text("Found in your advert: check").first).to_be_visible()


def begins_empty(one: Employer) -> None:
    one.page.goto("/employers/desk/")
    one.follow("Add a role profile")
    one.page.get_by_label("Title of the role").fill("Trainee Laboratory Technician")
    one.press("Begin empty")


def goes_through_the_steps(one: Employer) -> None:
    """Every step in order; what the advert filled in stays as it is."""
    page, save = one.page, "Save and go on"
    one.see("The role")
    page.get_by_label("Look for another occupation").fill("laboratory technician")
    one.press("Look")
    page.get_by_role("radio", name="Laboratory technicians").check()
    one.press(save)
    one.see("What you would do")
    page.get_by_label("What you would do").fill(WORK)
    one.press(save)
    one.see("Pay and hours")
    page.get_by_label("From", exact=True).fill("24500")
    page.get_by_label("To", exact=True).fill("26000")
    page.get_by_role("radio", name="a year").check()
    page.get_by_role("radio", name="Pay at the start").check()
    page.get_by_label("Hours a week").fill("37.5")
    one.press(save)
    one.see("Where and how")
    page.get_by_label("Name of the site").fill("Main laboratory")
    page.get_by_label("Postcode").fill("LS11 5AB")
    one.press("Add this site")
    page.get_by_role("radio", name="At the employer’s site").check()
    page.get_by_role("checkbox", name="Main laboratory").check()
    one.press(save)
    asks_for_chemistry(one)
    one.see("Ways in")
    if not page.get_by_label("Way in").count():
        one.press("Add a way in")
    page.get_by_label("Way in").first.select_option(label="Straight in, and we train")
    one.press(save)
    one.see("Where it leads")
    one.press(save)
    one.see("Pictures and links")
    one.press(save)


def asks_for_chemistry(one: Employer) -> None:
    page = one.page
    one.see("What you ask for")
    if not page.get_by_label("Type").count():
        one.press("Add a row")
    page.get_by_label("Type").first.select_option(label="GCSE")
    page.get_by_label("Subject or name").first.fill("Chemistry")
    page.get_by_label("Grade").first.fill("4")
    page.get_by_label("How much it matters").first.select_option(label="Essential")
    one.press("Save and go on")


def hands_in(one: Employer) -> None:
    one.see("Trainee Laboratory Technician")
    one.press("Hand in")
    expect(one.page.get_by_text("Handed in.")).to_be_visible()


def is_returned(one: Employer, desk: Page) -> None:
    open_submission(one, desk)
    desk.get_by_role("button", name="Return with reasons").click()
    desk.get_by_label("Reasons, when you return it").fill(REASONS)
    desk.get_by_role("button", name="Return with reasons").click()
    expect(desk.get_by_text("Returned.")).to_be_visible()
    assert REASONS in mails(one.email)[-1]["text"]


def open_submission(one: Employer, desk: Page) -> None:
    curator_opens_queue(desk, "Role profiles to review")
    desk.get_by_role("listitem").filter(has_text=one.name).get_by_role("link").first.click()


def puts_it_right(one: Employer) -> None:
    one.page.goto("/employers/desk/")
    one.follow("Trainee Laboratory Technician")
    expect(one.page.get_by_text(REASONS)).to_be_visible()
    one.see("Trainee Laboratory Technician")
    one.follow("Ways in")
    one.press("Add a way in")
    one.page.get_by_label("Way in").last.select_option(label="Apprenticeship")
    one.press("Save and come back later")
    hands_in(one)


def is_published(one: Employer, desk: Page) -> None:
    open_submission(one, desk)
    desk.get_by_role("button", name="Approve and publish").click()
    expect(desk.get_by_text("Published.")).to_be_visible()


def students_see_it(one: Employer, reader: Page) -> None:
    """On the occupation's page, in the list of employers, and by itself, to somebody who never signed in."""
    reader.goto("/students/careers/3111/")
    told = reader.get_by_role("region", name="Employers who told us about this work")
    expect(told.get_by_text(one.name)).to_be_visible()
    reader.goto("/students/employers/")
    reader.get_by_role("link", name=one.name).click()
    expect(reader.get_by_role("heading", name=one.name, level=1)).to_be_visible()
    if one.look:
        assert_presentable(reader)
    reader.get_by_role("link", name="Trainee Laboratory Technician").click()
    expect(reader.get_by_text(WORK)).to_be_visible()
    expect(reader.get_by_text("Apprenticeship").first).to_be_visible()
    if one.look:
        assert_presentable(reader)


def whole_journey(one: Employer, desk: Page, reader: Page, *, begin: Callable[[Employer], None]) -> None:
    signs_up(one)
    registers(one)
    person, secret = curator()
    sign_in(desk, person.email, secret=secret, start="/cms/")
    expect(desk).to_have_url(re.compile("/cms/"))
    is_verified(one, desk)
    begin(one)
    goes_through_the_steps(one)
    hands_in(one)
    is_returned(one, desk)
    puts_it_right(one)
    is_published(one, desk)
    students_see_it(one, reader)


@pytest.mark.parametrize(("size", "begin"), [("phone", begins_from_advert), ("desktop", begins_empty)])
def test_from_registering_to_being_read(page: Page, new_context: NewContext, size: str, begin) -> None:
    page.set_viewport_size(SIZES[size])
    desk, reader = new_context().new_page(), new_context(viewport=SIZES[size]).new_page()
    whole_journey(new_employer(page, look=True), desk, reader, begin=begin)


def test_without_scripts(new_context: NewContext) -> None:
    """The curator keeps scripts: the menu of the desk's own framework is drawn by them."""
    page, reader = (new_context(java_script_enabled=False, viewport=SIZES["phone"]).new_page() for _one in range(2))
    whole_journey(new_employer(page, look=False), new_context().new_page(), reader, begin=begins_from_advert)
