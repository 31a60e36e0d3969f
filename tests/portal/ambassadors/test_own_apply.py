"""The public side, and applying: in steps, in any order, sent only when nothing is missing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ambassadors.models import Ambassador
from tests.accounts.builders import browser_of, person
from tests.ambassadors import builders as b
from tests.portal.ambassadors.own import member

pytestmark = pytest.mark.django_db
APPLY, PROFILE = "/ambassadors/apply/", "/ambassadors/profile/"
STEPS = {
    "you": {"given_name": "Ada", "family_name": "Example"},
    "work": {
        "job_title": "Electrician",
        "occupations": ["5241"],
        "discipline": "electrical",
        "routes": ["apprenticeship"],
        "level": "3",
    },
    "offer": {"activities": ["talk"], "phases": ["ks4"], "subjects": ["physics"], "topics": ["electrolysis"]},
    "where": {"outcode": "ls1", "in_person": "on", "travel_miles": "20", "yearly_limit": "4"},
    "safeguarding": {"conduct": "on", "consents": "on"},
}


@pytest.fixture
def browser():
    found = browser_of(person("ada"), two_step=False)
    found.post(APPLY, {"do": "begin"})
    return found


@pytest.fixture
def me(browser):
    return lambda: Ambassador.objects.get(user_id=browser.session["_auth_user_id"])


def save(browser, step, **changes):
    return browser.post(f"{PROFILE}{step}/", {**STEPS[step], **changes, "do": "save"})


def words(response):
    return response.content.decode()


@pytest.mark.parametrize("path", ["/ambassadors/", "/ambassadors/safeguarding/"])
def test_the_public_side_is_the_same_for_everybody_and_needs_few_statements(path, django_assert_max_num_queries):
    Client().get(path)
    with django_assert_max_num_queries(8):
        seen = Client().get(path)
    assert seen.headers["Cache-Control"] == "public, max-age=300"
    _who, browser = member()
    assert browser.get(path).content == seen.content


def test_numbers_below_the_smallest_count_are_not_shown():
    for _number in range(4):
        member()
    assert "active ambassadors" not in words(Client().get("/ambassadors/"))
    member()
    assert "active ambassadors" in words(Client().get("/ambassadors/"))


def test_rules_about_checks_come_from_the_data_and_say_that_they_are_to_be_confirmed():
    b.rules()
    b.vetting_rule(
        setting="school", pattern="one_off", accepted=["identity"], valid_from="2026-01-01", source="The law"
    )
    page = words(Client().get("/ambassadors/safeguarding/"))
    assert "The law" in page
    assert "to be confirmed" in page
    assert "On more than 3 days in 30" in page


def test_a_stranger_is_asked_to_sign_in_and_an_account_without_application_to_begin():
    assert Client().get(APPLY).status_code == 302
    fresh = browser_of(person("bea"), two_step=False)
    assert "Begin" in words(fresh.get(APPLY))
    assert fresh.get(f"{PROFILE}you/").headers["Location"] == APPLY
    assert fresh.get("/ambassadors/desk/").status_code == 403


def test_one_row_however_often_somebody_begins(browser, me):
    first = me()
    browser.post(APPLY, {"do": "begin"})
    assert me() == first


def test_half_an_application_is_kept_and_can_be_gone_on_with_in_any_order(browser, me):
    assert save(browser, "where").headers["Location"] == "/ambassadors/availability/"
    assert (me().outcode, me().travel_miles, me().area) == ("LS1", 20, "E08000035")
    assert 'value="LS1"' in words(browser.get(f"{PROFILE}where/"))
    assert "Choose the work that you do." in words(browser.get(APPLY))


def test_an_application_with_gaps_is_not_sent_and_every_gap_leads_to_its_step(browser, me):
    refused = browser.post(APPLY, {"do": "send"})
    assert refused.status_code == 422
    assert 'href="#step-work"' in words(refused)
    assert me().applied_at is None


def test_a_whole_application_is_sent_and_opens_the_desk(browser, me):
    for step in STEPS:
        assert save(browser, step).status_code == 302, step
    sent = browser.post(APPLY, {"do": "send"})
    assert sent.headers["Location"] == "/ambassadors/desk/"
    desk = words(browser.get("/ambassadors/desk/"))
    assert "Your application is sent" in desk
    assert "4 things are missing from you" in desk
    assert browser.get(APPLY).headers["Location"] == "/ambassadors/desk/"
    assert save(browser, "work", job_title="Fitter").headers["Location"] == PROFILE
    assert me().job_title == "Fitter"


@pytest.mark.parametrize(
    ("step", "changes", "said", "field"),
    [
        ("where", {"outcode": "ZZ99"}, "ZZ99", "id_outcode"),
        ("where", {"travel_miles": "900"}, "100", "id_travel_miles"),
        ("work", {"occupations": ["9999"]}, "9999", "id_occupations_0"),
        ("you", {"is_under_18": "on"}, "Give the day you turn 18.", "id_adult_from"),
        ("you", {"companion_code": "nobody"}, "No ambassador has this code", "id_companion_code"),
        ("safeguarding", {"consents": ""}, "we may not keep your application", "id_consents"),
    ],
    ids=["unknown place", "too far", "unknown occupation", "no day", "unknown companion", "no consent"],
)
def test_a_mistake_is_said_in_the_summary_and_leads_to_its_field(browser, step, changes, said, field):
    refused = save(browser, step, **changes)
    page = words(refused)
    assert refused.status_code == 422
    assert said in page
    assert f'href="#{field}"' in page
    assert f'id="{field}' in page


def test_somebody_under_18_names_the_day_and_an_adult_and_drops_both_when_they_are_18(browser, me):
    adult, _theirs = member("Bea")
    day = timezone.localdate() + timedelta(days=200)
    given = {"is_under_18": "on", "adult_from": day.isoformat(), "companion_code": adult.code}
    assert save(browser, "you", **given).status_code == 302
    assert (me().adult_from, me().companion) == (day, adult)
    save(browser, "you")
    assert (me().adult_from, me().companion) == (None, None)


def test_somebody_too_young_is_told_so(browser, me):
    day = timezone.localdate() + timedelta(days=365 * 4)
    refused = save(browser, "you", is_under_18="on", adult_from=day.isoformat())
    assert refused.status_code == 422
    assert "at least 16" in words(refused)
    assert me().adult_from is None


def test_work_is_looked_for_by_any_name_without_saving(browser, me):
    found = words(browser.post(f"{PROFILE}work/", {"look_for": "sparky", "job_title": "Sparky", "do": "find"}))
    assert "Electricians and electrical fitters" in found
    assert 'value="Sparky"' in found
    assert me().job_title == ""


def test_the_apprenticeships_that_lead_to_the_work_can_be_named(browser, me):
    save(browser, "work")
    page = words(browser.get(f"{PROFILE}work/"))
    assert 'value="standard:ST0152"' in page
    save(browser, "work", route_references=["standard:ST0152"])
    assert me().route_references == ["standard:ST0152"]


def test_the_step_of_long_lists_stays_light(browser):
    page = browser.get(f"{PROFILE}offer/")
    assert page.status_code == 200
    assert len(page.content) < 120_000
    assert 'value="electrolysis"' in words(page)


def test_of_somebody_under_18_the_card_shows_neither_last_name_nor_employer():
    young, browser = member("Cy", family_name="Secret", adult_from=timezone.localdate() + timedelta(days=30))
    page = words(browser.get(PROFILE))
    assert "Cy S." not in page
    assert young.employer_name not in page
    assert young.code in page
