"""Slices of the figure tables: published figures exactly, stand-ins labelled, wrong questions refused."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lmi.models import AdvertFigure, EmploymentFigure, OutlookFigure, PayFigure
from tests.lmi.api_answers import ask, assert_problem, assert_whole, figures_in
from tests.lmi.figures_checked_by_hand import FIGURES as CHECKED
from tests.lmi.figures_checked_by_hand import Checked
from tests.lmi.forty_figures import FIGURES as PAY
from tests.lmi.forty_figures import Known

pytestmark = pytest.mark.django_db
LEEDS, LONDON, SCOTLAND, UK, ENGLAND = "E08000035", "E12000007", "S92000003", "K02000001", "E92000001"
SLICES = ("pay", "employment", "outlook", "adverts")


def rows(path, query):
    answer = ask(path, query)
    assert answer.status == 200, answer.body
    return answer.body["results"]


def published(measure):
    """Value and mark of a measure, as the tables of hand-checked figures have them."""
    mark = measure["quality"] if measure["reason"] is None else measure["reason"]
    return measure["value"], "" if mark == "not_stated" else mark


@pytest.mark.parametrize("known", PAY, ids=str)
def test_pay_is_as_published(known: Known):
    query = {
        "soc2020": known.soc2020,
        "area": known.area,
        "year": known.year,
        "measure": known.measure,
        "sex": known.sex,
        "hours": known.hours,
        "age": known.age,
    }
    found = [row for row in rows("lmi/pay/", query) if row["release"].startswith(f"{known.source}-{known.year}")]
    assert len(found) == 1
    expected = known.expected * 1000 if known.statistic == "jobs" and known.expected else known.expected
    assert published(found[0][known.statistic]) == (expected, known.mark)


@pytest.mark.parametrize("known", CHECKED, ids=str)
def test_other_figures_are_as_published(known: Checked):
    found = [row for row in rows(f"lmi/{known.kind}/", question_of(known)) if is_of(known, row)]
    assert len(found) == 1
    assert published(found[0][known.measure]) == (known.expected, known.mark)


def question_of(known: Checked) -> dict[str, object]:
    year = known.when.year if isinstance(known.when, date) else known.when
    query = {"soc2020": known.soc2020, "area": known.area, "year": year, "page_size": 1000}
    if known.kind == "employment":
        query["industry"] = known.part
    return query


def is_of(known: Checked, row) -> bool:
    if row["soc2020"] != known.soc2020 or row["area"]["code"] != known.area:
        return False
    if known.kind == "outlook":
        return f"{row['breakdown']}/{row['category']}/{row['base_year']}" == known.part
    return known.kind != "adverts" or row["month"] == f"{known.when:%Y-%m}"


@pytest.mark.parametrize("name", SLICES)
def test_every_measure_is_an_object_with_quality_or_reason(name):
    found = ask(f"lmi/{name}/", {"soc2020": "5241,52"}).body
    measures = figures_in(found["results"])
    assert len(measures) >= len(found["results"]) > 0
    for measure in measures:
        assert_whole(measure)


@pytest.mark.parametrize("name", SLICES)
def test_every_row_names_an_edition_that_the_answer_cites(name):
    found = ask(f"lmi/{name}/", {"soc2020": "5241"}).body
    assert {row["release"] for row in found["results"]} == found["releases"].keys()
    for key, release in found["releases"].items():
        assert release["key"] == key
        assert ask(f"releases/{key}/").status == 200
        assert release["label"].startswith(ask(f"sources/{release['source']}/").body["title"])


@pytest.mark.parametrize(
    ("name", "table"),
    [("pay", PayFigure), ("employment", EmploymentFigure), ("outlook", OutlookFigure), ("adverts", AdvertFigure)],
)
def test_slice_without_filters_is_the_whole_table(name, table):
    assert ask(f"lmi/{name}/", {"page_size": 1}).body["count"] == table.objects.count()


class TestNarrowing:
    def test_each_filter_keeps_only_its_rows(self):
        query = {"soc2020": "5241", "year": 2025, "sex": "male", "hours": "full_time", "measure": "hourly"}
        (row,) = rows("lmi/pay/", query)
        assert row["p90"] == {"value": 26.24, "unit": "pounds_an_hour", "quality": "not_stated", "reason": None}
        assert {name: row[name] for name in ("soc2020", "year", "sex", "hours", "measure")} == query
        assert row["population"] == "men, full-time employees"

    def test_several_codes_by_comma_and_by_repetition_are_the_same(self):
        by_comma = ask("lmi/pay/", "soc2020=5241,2313&year=2025&measure=annual").body
        repeated = ask("lmi/pay/", "soc2020=5241&soc2020=2313&year=2025&measure=annual").body
        assert by_comma["results"] == repeated["results"]
        assert {row["soc2020"] for row in by_comma["results"]} == {"5241", "2313"}

    def test_level_keeps_the_groups_of_that_level(self):
        found = rows("lmi/pay/", {"level": "major", "year": 2024, "measure": "annual", "sex": "all", "hours": "all"})
        assert [row["soc2020"] for row in found] == list("123456789")

    def test_sex_of_the_outlook_is_its_split_or_the_total(self):
        women = rows("lmi/outlook/", {"soc2020": "52", "area": ENGLAND, "sex": "female", "year": 2035})
        everyone = rows("lmi/outlook/", {"soc2020": "52", "area": ENGLAND, "sex": "all", "year": 2035})
        assert {(row["breakdown"], row["category"]) for row in women} == {("sex", "female")}
        assert {(row["breakdown"], row["category"]) for row in everyone} == {("total", "all")}

    def test_what_changes_over_a_span_does_not_apply_to_one_year(self):
        query = {"soc2020": "52", "area": ENGLAND, "sex": "all", "year": 2035}
        level, span = sorted(rows("lmi/outlook/", query), key=lambda row: row["year"] - row["base_year"])
        assert (level["period"], span["period"]) == ("2035", "2020 to 2035")
        assert level["net_change"]["reason"] == "not_applicable"
        assert span["net_change"]["value"] is not None

    def test_industry_letter_may_be_small(self):
        assert rows("lmi/employment/", {"soc2020": "5241", "industry": "f"}) == rows(
            "lmi/employment/", {"soc2020": "5241", "industry": "F"}
        )

    def test_pages_follow_each_other_without_gap(self):
        query = {"soc2020": "5241", "page_size": 50}
        first = ask("lmi/pay/", query).body
        assert first["previous"] is None
        following = ask("lmi/pay/", first["next"].partition("?")[2]).body
        assert following["previous"].partition("?")[2] == "page_size=50&soc2020=5241"
        whole = rows("lmi/pay/", {"soc2020": "5241", "page_size": 1000})
        assert first["results"] + following["results"] == whole[:100]
        assert first["count"] == len(whole)


class TestStandIns:
    def test_outlook_of_a_unit_is_its_wider_groups_and_says_so(self):
        found = rows("lmi/outlook/", {"soc2020": "5241", "area": ENGLAND, "year": 2035, "breakdown": "total"})
        assert {row["soc2020"] for row in found} == {"52"}
        assert found[0]["level"] == {
            "code": "52",
            "title": "Skilled metal, electrical and electronic trades",
            "level": "sub_major",
            "asked": "Electricians and electrical fitters",
        }
        assert "asked" not in found[0]["area"]

    def test_two_units_of_one_wider_group_each_get_their_rows(self):
        found = rows("lmi/outlook/", {"soc2020": "5241,5249", "area": ENGLAND, "year": 2030, "breakdown": "total"})
        assert [row["level"]["asked"] for row in found] == [
            "Electricians and electrical fitters",
            "Electrical and electronic trades n.e.c.",
        ]

    def test_pay_keeps_the_work_before_the_place(self):
        found = rows("lmi/pay/", {"soc2020": "2313", "area": LEEDS, "year": 2025, "hours": "full_time"})
        assert {(row["soc2020"], row["area"]["code"], row["area"].get("asked")) for row in found} == {
            ("2313", UK, "Leeds")
        }

    def test_employment_keeps_the_place_before_the_work(self):
        (row,) = rows("lmi/employment/", {"soc2020": "5241", "area": LEEDS})
        assert row["area"] == {"code": LEEDS, "name": "Leeds", "kind": "local_authority"}
        assert row["level"]["asked"] == "Electricians and electrical fitters"

    def test_adverts_of_a_region_are_those_of_the_uk_and_say_so(self):
        found = rows("lmi/adverts/", {"soc2020": "5241", "area": LONDON})
        assert {row["area"]["asked"] for row in found} == {"London"}
        assert {row["area"]["code"] for row in found} == {UK}

    def test_exact_answer_asks_for_nothing_else(self):
        for row in rows("lmi/pay/", {"soc2020": "5241", "area": UK}):
            assert "asked" not in row["level"]
            assert "asked" not in row["area"]

    def test_suppressed_is_answered_as_it_is_and_not_stood_in_for(self):
        query = {"soc2020": "3312", "area": UK, "year": 2025, "measure": "annual", "sex": "all", "hours": "full_time"}
        (row,) = rows("lmi/pay/", query)
        assert row["soc2020"] == "3312"
        assert row["median"]["value"] is None

    def test_projection_never_stands_in_for_another_nation(self):
        found = ask("lmi/outlook/", {"soc2020": "5241", "area": SCOTLAND}).body
        assert (found["count"], found["results"]) == (0, [])
        assert "Nothing is published" in found["note"]


class TestWrongQuestions:
    @pytest.mark.parametrize(
        ("query", "status", "fields"),
        [
            ("soc2020=9999", 404, ["soc2020"]),
            ("soc2020=5241,nix", 404, ["soc2020"]),
            ("area=E99999999", 404, ["area"]),
            ("release=nix", 404, ["release"]),
            ("release=ashe-14-2024-provisional&release=ashe-14-2025-provisional", 400, ["release"]),
            ("year=abc", 400, ["year"]),
            ("year=99999", 400, ["year"]),
            ("sex=x", 400, ["sex"]),
            ("hours=often&measure=yearly", 400, ["hours", "measure"]),
            ("page=0", 400, ["page"]),
            ("page=-1&page_size=5000", 400, ["page", "page_size"]),
            ("soc2020=5241&page=999", 404, ["page"]),
            ("soc=5241", 400, ["soc"]),
            ("year=2024&year=2025", 400, ["year"]),
            ("soc2020=52%0041", 400, ["soc2020"]),
            ("soc2020=" + ",".join(str(n) for n in range(1000, 1060)), 400, ["soc2020"]),
        ],
    )
    def test_is_refused_with_field_and_reason(self, query, status, fields):
        assert_problem(ask("lmi/pay/", query), status, *fields)

    def test_unknown_industry_is_404(self):
        assert_problem(ask("lmi/employment/", {"industry": "Z"}), 404, "industry")
        assert_problem(ask("lmi/employment/", {"industry": "construction"}), 400, "industry")

    def test_reason_lists_the_words_that_would_do(self):
        assert "all, female, male" in ask("lmi/pay/", {"sex": "x"}).errors()["sex"]

    def test_parameter_without_a_value_counts_as_not_given(self):
        assert ask("lmi/pay/", "soc2020=5241&year=&sex=").body["count"] == ask("lmi/pay/", "soc2020=5241").body["count"]


class TestCost:
    @pytest.mark.parametrize("name", SLICES)
    @pytest.mark.parametrize("size", [1, 100])
    def test_rows_cost_no_statements(self, name, size, django_assert_max_num_queries):
        ask(f"lmi/{name}/", {"page_size": 1})  # reads the registers
        with django_assert_max_num_queries(4):
            ask(f"lmi/{name}/", {"soc2020": "5241", "area": LEEDS, "page_size": size})

    def test_exact_slice_takes_two_statements(self):
        ask("lmi/pay/", {"page_size": 1})
        with CaptureQueriesContext(connection) as statements:
            ask("lmi/pay/", {"soc2020": "5241", "year": 2025})
        assert len(statements) == 2
