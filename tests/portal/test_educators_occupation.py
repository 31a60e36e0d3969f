"""The educators' page of one occupation: every table, cautions, codes and files."""

from __future__ import annotations

import csv
import gzip
import io
import re

import pytest
from django.test import Client

from lmi.models import AdvertFigure, IscoLink, OccupationNote, OutlookFigure, PayFigure, Soc2010Link
from tests.portal.pages import get

pytestmark = pytest.mark.django_db
HERE = "/educators/lmi/5241/"
TABLES = (
    "pay-annual", "pay-weekly", "pay-hourly", "pay-hours", "pay-jobs", "pay-years", "pay-sex", "pay-places",
    "pay-ages", "industries", "people-places", "outlook", "outlook-qualification", "outlook-sex", "outlook-status",
    "adverts", "soc2010", "isco08",
)  # fmt: skip


def table(name: str, path: str = HERE, **query: object) -> list[dict[str, str]]:
    response = Client().get(path, {"table": name, "format": "csv", **query})
    assert response.status_code == 200, response.content.decode()
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def row_of(rows: list[dict[str, str]], **wanted: str) -> dict[str, str]:
    (found,) = [row for row in rows if all(row[key] == value for key, value in wanted.items())]
    return found


class TestPage:
    @pytest.mark.parametrize("name", TABLES)
    def test_has_every_table_with_its_files(self, name):
        page = get(HERE)
        assert f'id="{name}"' in page.html
        for kind in ("csv", "xlsx", "json"):
            assert f"{HERE}?table={name}&format={kind}" in page.links
            assert Client().get(HERE, {"table": name, "format": kind}).status_code == 200

    def test_unknown_occupation_is_named(self):
        page = get("/educators/lmi/9999/")
        assert page.status == 404
        assert "There is no occupation with the code 9999" in page.words

    def test_wider_group_leads_to_its_occupations(self):
        response = Client().get("/educators/lmi/52/")
        assert (response.status_code, response["Location"]) == (301, "/educators/lmi/?group=52")

    def test_notes_stand_first(self):
        OccupationNote.objects.update_or_create(
            soc2020_id="5241", kind="mixed_unit", defaults={"text": "Two trades in one.", "basis": "A book"}
        )
        words = get(HERE).words
        assert words.index("Two trades in one.") < words.index("Key facts")

    def test_unknown_table_is_named_with_those_there_are(self):
        page = get(HERE, table="shoes", format="csv")
        assert page.status == 404
        assert "There is no table “shoes” for this occupation. There are: pay-annual" in page.words

    @pytest.mark.parametrize("code", ["5241", "1111", "2211", "6135"])
    def test_small_enough(self, code):
        assert len(gzip.compress(get(f"/educators/lmi/{code}/").html.encode())) <= 30 * 1024

    def test_statements_within_budget(self, django_assert_max_num_queries):
        get(HERE)
        for path in (HERE, "/educators/lmi/2211/"):
            with django_assert_max_num_queries(16):
                get(path)


class TestPay:
    def test_as_published(self):
        row = row_of(table("pay-annual"), who="Women and men, full-time")
        assert [row[name] for name in ("median", "mean", "p10", "p25", "p75", "p90")] == [
            "39647", "41190", "24538", "32287", "49138", "57786",
        ]  # fmt: skip

    def test_missing_says_why(self):
        row = row_of(table("pay-annual"), who="Women, full-time")
        assert (row["p10"], row["p10_reason"]) == ("", "not published")

    def test_job_counts_come_from_the_last_edition_that_has_them(self):
        row = row_of(table("pay-jobs"), who="Women and men, full-time")
        assert (row["jobs"], row["jobs_release"]) == ("86000", "ashe-14-2024-provisional")
        assert row["jobs_quality"] == "reasonably precise"
        assert "The edition of 2025 is held here without job counts and quality marks." in get(HERE).words

    def test_quality_marks_are_words_on_the_page(self):
        assert "reasonably precise" in get(HERE).section_words("pay")

    def test_years(self):
        rows = table("pay-years")
        assert [row["year"] for row in rows] == ["2021", "2022", "2023", "2024", "2025"]
        assert rows[-1]["annual"] == "39647"
        assert rows[0]["weekly_reason"] == "published elsewhere, but not held here"

    def test_part_time_left_out_only_where_it_is_not_held(self):
        assert "Part-time pay of 2025 is published elsewhere, but not held here." in get(HERE).section_words("pay")
        assert "Women, part-time" in [row["who"] for row in table("pay-annual", release="ashe-14-2024-provisional")]
        assert "Women, part-time" not in [row["who"] for row in table("pay-annual")]

    def test_places_say_whose_pay_it_is(self):
        rows = table("pay-places")
        assert row_of(rows, place="London")["whose"] == "5241 Electricians and electrical fitters"
        assert {row["hours"] for row in rows} <= {"full-time", "full-time and part-time"}

    def test_ages_are_of_the_major_group(self):
        assert "of the whole major group “Skilled trades occupations”" in get(HERE).section_words("places")

    def test_named_edition_is_the_latest_year(self):
        row = row_of(table("pay-annual", release="ashe-14-2024-provisional"), who="Women and men, full-time")
        assert row["median"] == "38760"

    def test_unit_without_rows_still_answers(self):
        PayFigure.objects.filter(soc2020_id="5241").delete()
        page = get(HERE)
        assert page.status == 200
        assert "Skilled metal, electrical" in page.words


class TestWomenAndMen:
    def test_cautions_stand_before_the_numbers(self):
        words = get(HERE).section_words("sexes")
        assert words.index("What these figures do not show") < words.index("£33,104")
        for caution in ("seniority", "hours worked", "sample is small"):
            assert caution in words

    def test_outlook_by_sex(self):
        row = row_of(table("outlook-sex"), category="Women")
        wanted = OutlookFigure.objects.get(
            soc2020_id="52", area_id="E92000001", breakdown="sex", category="female", year=2035, base_year=2035
        )
        assert float(row["last"]) == wanted.people


class TestWork:
    def test_industries_by_year(self):
        rows = table("industries")
        assert {"y2021", "y2022", "y2023", "y2024"} <= rows[0].keys()
        assert row_of(rows, section="R")["y2024"] == "3354"

    def test_regions_are_of_the_minor_group(self):
        assert "This is for the wider group “Electrical and electronic trades”" in get(HERE).section_words("people")

    def test_outlook_names_its_group_and_base(self):
        words = get(HERE).section_words("outlook-section")
        assert "of which this is one of 23 occupations" in words
        assert "made in 2023" in words

    def test_adverts_a_row_a_year(self):
        held = AdvertFigure.objects.filter(soc2020_id="5241", month__year=2024, month__month=3).get()
        row = row_of(table("adverts"), year="2024")
        assert row["m03"] == ("" if held.adverts is None else str(int(held.adverts)))

    def test_no_adverts_are_said(self):
        AdvertFigure.objects.all().delete()
        assert "No adverts are published" in get(HERE).section_words("adverts-section")

    def test_no_projection_is_said(self):
        OutlookFigure.objects.all().delete()
        assert "No projection is held" in get(HERE).section_words("outlook-section")


class TestCodes:
    def test_chain(self):
        words = get(HERE).section_words("codes")
        for code in ("5 Skilled trades", "52 Skilled metal", "524 Electrical", "5241 Electricians"):
            assert code in words

    def test_soc_2010_with_shares(self):
        link = Soc2010Link.objects.get(soc2020_id="5241", soc2010="5241")
        row = row_of(table("soc2010"), soc2010="5241")
        assert float(row["men_lfs"]) == round(100 * link.men_lfs_share, 1)

    def test_isco_is_called_our_own_count_of_titles(self):
        words = get(HERE).section_words("codes")
        assert "Our own count of job titles" in words
        assert "not of people" in words
        most = IscoLink.objects.filter(soc2020_id="5241").order_by("-titles")[0]
        assert (table("isco08")[0]["isco08"], table("isco08")[0]["titles"]) == (most.isco08, str(most.titles))

    def test_sample_without_people_has_a_reason(self):
        Soc2010Link.objects.filter(soc2020_id="5241").update(women_lfs_share=None)
        assert table("soc2010")[0]["women_lfs_reason"] == "does not apply"


def test_citation_names_editions_and_the_lasting_address():
    page = get(HERE)
    cite = re.search(r'<p class="cite"[^>]*>(.*?)</p>', page.html, re.DOTALL).group(1)
    assert "http://testserver/educators/lmi/5241/?release=" in cite
    assert "“Electricians and electrical fitters”" in cite
