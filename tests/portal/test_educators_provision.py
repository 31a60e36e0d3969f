"""Where a sector is taught and where its jobs are: maps, tables, words and files."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.test import Client
from django.urls import reverse

from lmi.queries.context import facts
from lmi.register import ENGLAND
from pathways.queries.provision import sector_provision, sectors
from portal.pages.educators import provision_tables as drawn
from tests.portal.pages import get

pytestmark = pytest.mark.django_db
HERE = "/educators/provision/"


def csv_rows(**query: object) -> list[dict[str, str]]:
    response = Client().get(HERE, {**query, "format": "csv"})
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode())))


class TestChoosing:
    def test_offers_every_sector(self):
        page = get(HERE)
        assert page.status == 200
        for sector in sectors(facts()):
            assert sector in page.words
        assert f"{HERE}?sector=digital" in page.links

    @pytest.mark.parametrize("asked", ["digital", "Digital", "DIGITAL"])
    def test_by_name_or_slug(self, asked):
        assert "What is taught most" in get(HERE, sector=asked).words

    def test_unknown_sector_kind_and_place_are_named(self):
        page = get(HERE, sector="astrology", kind="parish", area="Atlantis")
        assert page.status == 200
        assert "The register of apprenticeships has no sector “astrology”." in page.words
        assert 'href="#sector"' in page.html
        page = get(HERE, sector="digital", kind="parish", area="Atlantis")
        assert "Nothing is counted by “parish”." in page.words
        assert 'href="#area"' in page.html
        assert "By region" in page.words

    def test_odd_input_is_harmless(self):
        for value in ("\x00", "%", "<script>alert(1)</script>", "９"):
            page = get(HERE, sector=value, kind=value, area=value, table=value)
            assert page.status == 200
            assert "<script>alert" not in page.html

    @pytest.mark.parametrize("sector", ["protective-services", "hair-and-beauty", "sales-marketing-and-procurement"])
    def test_every_small_sector_has_a_page(self, sector):
        assert get(HERE, sector=sector).status == 200
        assert get(HERE, sector=sector, kind="lsip").status == 200


class TestByRegion:
    def test_rows_are_those_of_the_query(self):
        found = sector_provision(facts(), "digital")
        rows = {row["gss_code"]: row for row in csv_rows(sector="digital")}
        assert set(rows) == {one.area.code for one in found.areas} | {ENGLAND}
        for one in found.areas:
            row = rows[one.area.code]
            assert float(row["providers"]) == one.providers.value
            assert float(row["people"]) == one.people.value
            assert float(row["starts_low"]) <= float(row["starts_high"])

    def test_says_what_each_column_is_not(self):
        words = get(HERE, sector="digital").words
        assert "They may not teach the sector here: the true number is this or lower." in words
        assert "said by February 2022 that they would teach a T Level" in words
        assert "they are no measure of shortage" in words

    def test_never_says_that_there_is_nobody(self):
        for kind in ("region", "lsip", "local_authority"):
            words = get(HERE, sector="digital", kind=kind).words.casefold()
            assert "none near" not in words
            assert "nobody teaches" not in words

    def test_place_is_picked_out(self):
        page = get(HERE, sector="digital", area="Leeds")
        facts_box = page.html.partition('id="here-title"')[2].partition("</section>")[0]
        assert "Yorkshire and The Humber" in page.words
        found = sector_provision(facts(), "digital")
        here = next(one for one in found.areas if one.area.code == "E12000003")
        assert f"{here.providers.value}" in facts_box

    def test_place_outside_england_is_said(self):
        assert "lies in no area of this kind in England" in get(HERE, sector="digital", area="Cardiff").words


class TestSentences:
    def test_cluster_is_where_the_work_is_more_common(self):
        found = sector_provision(facts(), "digital")
        (said,) = [words for words in drawn.sentences(found) if words.startswith("A cluster")]
        more = [one.area.name for one in found.areas if one.concentration and one.concentration >= drawn.MORE]
        assert all(name.removeprefix("The ") in said for name in more)
        less = next(one.area.name for one in found.areas if one.concentration and one.concentration < 1)
        assert less not in said

    def test_fewest_providers_for_the_people(self):
        found = sector_provision(facts(), "digital")
        (said,) = [words for words in drawn.sentences(found) if "the fewest providers" in words]
        rates = {one.area.name: one.providers.value / one.people.value for one in found.areas}
        fewest = min(rates, key=lambda name: rates[name])
        assert fewest in said.partition("the most in")[0]
        assert max(rates, key=lambda name: rates[name]) in said.partition("the most in")[2]

    def test_many_areas_are_counted_not_listed(self):
        found = sector_provision(facts(), "digital", "local_authority")
        (said,) = [words for words in drawn.sentences(found) if "February 2022" in words]
        count = sum(one.tlevels.value == 0 for one in found.areas)
        assert f"{count} areas" in said


class TestNarrowerAreas:
    def test_lsip_areas_have_no_people_and_say_so(self):
        page = get(HERE, sector="digital", kind="lsip")
        assert "People by kind of work are published for regions only." in page.words
        assert "people" not in csv_rows(sector="digital", kind="lsip")[0]

    def test_authorities_of_the_places_region_and_all_in_the_file(self):
        page = get(HERE, sector="digital", kind="local_authority", area="Leeds")
        table = page.html.partition('id="areas"')[2].partition("</table>")[0]
        assert "Bradford" in table
        assert "Camden" not in table
        everywhere = [row["area"] for row in csv_rows(sector="digital", kind="local_authority", area="Leeds")]
        assert {"Bradford", "Camden"} <= set(everywhere)

    def test_ways_between_kinds_keep_the_rest(self):
        links = get(HERE, sector="digital", area="Leeds").links
        assert f"{HERE}?sector=digital&area=Leeds&kind=lsip" in links


class TestTakeAway:
    def test_standards_most_started_first(self):
        rows = csv_rows(sector="digital", table="standards")
        starts = [float(row["starts"]) for row in rows if row["starts"]]
        assert starts == sorted(starts, reverse=True)
        page = get(HERE, sector="digital")
        assert rows[0]["title"] in page.words

    def test_sources_are_inside(self):
        (row, *_rest) = csv_rows(sector="digital")
        for name in ("Department for Education", "Annual Population Survey"):
            assert name in row["sources"]

    def test_no_file_without_a_sector_or_table(self):
        assert get(HERE, format="csv").status == 404
        assert get(HERE, sector="digital", table="shoes", format="csv").status == 404

    def test_twin_gives_the_same_numbers(self):
        page = get(HERE, sector="digital")
        twin = re.search(r'rel="alternate" type="application/json" href="([^"]+)"', page.html)[1].replace("&amp;", "&")
        assert twin.startswith(reverse("api:provision"))
        answer = Client().get(twin).json()
        rows = {row["gss_code"]: row for row in csv_rows(sector="digital")}
        for area in answer["results"]:
            assert float(rows[area["area"]["code"]]["providers"]) == area["providers"]["value"]

    @pytest.mark.parametrize("query", [{"kind": "region"}, {"kind": "lsip"}, {"kind": "local_authority"}])
    def test_statements_stay_few(self, query, django_assert_max_num_queries):
        get(HERE, sector="digital", **query)
        with django_assert_max_num_queries(16):
            get(HERE, sector="digital", **query)
