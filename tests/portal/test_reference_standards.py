"""The pages of apprenticeship standards: the list and its filters, and everything about one of them."""

from __future__ import annotations

import pytest

from pathways.book import forget_book
from pathways.enums import LinkKind, StandardStatus
from pathways.models import AchievementRate, Link, Standard
from pathways.queries.apprenticeships import FEW_LEAVERS
from tests.portal.pages import get

pytestmark = pytest.mark.django_db
ELECTRICIAN = "/standards/ST0152/"


@pytest.fixture
def _fresh_book():
    """Rows that a test changes are read again, before it and after it."""
    forget_book()
    yield
    forget_book()


class TestList:
    def test_says_level_in_words_months_band_status_and_links(self):
        words = get("/standards/", q="ST0152").words
        assert "1 standard" in words
        assert "Installation and maintenance electrician" in words
        assert "Level 3: same level as A levels" in words
        assert "Construction and the built environment" in words
        assert "54 months" in words
        assert "£23,000" in words
        assert "£23,000 pounds" not in words
        assert "open to new starts" in words
        assert "1 linked occupation" in words

    def test_order_is_said_and_followed(self):
        page = get("/standards/", sort="-months", level="3", status="open")
        assert "in order of time it takes, longest first" in page.words
        months = [int(text) for text in _between(page.words, "Usual length: ", " months")]
        assert months == sorted(months, reverse=True)
        assert len(months) == 30

    def test_wrong_values_are_told_and_the_rest_kept(self):
        page = get("/standards/", level="99", q="electrician", route="Nowhere", page="77")
        assert page.status == 200
        assert "Level: “99” is not used." in page.words
        assert "The register has no route “Nowhere”." in page.words
        assert "There is no page “77”" in page.words
        assert "Installation and maintenance electrician" in page.words
        assert "?q=electrician" in page.html  # of the API's address: only what is used

    def test_a_route_may_be_written_as_a_slug(self):
        page = get("/standards/", route="construction-and-the-built-environment", q="electrician")
        assert '<option value="Construction and the built environment" selected>' in page.html

    def test_pages_follow_each_other_and_keep_the_filters(self):
        first, second = get("/standards/", level="3"), get("/standards/", level="3", page="2")
        assert "1 to 30" in first.words
        assert "31 to 60" in second.words
        assert any("level=3" in link and "page=2" in link for link in first.links)

    def test_nothing_found_says_what_to_do(self):
        page = get("/standards/", q="zzzz")
        assert "No standard fits all of these" in page.words
        assert "Take a filter away" in page.words

    def test_lars_code_finds_its_standard(self):
        assert "/standards/ST0152/" in get("/standards/", q="5").links

    def test_few_statements(self, django_assert_max_num_queries):
        get("/standards/")
        with django_assert_max_num_queries(6):
            get("/standards/", level="3", route="Digital", sort="level")


class TestAddress:
    def test_small_letters_lead_to_the_reference_and_keep_the_place(self):
        response = get("/standards/st0152/", area="LS1").response
        assert (response.status_code, response["Location"]) == (301, f"{ELECTRICIAN}?area=LS1")

    def test_lars_code_leads_to_the_reference(self):
        assert get("/standards/5/").response["Location"] == ELECTRICIAN

    @pytest.mark.parametrize("code", ["ST9999", "987654", "XX", "²"])
    def test_unknown_code_is_named(self, code):
        page = get(f"/standards/{code}/")
        if page.status == 301:  # capitals first
            page = get(page.response["Location"])
        assert page.status == 404
        assert f"The register of apprenticeships has no “{code}”" in page.words


class TestDetail:
    def test_key_facts(self):
        page = get(ELECTRICIAN)
        facts = page.section_words("what")
        assert "Level 3: same level as A levels" in facts
        assert "Open to new starts, as the register stood on 2 July 2026." in facts
        assert "LARS code 5" in facts
        assert "At work: about 75 to 85 per cent of the hours" in facts
        assert "https://skillsengland.education.gov.uk/apprenticeships/st0152-v1-2" in page.links
        assert "That is 4 years and 6 months." in page.words
        assert "It is not pay, and you pay nothing towards it." in page.words

    def test_work_with_pay_outlook_and_what_the_link_rests_on(self):
        work = get(ELECTRICIAN).section_words("work")
        assert "Electricians and electrical fitters Finishing it makes you able to do this work." in work
        assert "Typical pay: £" in work
        assert "Jobs in Skilled metal, electrical and electronic trades, projected:" in work
        assert "Link: " in work

    @pytest.mark.usefixtures("_fresh_book")
    def test_unsure_link_says_so(self):
        link = Link.objects.filter(kind=LinkKind.OCCUPATION_STANDARD, source="5241", target="ST0152")
        link.update(confidence="low", basis="editorial")
        assert "Link: our editors’ judgement; not sure: to be checked." in get(ELECTRICIAN).section_words("work")

    def test_finishing_stands_beside_all_apprenticeships(self):
        words = get(ELECTRICIAN).section_words("finishing")
        assert "59.9%" in words
        assert "All apprenticeships: 60.5% in 2023/24, 65.4% in 2024/25 (up 4.9 percentage points)." in words
        assert "precision not stated" in words

    def test_rate_of_few_people_warns(self):
        rows = AchievementRate.objects.filter(reference="ST0152", ukprn="*")
        rows.update(leavers=FEW_LEAVERS - 10)
        words = get(ELECTRICIAN).section_words("finishing")
        assert "Fewer than 50 people left, so this can change a lot" in words
        assert "Fewer than 50 people left in 2023/24" in words

    def test_rate_held_back_is_no_number(self):
        AchievementRate.objects.filter(reference="ST0152", ukprn="*").update(rate=None, marks={"rate": "suppressed"})
        words = get(ELECTRICIAN).section_words("finishing")
        assert "Not published: the number is held back by the publisher" in words
        assert "62.5%" not in words

    def test_no_rates_at_all(self):
        AchievementRate.objects.filter(reference="ST0152", ukprn="*").delete()
        assert "No rate is published for it." in get(ELECTRICIAN).section_words("finishing")

    def test_before_and_next(self):
        page = get(ELECTRICIAN)
        assert "GCSE Maths (usually needed)" in page.section_words("before")
        assert "/tlevels/22/" in page.section("before")
        assert "Electrical engineers" in page.section_words("next")
        assert "Engineering Technician (EngTech)" in page.section_words("next")

    def test_a_rule_of_its_own_replaces_what_is_usual(self):
        usual, own = get(ELECTRICIAN).section_words("entry"), get("/standards/ST0149/").section_words("entry")
        assert "That is usual at this level" in usual
        assert "That is usual" not in own
        assert "The subject you will teach" in own

    @pytest.mark.usefixtures("_fresh_book")
    def test_retired_stays_readable_and_says_since_when_is_not_known(self):
        Standard.objects.filter(reference="ST0152").update(status=StandardStatus.RETIRED)
        page = get(ELECTRICIAN)
        assert page.status == 200
        assert "Take care: You cannot start on it now" in page.words
        assert "does not say since when" in page.words
        assert "Electricians and electrical fitters" in page.section_words("work")
        assert "Nobody new can start on it, so we list no providers." in page.section_words("taught")

    def test_under_revision_is_open(self):
        reference = Standard.objects.filter(is_under_revision=True).values_list("reference", flat=True)[0]
        page = get(f"/standards/{reference}/")
        assert "open, under revision" in page.words
        assert "You cannot start" not in page.words

    def test_unit_is_no_way_to_start(self):
        page = get("/standards/AU0004/")
        assert "A short course for employers’ staff, not a way to start a career" in page.words
        assert "What comes next" not in page.words
        assert "At work: about" not in page.words

    def test_missing_months_and_band_are_said(self):
        Standard.objects.filter(reference="ST0152").update(typical_months=None, max_funding=None)
        assert "Usual length Not published" in get(ELECTRICIAN).words

    def test_few_statements(self, django_assert_max_num_queries):
        get(ELECTRICIAN)
        with django_assert_max_num_queries(11):
            get(ELECTRICIAN)
        with django_assert_max_num_queries(18):
            get(ELECTRICIAN, area="LS1")


class TestNear:
    def test_providers_by_band_with_their_rates_and_the_age_of_the_list(self):
        taught = get(ELECTRICIAN, area="LS1").section_words("taught")
        assert "Around LS1" in taught
        assert "Trains apprentices in Leeds, where LS1 is" in taught
        assert "Leeds College Of Building" in taught
        assert "held back by the publisher" in taught
        assert "(few people)" in taught
        assert "Our list counts apprentices up to April 2026." in taught
        assert "miles away" not in taught

    def test_unknown_place_offers_others_and_keeps_the_page(self):
        page = get(ELECTRICIAN, area="Leedz")
        assert "Leeds, Yorkshire and The Humber" in page.section_words("taught")
        assert "Around" not in page.section_words("taught")
        assert "Electricians and electrical fitters" in page.words

    def test_too_wide_a_place_is_refused_in_words(self):
        assert "is too wide to measure distances from" in get(ELECTRICIAN, area="E12000007").words

    @pytest.mark.parametrize("area", ["TR21", "LS1"])
    def test_never_says_that_there_is_nobody(self, area):
        """The Isles of Scilly are far from everything."""
        words = get("/standards/ST0919/", area=area).words + get(ELECTRICIAN, area=area).words
        assert "none near" not in words.lower()
        assert "no providers near" not in words.lower()

    def test_another_nation_is_told(self):
        assert "is not in England" in get(ELECTRICIAN, area="CF10").section_words("taught")


def _between(text: str, before: str, after: str) -> list[str]:
    return [part.partition(after)[0] for part in text.split(before)[1:]]
