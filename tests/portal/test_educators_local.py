"""The local page: work, outlook and pay of a postcode, authority, LSIP area, region or nation."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from lmi.models import EmploymentFigure
from lmi.queries.context import facts
from lmi.queries.region_work import region_work
from lmi.register import UnknownAreaError
from portal.pages.educators.local_tables import concentration_words
from tests.portal.pages import get

pytestmark = pytest.mark.django_db
HERE = "/educators/lmi/local/"
LEEDS = "E08000035"


def table(name: str, place: str) -> list[dict[str, str]]:
    response = Client().get(HERE, {"place": place, "table": name, "format": "csv"})
    assert response.status_code == 200, response.content.decode()
    return list(csv.DictReader(io.StringIO(response.content.decode())))


class TestAsking:
    def test_empty_page_offers_examples(self):
        page = get(HERE)
        assert f"{HERE}?place=E08000035" in page.links

    def test_unknown_place_is_said_with_offers(self):
        page = get(HERE, place="Leedz")
        assert page.status == 200
        assert "We know no place called “Leedz”" in page.words
        assert f"{HERE}?place={LEEDS}" in page.links

    def test_not_a_postcode(self):
        assert "is not a postcode" in get(HERE, place="LS1 ZZZZ").words

    def test_unknown_place_makes_no_file(self):
        page = get(HERE, place="Leedz", table="work", format="csv")
        assert page.status == 404
        assert "Leedz" in page.words

    @pytest.mark.parametrize("place", ["LS1", "ls1 4ap", "Leeds", LEEDS])
    def test_postcode_name_and_code_lead_to_one_place(self, place):
        words = get(HERE, place=place).words
        assert "Work in Leeds" in words
        assert "West Yorkshire (2023)" in words


class TestWork:
    def test_people_and_shares_against_england(self):
        rows = table("work", "LS1")
        held = EmploymentFigure.objects.get(soc2020_id="24", area_id=LEEDS, release__source="aps-submajor-local")
        (row,) = [row for row in rows if row["people"] and float(row["people"]) == held.people]
        assert row["people_area"] == "Leeds"
        assert (row["share_unit"], row["england_share_area"]) == ("percent", "England")
        assert row["against"] == concentration_words(float(row["share"]) / float(row["england_share"]))

    def test_most_people_first(self):
        people = [float(row["people"]) for row in table("work", "LS1") if row["people"]]
        assert people == sorted(people, reverse=True)

    def test_lsip_area(self):
        assert "What people in West Yorkshire work in" in get(HERE, place="West Yorkshire").words or table(
            "work", "E69000036"
        )

    def test_region_is_by_minor_group(self):
        rows = table("work", "E12000003")
        assert len(rows) > 90
        assert "The 30 largest groups" in get(HERE, place="E12000003").words

    def test_combined_authority_offers_its_authorities(self):
        page = get(HERE, place="E47000001")
        assert "Choose one of the authorities in it" in page.words
        assert f"{HERE}?place=E08000003" in page.links

    def test_region_shares_are_of_published_groups(self):
        known = facts()
        rows = region_work(known, "E12000003")
        assert sum(row.share or 0 for row in rows) == pytest.approx(1)
        assert sum(row.england_share or 0 for row in rows) == pytest.approx(1, abs=0.01)

    def test_region_work_of_an_unknown_area(self):
        with pytest.raises(UnknownAreaError):
            region_work(facts(), "E99999999")


class TestWords:
    @pytest.mark.parametrize(
        ("times", "words"),
        [
            (2, "much more common than in England"),
            (1.2, "more common than in England"),
            (1, "about as common as in England"),
            (0.8, "less common than in England"),
            (0.5, "much less common than in England"),
            (None, "cannot be compared"),
        ],
    )
    def test_concentration(self, times, words):
        assert concentration_words(times) == words


class TestOutlookAndPay:
    def test_outlook_is_of_the_lsip_area_and_says_so(self):
        words = get(HERE, place="LS1").words
        assert "For the local skills improvement plan area West Yorkshire, as drawn in 2023." in words
        assert len(table("outlook", "LS1")) == 26

    def test_outlook_of_a_region_is_englands_and_says_so(self):
        assert "For England as a whole" in get(HERE, place="E12000003").words

    def test_pay_is_of_the_region_and_says_so(self):
        page = get(HERE, place="LS1")
        assert "Pay is published for Yorkshire and The Humber, not for smaller areas." in page.words
        rows = table("pay", "LS1")
        assert len(rows) == 9
        assert {row["median_area"] for row in rows} == {"Yorkshire and The Humber"}


class TestOtherNations:
    @pytest.mark.parametrize(
        ("place", "nation", "service"),
        [
            ("Cardiff", "Wales", "Careers Wales"),
            ("Edinburgh", "Scotland", "My World of Work"),
            ("BT1", "Northern Ireland", "nidirect"),
        ],
    )
    def test_says_what_fits_and_names_the_careers_service(self, place, nation, service):
        words = get(HERE, place=place).words
        assert f"What fits {nation}" in words
        assert service in words
        assert "No projection for this place" in words
        assert "What work pays here" in words

    def test_the_whole_uk(self):
        assert get(HERE, place="K02000001").status == 200


@pytest.mark.parametrize("place", ["LS1", "E12000003", "Cardiff", "E92000001", "E47000001"])
def test_few_statements(place, django_assert_max_num_queries):
    get(HERE, place=place)
    with django_assert_max_num_queries(8):
        get(HERE, place=place)


def test_home_has_the_doors():
    page = get("/educators/")
    for address in ("/educators/lmi/", "/educators/lmi/compare/", HERE, "/sources/", "/api/docs/"):
        assert address in page.links
