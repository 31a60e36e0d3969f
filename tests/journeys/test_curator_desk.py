"""A curator opens every queue of theirs and decides one thing in each that has something."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from accounts.enums import MembershipRole, MembershipState
from accounts.models import Membership, Organisation, User, Verification
from employers.actions.entries import save_entry
from employers.actions.moderation import submit_item
from employers.models import EmployerEntry, RoleProfile
from foundation.models import DailyCount, OutgoingLink, PageFeedback
from tests.accounts.signing_in import mails, with_two_step
from tests.employers.builders import draft
from tests.journeys.looks import SIZES, assert_fits
from tests.journeys.people import curator, employer, person, sign_in, unique

pytestmark = pytest.mark.usefixtures("in_database")
NewContext = Callable[..., BrowserContext]
WORDS = "We make gears for lifts and wind turbines. Most of our managers began here as apprentices, and still visit."


class Work:
    """Something in each queue, told apart from whatever else waits there by a word of its own."""

    def __init__(self) -> None:
        self.firm = employer("gears")
        self.owner = person("Olive")
        self.join(self.firm, MembershipState.ACTIVE)
        self.profile = draft(self.firm, self.owner, title=unique("Gear cutter"))
        self.entry = EmployerEntry.objects.get(organisation=self.firm)
        changes = {"size": "small", "sectors": ["C28"], "statement": WORDS}
        self.entry = save_entry(by=self.owner, organisation=self.firm, changes=changes)
        for item in (self.profile, self.entry):
            submit_item(by=self.owner, item=item)
        self.claimed = employer("claimed")
        Organisation.objects.filter(pk=self.claimed.pk).update(state="pending")
        Verification.objects.create(
            organisation=self.claimed, membership=self.join(self.claimed, MembershipState.ACTIVE)
        )
        self.lost = unique("zzyzx")
        today = timezone.localdate()
        DailyCount.objects.create(day=today, name="search-none", key=self.lost, count=40_000)
        self.link = OutgoingLink.objects.create(
            address=f"https://{unique('gone')}.example/page",
            host="gone.example",
            state="broken",
            detail="404 Not Found",
            broken_since=timezone.now() - timedelta(days=900),
        )

    def join(self, organisation: Organisation, state: str) -> Membership:
        role = MembershipRole.EMPLOYER_OWNER
        return Membership.objects.create(organisation=organisation, user=self.owner, role=role, state=state)


def open_queue(desk: Page, title: str) -> None:
    desk.goto("/cms/queues/")
    desk.get_by_role("region", name="Queues").get_by_role("link", name=title).click()


def one_in_list(desk: Page, words: str):
    return desk.get_by_role("listitem").filter(has_text=words)


def opens_every_queue(desk: Page) -> None:
    desk.goto("/cms/queues/")
    links = desk.get_by_role("region", name="Queues").get_by_role("link")
    addresses = links.evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert len(addresses) >= 9
    for address in ["/cms/queues/", *addresses]:
        answer = desk.goto(address)
        assert answer
        assert answer.status == 200, address
        expect(desk.get_by_role("heading", level=1)).to_be_visible()
        for size in SIZES.values():
            desk.set_viewport_size(size)
            assert_fits(desk)
        found = Axe().run(desk, context="main .wm, main .wm-lede, main .wm-list").response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == [], address


def decides_about_employers(desk: Page, work: Work) -> None:
    open_queue(desk, "Role profiles to review")
    one_in_list(desk, work.profile.title).get_by_role("link").first.click()
    desk.get_by_role("button", name="Approve and publish").click()
    expect(desk.get_by_text("Published.")).to_be_visible()
    assert RoleProfile.objects.get(pk=work.profile.pk).live

    open_queue(desk, "Employers’ entries to review")
    one_in_list(desk, work.firm.name).get_by_role("link").first.click()
    desk.get_by_label("Reasons, when you return it").fill("Say what you make.")
    desk.get_by_role("button", name="Return with reasons").click()
    expect(desk.get_by_text("Returned.")).to_be_visible()
    assert "Say what you make." in mails(work.owner.email)[-1]["text"]

    open_queue(desk, "Organisations and schools to verify")
    desk.get_by_role("link", name=work.claimed.name).click()
    desk.get_by_label("Reason", exact=True).fill("We could not find it where you said.")
    desk.get_by_role("button", name="Refuse").click()
    expect(desk.get_by_text("Refused; they are told.")).to_be_visible()
    assert Organisation.objects.get(pk=work.claimed.pk).state == "refused"


def decides_about_readers(desk: Page, reader: Page, work: Work) -> None:
    """What readers send: a report, an answer about a page, a search in vain."""
    reader.goto(f"/students/employers/{work.firm.slug}/")
    reader.get_by_role("link", name="Report this").last.click()
    reader.get_by_role("radio").first.check()
    reader.get_by_role("button", name="Send the report").click()
    open_queue(desk, "Reports")
    desk.get_by_role("link", name=work.firm.name).first.click()
    desk.get_by_label("What was done, or why nothing is").fill("We looked, and it is right.")
    desk.get_by_role("button", name="No action needed").click()
    expect(desk.get_by_role("link", name=work.firm.name)).to_have_count(0)

    path = f"/students/employers/{work.firm.slug}/"
    reader.goto(path)
    reader.get_by_text("No – say what was not right").click()
    reader.get_by_role("radio", name="I could not understand it").check()
    reader.get_by_role("button", name="Send", exact=True).click()
    open_queue(desk, "Feedback on pages")
    desk.get_by_role("link", name=path).click()
    desk.get_by_label("What was done").fill("Said more plainly.")
    desk.get_by_role("button", name="Mark the chosen answers as dealt with").click()
    expect(desk.get_by_text("Answers changed: 1.")).to_be_visible()
    assert PageFeedback.objects.get(path=path).note == "Said more plainly."

    open_queue(desk, "Searches that found nothing")
    one_in_list(desk, work.lost).get_by_role("button", name="Set aside").click()
    expect(desk.get_by_text(work.lost, exact=True)).to_have_count(0)


def decides_about_links(desk: Page, work: Work) -> None:
    open_queue(desk, "Links with low confidence")
    first = desk.get_by_role("button", name="Keep").first
    name = first.get_attribute("aria-label")
    assert name
    first.click()
    expect(desk.get_by_role("button", name=name, exact=True)).to_have_count(0)

    open_queue(desk, "Broken outgoing links")
    one = one_in_list(desk, work.link.address)
    one.get_by_text("Leave as it is").click()
    one.get_by_label("Why it may stay").fill("The page is only slow.")
    one.get_by_role("button", name="Leave it").click()
    # The message of what was done names the address too; what counts is that it is off the list.
    expect(desk.locator(".wm-list li").filter(has_text=work.link.address)).to_have_count(0)


def test_every_queue_and_one_decision_in_each(page: Page, new_context: NewContext) -> None:
    work = Work()
    person_, secret = curator()
    sign_in(page, person_.email, secret=secret, start="/cms/")
    opens_every_queue(page)
    page.set_viewport_size(SIZES["desktop"])
    decides_about_employers(page, work)
    decides_about_readers(page, new_context(viewport=SIZES["phone"]).new_page(), work)
    decides_about_links(page, work)


def test_other_roles_see_their_own_queues_only(page: Page) -> None:
    steward: User = person("Stella", "data_steward")
    sign_in(page, steward.email, secret=with_two_step(steward), start="/cms/queues/")
    expect(page.get_by_role("link", name="Editions awaiting a decision")).to_be_visible()
    expect(page.get_by_role("link", name="Reports")).to_have_count(0)
    answer = page.goto("/cms/submissions/role-profiles/")
    assert answer
    assert answer.status == 404
