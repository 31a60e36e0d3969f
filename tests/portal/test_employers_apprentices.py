"""Taking on an apprentice: finding one, what it costs by hand-worked sums, who teaches it, gaps and odd input."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import parse_qs

import pytest
import time_machine

from pathways.models import Standard
from tests.portal.pages import Page, get, words_of

pytestmark = pytest.mark.django_db
HERE = "/employers/apprentices/"
HIRE = {"standard": "ST0152", "start": "2027-01", "age": "25+", "employer": "no_levy"}


def costs(**query: object) -> Page:
    return get(HERE, **(HIRE | query))


def figure(page: Page, label: str) -> str:
    """The value printed under a label of the facts box, or the reason why there is none."""
    found = re.search(
        rf'figure-label">{re.escape(label)}</p>\s*<p class="figure-(?:value|missing)">(.*?)</p>', page.html, re.DOTALL
    )
    assert found, f"no figure {label}"
    return words_of(found[1])


SHARE = "Your share of the training, at most within the band"


class TestFinding:
    def test_start_offers_examples(self):
        page = get(HERE)
        assert page.status == 200
        assert f"{HERE}?q=electrician" in page.links

    def test_by_words_name_first_then_work(self):
        page = get(HERE, q="electrician")
        assert f"{HERE}?standard=ST0152" in page.links
        by_name, by_work = page.words.index("By their name"), page.words.index("For the work “Electricians")
        assert by_name < page.words.index("Installation and maintenance electrician") < by_work

    def test_by_reference_and_by_occupation(self):
        assert f"{HERE}?standard=ST0152" in get(HERE, q="st0152").links
        assert f"{HERE}?standard=ST0152" in get(HERE, soc2020="5241").links

    def test_only_those_that_can_be_started(self):
        closed = Standard.objects.filter(status="retired", kind="standard").order_by("reference").first()
        assert f"{HERE}?standard={closed.reference}" not in get(HERE, q=closed.title).links

    def test_choices_are_kept(self):
        page = get(HERE, q="electrician", employer="levy", area="LS1")
        assert f"{HERE}?standard=ST0152&employer=levy&area=LS1" in page.links

    def test_nothing_found_says_what_to_do(self):
        page = get(HERE, q="zzzxqj")
        assert "We found no open apprenticeship for “zzzxqj”" in page.words

    def test_empty_and_unknown_are_named(self):
        assert "Type a job or the name of an apprenticeship" in get(HERE, q=" ").words
        assert "The register has no apprenticeship “ST9999”." in get(HERE, standard="ST9999").words
        assert "There is no occupation with the code “9999” in SOC 2020." in get(HERE, soc2020="9999").words


class TestCosts:
    def test_small_employer_of_a_young_apprentice_pays_nothing_and_gets_the_payment(self):
        page = costs(age="16-18")
        assert figure(page, SHARE) == "£0"
        assert figure(page, "Public money pays up to") == "£23,000"
        assert figure(page, "Paid to you") == "£1,000"

    def test_five_per_cent_for_an_adult(self):
        # 5 % of the band of £23,000 is £1,150; the other £21,850 is public money.
        page = costs()
        assert figure(page, SHARE) == "£1,150"
        assert figure(page, "Public money pays up to") == "£21,850"
        assert figure(page, "Paid to you") == "£0"
        assert "Who pays for the training, if its price is the band" in page.words

    def test_a_quarter_when_the_levy_is_used_up(self):
        # 25 % of £23,000.
        assert figure(costs(employer="levy_used_up"), SHARE) == "£5,750"

    def test_levy_account_pays_up_to_the_band(self):
        page = costs(employer="levy")
        assert figure(page, SHARE) == "£0"
        assert figure(page, "Your levy account pays up to") == "£23,000"

    def test_wages_by_hand(self):
        # 37.5 hours x 52 weeks = 1,950 hours: at £8.00 £15,600; after 12 months at £12.71 £24,784.50.
        table = words_of(costs().html.partition('id="wages"')[2].partition("</table>")[0])
        assert "Year 1 12 £15,600" in table
        assert "Year 2 12 £24,784" in table
        assert "Year 5 6 £12,392" in table

    def test_more_hours_cost_more(self):
        # 40 x 52 x £8.00.
        assert "Year 1 12 £16,640" in words_of(costs(hours="40").html.partition('id="wages"')[2])

    def test_level_7_is_not_funded_for_adults(self):
        standard = Standard.objects.filter(level=7, status="live", max_funding__gt=0).order_by("reference").first()
        page = costs(standard=standard.reference)
        assert "you pay the whole price" in page.words
        assert figure(page, SHARE) == f"£{standard.max_funding:,}"
        assert "Public money pays up to" not in page.words
        assert figure(costs(standard=standard.reference, age="19-21"), SHARE) == "£0"

    def test_missing_band_is_a_gap_and_not_nought(self):
        page = costs(standard="FA0001")
        assert Standard.objects.get(reference="FA0001").max_funding is None
        assert figure(page, SHARE) == "Not published"
        assert "The list gives no band for this apprenticeship." in page.words

    def test_missing_length_shows_one_year_and_says_so(self):
        row = Standard.objects.filter(kind="standard", typical_months=None).order_by("reference").first()
        page = costs(standard=row.reference)
        assert figure(page, "Usual length") == "Not published"
        assert "only a year is shown" in page.words

    def test_start_before_a_rule_was_made_is_a_gap(self):
        page = costs(start="2025-09", age="16-18")
        assert figure(page, SHARE) == "Not published"
        assert "No rule is held for what you pay towards the training" in page.words

    def test_unit_is_no_apprenticeship(self):
        page = get(HERE, standard="AU0001")
        assert "a short course for people you employ already, and no apprenticeship" in page.words
        assert "Wages you pay" not in page.words
        assert "What to do, in order" in page.words

    def test_retired_standard_stays_readable(self):
        row = Standard.objects.filter(status="retired", kind="standard").order_by("reference").first()
        page = get(HERE, standard=row.reference)
        assert page.status == 200
        assert "no new starts" in page.words.casefold()


class TestRules:
    def test_each_with_its_date_and_source(self):
        table = words_of(costs().html.partition('id="rules"')[2].partition("</table>")[0])
        assert "National Minimum Wage and National Living Wage rates, GOV.UK; read on the publisher’s page" in table
        assert "1 April 2026 to 31 March 2027" in table
        assert "Apprenticeship funding rules" in table
        assert "please confirm before you rely on it" in table

    def test_rates_that_stand_in_for_later_years_are_marked(self):
        page = costs()
        assert "held for later days" in page.words
        assert "Rates that are not published yet are taken to stay as the last ones." in page.words

    def test_permanent_link_names_hire_and_editions(self):
        with time_machine.travel(date(2026, 11, 22)):
            page = get(HERE, standard="ST0152")
        link = next(link for link in page.links if "release=money-rules" in link)
        for part in ("age=16-18", "employer=no_levy", "start=2026-12", "release=apprenticeship-standards"):
            assert part in link
        assert figure(get(link.partition("?")[0], **_query(link)), SHARE) == "£0"

    def test_what_is_not_counted_is_listed(self):
        assert "National Insurance and pension payments of the employer" in costs().words


class TestTeachers:
    def test_near_with_how_many_finish(self):
        page = costs(area="LS1")
        section = page.section_words("teachers")
        assert "Providers in our lists within 25 miles of LS1" in section
        assert re.search(r"Finished: \d+(\.\d)?%", section)
        assert any(re.fullmatch(r"/providers/\d{8}/", link) for link in page.links)

    def test_age_of_the_list_and_no_word_of_none(self):
        section = costs(area="TR21").section_words("teachers").casefold()
        assert "official list" in section
        assert "none near" not in section

    def test_unknown_place_is_named_and_the_costs_stay(self):
        page = costs(area="Atlantis")
        assert 'href="#area"' in page.html
        assert figure(page, SHARE) == "£1,150"

    def test_wrong_choices_are_named_and_the_rest_kept(self):
        page = costs(age="old", employer="nobody", start="yesterday", hours="90", small="perhaps")
        for name in ("age", "employer", "start", "hours", "small"):
            assert f'href="#{name}"' in page.html
        assert figure(page, SHARE) == "£0"  # as for the usual hire

    def test_odd_input_is_harmless(self):
        for value in ("\x00", "%", "<script>alert(1)</script>", "９", "9" * 40):
            for page in (costs(area=value, start=value, hours=value, age=value), get(HERE, q=value, soc2020=value)):
                assert page.status == 200
                assert "<script>alert" not in page.html

    def test_months_to_choose_hold_the_one_asked_for(self):
        assert re.search(r'<option value="2024-05" selected>May 2024', costs(start="2024-05").html)


class TestCost:
    def test_statements(self, django_assert_max_num_queries):
        costs(area="LS1")
        with django_assert_max_num_queries(15):
            costs(area="LS1")
        with django_assert_max_num_queries(6):
            costs()

    def test_search_statements(self, django_assert_max_num_queries):
        get(HERE, q="engineer")
        with django_assert_max_num_queries(12):
            get(HERE, q="engineer")


def _query(link: str) -> dict[str, list[str]]:
    return parse_qs(link.partition("?")[2])
