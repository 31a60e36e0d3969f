"""Opportunities where students find them, and where schools approve them."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from accounts.models import Organisation
from employers.actions.entries import save_site
from employers.actions.opportunities import approve_as_host
from employers.importers.vacancies import ApprenticeshipVacancies
from evidence.importing.pipeline import Request, run_import
from tests.employers.builders import employer, member, person
from tests.employers.opportunity_builders import (
    APPRENTICESHIP,
    CONTACT,
    FOR_ADULTS,
    adviser,
    an_opportunity,
    published_opportunity,
    school,
)
from tests.portal.pages import get

pytestmark = pytest.mark.django_db
DATA = Path(__file__).resolve().parents[1] / "data"
LIST = "/students/opportunities/"


@pytest.fixture
def works():
    return employer("Brindley Foundry")


@pytest.fixture
def writer(works):
    return member(works)


@pytest.fixture
def curator():
    return person("curator", role="curator")


@pytest.fixture
def week(works, writer, curator):
    return published_opportunity(works, writer, curator)


@pytest.fixture
def adverts(tmp_path):
    """The made-up adverts, on a day when three of the four are open."""
    files = [Path(shutil.copy(path, tmp_path)) for path in sorted(DATA.glob("vacancies_2026-11-20_*.json"))]
    assert run_import(ApprenticeshipVacancies(), files, Request(apply=True)).state == "applied"
    with time_machine.travel(date(2026, 11, 22), tick=False):
        yield


def path_of(item):
    return f"{LIST}{item.organisation.slug}/{item.slug}/"


class TestList:
    def test_what_where_when_for_whom_and_no_more(self, week):
        page = get(LIST)
        for words in ("A week in the foundry", "Brindley Foundry", "Birmingham", "Ages 14 to 15", "Unpaid", "Apply by"):
            assert words in page.words
        assert "Not yet approved by a school" in page.words
        assert CONTACT not in page.html

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"area": "Birmingham"}, True),
            ({"area": "West Midlands"}, True),
            ({"area": "Leeds"}, False),
            ({"area": "B16", "within": "5"}, True),
            ({"area": "Leeds", "within": "10"}, False),
            ({"kind": "work_experience"}, True),
            ({"kind": "vacancy"}, False),
            ({"age": "14"}, True),
            ({"age": "16"}, False),
            ({"closes_within": "7"}, False),
            ({"closes_within": "31"}, True),
            ({"q": "foundry week"}, True),
            ({"q": "bakery"}, False),
        ],
        ids=str,
    )
    def test_filters(self, week, query, found):
        page = get(LIST, **query)
        assert page.status == 200
        assert ("A week in the foundry" in page.words) is found

    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ({"age": "five"}, "Give an age in whole years"),
            ({"age": "5"}, "Give an age in whole years"),
            ({"area": "Nowhereville"}, "no place called"),
            ({"area": "England", "within": "5"}, "too wide"),
            ({"kind": "holiday"}, "holiday"),
            ({"soc2020": "99999"}, "no occupation group"),
        ],
        ids=str,
    )
    def test_values_that_cannot_be_used_are_said_and_the_rest_stays(self, week, query, said):
        page = get(LIST, **query)
        assert page.status == 200
        assert said in page.html
        assert "A week in the foundry" in page.words

    def test_the_soonest_to_close_comes_first_and_closed_ones_are_gone(self, works, writer, curator, week):
        soon = date.today() + timedelta(days=3)
        published_opportunity(works, writer, curator, title="Closes first", closes_on=soon)
        page = get(LIST)
        assert page.words.index("Closes first") < page.words.index("A week in the foundry")
        with time_machine.travel(soon + timedelta(days=1), tick=False):
            assert "Closes first" not in get(LIST).words

    def test_hours_of_one_day_are_not_hours_a_week(self, works, writer, curator, week):
        assert "30 hours a week" in get(path_of(week)).words
        day = published_opportunity(works, writer, curator, title="One day", ends_on=week.starts_on, hours_per_week=4)
        assert "4 hours in all" in get(path_of(day)).words

    def test_drafts_and_those_of_suspended_employers_are_not_there(self, works, writer, week):
        an_opportunity(works, writer, title="Still a draft")
        assert "Still a draft" not in get(LIST).words
        Organisation.objects.filter(pk=works.pk).update(state="suspended")
        assert "A week in the foundry" not in get(LIST).words
        assert get(path_of(week)).status == 404

    def test_statements_of_sql_do_not_grow(self, works, writer, curator, week, django_assert_max_num_queries):
        for number in range(4):
            published_opportunity(works, writer, curator, title=f"Week {number}")
        get(LIST, area="Birmingham")
        with django_assert_max_num_queries(8):
            get(LIST, area="Birmingham")


class TestAdvertsBeside:
    def test_they_are_marked_with_their_source_and_closed_ones_left_out(self, adverts):
        page = get(LIST)
        assert "Maintenance apprentice" in page.words
        assert "Find an apprenticeship" in page.words
        assert "Accounts apprentice" not in page.words
        assert "Department for Education" in page.words
        assert "£16,500 to £18,000 a year" in page.words

    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ({"area": "Leeds"}, {"Maintenance apprentice", "Software apprentice"}),
            ({"area": "M1", "within": "5"}, {"Installation apprentice", "Software apprentice"}),
            ({"area": "Scotland"}, set()),
            ({"kind": "vacancy"}, {"Maintenance apprentice", "Installation apprentice", "Software apprentice"}),
            ({"kind": "placement"}, set()),
            ({"age": "15"}, set()),
            ({"soc2020": "5241"}, {"Installation apprentice"}),
            ({"sector": "C"}, set()),
            ({"q": "wiring"}, {"Installation apprentice"}),
        ],
        ids=lambda given: str(sorted(given)) if isinstance(given, set) else str(given),
    )
    def test_filters(self, adverts, query, titles):
        words = get(LIST, **query).words
        known = {"Maintenance apprentice", "Installation apprentice", "Software apprentice", "Accounts apprentice"}
        assert {title for title in known if title in words} == titles

    def test_one_advert_with_what_it_asks_for_and_where_it_leads(self, adverts):
        page = get("/students/vacancies/9900000102/")
        for words in (
            "GCSE Maths",
            "Essential",
            "Useful",
            "£350 a week",
            "jobs.example",
            "Installation and maintenance electrician",
        ):
            assert words in page.words
        assert "/standards/ST0152/" in " ".join(page.links)
        assert 'rel="external nofollow noopener"' in page.html
        for hidden in ("Placeholder", "01632"):
            assert hidden not in page.html

    def test_closed_and_absent_adverts_answer_alike(self, adverts):
        assert get("/students/vacancies/9900000103/").status == 404
        assert get("/students/vacancies/9900009999/").status == 404

    def test_markup_in_an_advert_is_shown_as_text(self, adverts):
        assert "<script>alert" not in get("/students/vacancies/9900000101/").html


class TestOneOpportunity:
    def test_all_of_it_but_never_the_contact(self, week):
        page = get(path_of(week))
        for words in ("You watch a pour", "through your school, college", "Ask your careers adviser", "2 places"):
            assert words in page.words
        for hidden in (CONTACT, "Workshop supervisor"):
            assert hidden not in page.html

    def test_applying_says_where_it_leads(self, works, writer, curator):
        item = published_opportunity(works, writer, curator, APPRENTICESHIP)
        page = get(path_of(item))
        assert "Apply on works.example" in page.words
        assert 'href="https://works.example/apply" rel="external nofollow noopener"' in page.html

    def test_html_is_shown_as_text(self, works, writer, curator):
        item = published_opportunity(works, writer, curator, title="<b>Bold</b> week")
        page = get(path_of(item))
        assert "<b>Bold" not in page.html
        assert "<b>Bold</b> week" in page.words

    def test_invented_ones_are_marked_and_lead_nowhere(self, works, writer, curator):
        item = published_opportunity(works, writer, curator, APPRENTICESHIP)
        Organisation.objects.filter(pk=works.pk).update(is_demo=True)
        page = get(path_of(item))
        assert "Invented example" in page.words
        assert "works.example" not in page.html

    def test_approvals_are_counted_and_nobody_is_named(self, week):
        for name in ("Oak School", "Elm School"):
            host = school(name)
            approve_as_host(by=adviser(host), opportunity=week, host=host, today=date.today())
        page = get(path_of(week))
        assert "Approved by 2 schools, colleges or providers" in page.words
        assert "Oak School" not in page.html

    def test_adults_need_no_approval(self, works, writer, curator):
        assert "under 18" not in get(path_of(published_opportunity(works, writer, curator, FOR_ADULTS))).words

    def test_the_contact_is_not_in_the_api_either(self, week):
        for address in ("/api/v1/opportunities/", f"/api/v1/opportunities/{week.pk}/"):
            answer = Client().get(address)
            assert answer.status_code == 200
            assert CONTACT not in answer.content.decode()
            assert "safeguarding" not in answer.content.decode()


HOSTS = "/educators/opportunities/"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


class TestApprovingForASchool:
    @pytest.fixture
    def host(self):
        return school("Oak School")

    def test_who_approves_sees_the_arrangements_and_the_contact(self, week, host):
        client = signed_in(adviser(host))
        shown = client.get(HOSTS)
        assert "A week in the foundry" in shown.content.decode()
        assert shown["Cache-Control"] == "private, no-store"
        page = client.get(f"{HOSTS}{week.pk}/").content.decode()
        assert CONTACT in page
        assert "Workshop supervisor" in page

    def test_approve_and_take_back(self, week, host):
        client = signed_in(adviser(host))
        done = client.post(f"{HOSTS}{week.pk}/", {"host": host.pk, "do": "approve"}, follow=True).content.decode()
        assert "Approved for under-18s of Oak School" in done
        assert "Approved by your school" in done
        gone = client.post(f"{HOSTS}{week.pk}/", {"host": host.pk, "do": "withdraw"}, follow=True).content.decode()
        assert "no longer approves" in gone
        assert "Approved by your school" not in gone

    def test_for_another_school_nobody_approves(self, week, host):
        other = school("Elm School")
        answer = signed_in(adviser(host)).post(f"{HOSTS}{week.pk}/", {"host": other.pk, "do": "approve"})
        assert answer.status_code == 403

    def test_adult_and_unpublished_ones_are_not_there(self, works, writer, curator, host):
        client = signed_in(adviser(host))
        adult = published_opportunity(works, writer, curator, FOR_ADULTS)
        hidden = an_opportunity(works, writer, title="Hidden")
        assert client.get(f"{HOSTS}{adult.pk}/").status_code == 404
        assert client.get(f"{HOSTS}{hidden.pk}/").status_code == 404

    def test_teachers_and_employers_may_not_look(self, week, host, writer):
        assert signed_in(adviser(host, "teacher")).get(HOSTS).status_code == 403
        assert signed_in(writer).get(f"{HOSTS}{week.pk}/").status_code == 403
        assert Client().get(HOSTS).status_code in (302, 401, 403)

    def test_statements_of_sql_do_not_grow(self, works, writer, curator, week, host, django_assert_max_num_queries):
        client = signed_in(adviser(host))
        client.get(HOSTS)
        for number in range(4):
            published_opportunity(works, writer, curator, title=f"Week {number}")
        with django_assert_max_num_queries(16):
            client.get(HOSTS)


def test_a_site_near_by_counts_across_the_border_of_an_authority(works, writer, curator):
    near = save_site(by=writer, organisation=works, name="Smethwick works", postcode="B66")
    published_opportunity(works, writer, curator, site=near.pk)
    assert "A week in the foundry" not in get(LIST, area="B16").words
    assert "A week in the foundry" in get(LIST, area="B16", within="10").words
