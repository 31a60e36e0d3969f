"""The list of occupations, one occupation, what lies under it, and comparisons."""

from __future__ import annotations

import pytest

from lmi.filters import OccupationFilter
from lmi.models import OccupationNote
from lmi.queries.context import facts
from lmi.queries.listing import occupation_rows
from tests.lmi.api_answers import ask, assert_problem, assert_whole, figures_in

pytestmark = pytest.mark.django_db
LEEDS, LONDON, SCOTLAND, UK, ENGLAND = "E08000035", "E12000007", "S92000003", "K02000001", "E92000001"
UNDER = ("pay", "employment", "outlook", "adverts", "titles", "related")
# Medians of full-time annual pay, April 2025: ASHE table 14.7a.
MEDIANS = {"2134": 56914, "2313": 47632, "5241": 39647, "6135": 27468, "8211": 39905}


def body(path, query=None):
    answer = ask(path, query)
    assert answer.status == 200, answer.body
    return answer.body


def codes(query):
    return [row["soc2020"] for row in body("occupations/", query)["results"]]


class TestList:
    def test_is_the_412_unit_groups_by_code(self):
        found = body("occupations/")
        assert found["count"] == 412
        assert [row["soc2020"] for row in found["results"][:3]] == ["1111", "1112", "1121"]
        assert len(found["results"]) == 25
        assert found["previous"] is None

    @pytest.mark.parametrize(("level", "count"), [("unit", 412), ("minor", 104), ("sub_major", 26), ("major", 9)])
    def test_level_chooses_the_groups(self, level, count):
        found = body("occupations/", {"level": level, "page_size": 1})
        assert found["count"] == count
        assert found["results"][0]["level"] == level

    @pytest.mark.parametrize("code", MEDIANS)
    def test_pay_is_as_published(self, code):
        (row,) = body("occupations/", {"group": code})["results"]
        assert row["pay"]["median"]["value"] == MEDIANS[code]
        assert row["pay"]["median"]["unit"] == "pounds_a_year"
        assert row["pay"]["median"]["release"]["key"] == "ashe-14-2025-provisional"

    def test_row_names_the_occupation_and_where_to_read_on(self):
        (row,) = body("occupations/", {"group": "5241"})["results"]
        assert row["title"] == "Electricians and electrical fitters"
        assert row["url"] == "http://testserver/students/careers/5241/"
        assert row["api"] == "http://testserver/api/v1/occupations/5241/"

    def test_growth_is_labelled_as_the_wider_groups(self):
        (row,) = body("occupations/", {"group": "5241"})["results"]
        assert row["growth"]["level"]["code"] == "52"
        assert row["growth"]["level"]["asked"] == "Electricians and electrical fitters"
        assert row["growth"]["area"]["code"] == ENGLAND
        assert row["growth"]["quality"] == "projection"

    def test_people_are_at_least(self):
        (row,) = body("occupations/", {"group": "5241"})["results"]
        assert (row["people"]["value"], row["people"]["quality"]) == (190731, "lower_bound")
        assert row["people"]["period"] == "January to December 2024"

    def test_adverts_of_a_year_with_a_missing_month_are_at_least(self):
        (row,) = body("occupations/", {"group": "5241"})["results"]
        assert (row["adverts"]["value"], row["adverts"]["quality"]) == (45146, "lower_bound")
        assert row["adverts"]["note"] == "10 of the twelve months are published."

    def test_every_figure_is_whole(self):
        figures = figures_in(body("occupations/", {"page_size": 100}))
        assert len(figures) == 600
        for figure in figures:
            assert_whole(figure)

    def test_shows_what_it_filters_and_sorts_by(self):
        known = facts()
        held = OccupationFilter({"sort": "-adverts"}, facts=known).qs[:100]
        for row, shown in zip(held, occupation_rows(known, [row.code for row in held]), strict=True):
            assert shown.pay.median.value == row.pay
            assert shown.people.value == row.people
            assert shown.growth.value == (None if row.growth is None else pytest.approx(float(row.growth), abs=0.011))
            assert shown.adverts.value == row.adverts

    @pytest.mark.parametrize(
        ("query", "first"),
        [
            ({"sort": "-pay"}, "1111"),
            ({"sort": "title"}, "4124"),
            ({"sort": "-people"}, None),
            ({"sort": "-adverts"}, "3556"),
            ({"sort": "-growth"}, None),
        ],
    )
    def test_sorts_with_what_is_not_published_last(self, query, first):
        rows = body("occupations/", {**query, "page_size": 100})["results"]
        field = query["sort"].lstrip("-")
        if field == "title":
            values = [row["title"] for row in rows]
            assert values == sorted(values)
            return
        values = [(row["pay"]["median"] if field == "pay" else row[field])["value"] for row in rows]
        held = [value for value in values if value is not None]
        assert held == sorted(held, reverse=True)
        assert values[: len(held)] == held
        if first:
            assert rows[0]["soc2020"] == first

    def test_filters_narrow(self):
        assert set(codes({"group": "524"})) == {"5241", "5242", "5243", "5244", "5245", "5246", "5249"}
        well_paid = body("occupations/", {"min_pay": 60000, "max_pay": 70000, "page_size": 100})["results"]
        assert well_paid
        assert all(60000 <= row["pay"]["median"]["value"] <= 70000 for row in well_paid)
        growing = body("occupations/", {"growth": "growing", "page_size": 100})["results"]
        assert all(row["growth"]["value"] > 0.5 for row in growing)
        wanted = body("occupations/", {"min_adverts": 100000})["results"]
        assert all(row["adverts"]["value"] >= 100000 for row in wanted)
        assert "5241" in codes({"industry": "F", "page_size": 100, "group": "52"})

    def test_area_shows_pay_there_and_hides_nothing(self):
        found = body("occupations/", {"area": LONDON, "level": "major"})
        assert found["count"] == 9
        assert {row["pay"]["median"]["area"]["code"] for row in found["results"]} == {LONDON}
        (professional,) = [row for row in found["results"] if row["soc2020"] == "2"]
        assert professional["pay"]["median"]["value"] == 57057  # ASHE table 3, 2025

    def test_what_is_not_published_says_so(self):
        rows = body("occupations/", {"area": LONDON, "page_size": 100})["results"]
        missing = [row["pay"]["median"] for row in rows if row["pay"]["median"]["value"] is None]
        assert missing
        assert {figure["reason"] for figure in missing} <= {"not_published", "unreliable", "disclosive", "not_held"}

    def test_nothing_found_is_an_empty_list(self):
        found = body("occupations/", {"min_pay": 9999999})
        assert found == {"count": 0, "next": None, "previous": None, "results": []}

    def test_pages_hold_every_occupation_once(self):
        found, seen = body("occupations/", {"page_size": 100, "sort": "-growth"}), []
        while True:
            seen += [row["soc2020"] for row in found["results"]]
            if found["next"] is None:
                break
            found = body("occupations/", found["next"].partition("?")[2])
        assert len(seen) == len(set(seen)) == 412

    @pytest.mark.parametrize(
        ("query", "status", "fields"),
        [
            ("level=tiny", 400, ["level"]),
            ("growth=fast&sort=luck", 400, ["growth", "sort"]),
            ("min_pay=abc&max_pay=lots&page=0", 400, ["min_pay", "max_pay", "page"]),
            ("group=9999", 400, ["group"]),
            ("industry=Z", 400, ["industry"]),
            ("area=nowhere", 400, ["area"]),
            (f"area={LEEDS}", 400, ["area"]),
            ("levle=unit", 400, ["levle"]),
            ("level=unit&level=minor", 400, ["level"]),
            ("page_size=101", 400, ["page_size"]),
            ("page=18", 404, ["page"]),
            ("q=%00", 400, ["q"]),
        ],
    )
    def test_wrong_values_are_named_with_the_reason(self, query, status, fields):
        assert_problem(ask("occupations/", query), status, *fields)

    def test_reason_for_an_area_without_pay_by_occupation_is_said_in_words(self):
        assert "not for Leeds" in ask("occupations/", {"area": LEEDS}).errors()["area"]


class TestDetail:
    @pytest.mark.parametrize("code", MEDIANS)
    def test_main_figures(self, code):
        found = body(f"occupations/{code}/")
        assert found["soc2020"] == code
        assert found["pay"]["median"]["value"] == MEDIANS[code]
        assert (found["pay"]["measure"], found["pay"]["hours"]) == ("annual", "full_time")
        for figure in figures_in(found):
            assert_whole(figure)

    def test_electricians(self):
        found = body("occupations/5241/")
        assert [group["soc2020"] for group in found["wider"]] == ["524", "52", "5"]
        assert found["narrower"] == []
        assert "Electrician" in found["names"]["shown"]
        assert found["names"]["count"] == body("occupations/5241/titles/")["count"]
        assert found["hours"]["unit"] == "hours_a_week"
        assert found["outlook"]["group"]["soc2020"] == "52"
        assert found["outlook"]["group"]["units"] == len(
            [code for code in codes({"group": "52", "page_size": 100}) if code.startswith("52")]
        )
        assert found["adverts"]["trend"] in ("up", "down", "steady")
        assert found["adverts"]["per_1000"]["value"] == round(1000 * 45146 / 190731, 1)

    @pytest.mark.parametrize(("code", "level"), [("5", "major"), ("52", "sub_major"), ("524", "minor")])
    def test_wider_groups_have_their_own_answer(self, code, level):
        found = body(f"occupations/{code}/")
        assert found["level"] == level
        assert found["narrower"]
        assert all(group["soc2020"].startswith(code) for group in found["narrower"])
        assert found["pay"]["median"]["level"]["code"] == code
        assert ask(f"occupations/{code}/titles/").body["count"] > 100

    def test_pay_of_a_group_that_the_newest_table_lacks_is_of_the_edition_before(self):
        median = body("occupations/52/")["pay"]["median"]
        assert (median["value"], median["period"]) == (38044, "tax year to April 2024")  # 14.7a, full-time

    def test_area_is_honoured_and_what_stands_in_is_labelled(self):
        found = body("occupations/5241/", {"area": LEEDS})
        assert found["area"]["name"] == "Leeds"
        assert found["pay"]["median"]["area"] == {
            "code": "E12000003",
            "name": "Yorkshire and The Humber",
            "kind": "region",
            "asked": "Leeds",
        }
        assert found["people"]["area"]["code"] == LEEDS
        assert found["people"]["level"]["asked"] == "Electricians and electrical fitters"
        assert found["outlook"]["growth"]["area"]["asked"] == "Leeds"
        # Adverts of the UK over people of Leeds would be nonsense.
        assert found["adverts"]["per_1000"]["value"] is None

    def test_outside_england_there_is_no_outlook(self):
        assert body("occupations/5241/", {"area": SCOTLAND})["outlook"] is None

    def test_caveats_are_shown_and_change_the_etag(self):
        before = ask("occupations/2211/")
        OccupationNote.objects.filter(soc2020_id="2211").delete()
        OccupationNote.objects.create(soc2020_id="2211", kind="employees_only", text="GP partners.", basis="ASHE")
        after = ask("occupations/2211/")
        assert after.body["notes"] == [{"kind": "employees_only", "text": "GP partners.", "basis": "ASHE"}]
        assert after.response["ETag"] != before.response["ETag"]

    @pytest.mark.parametrize("code", ["9999", "0", "52411", "x", "5241x", "%00"])
    def test_unknown_code_is_404(self, code):
        assert_problem(ask(f"occupations/{code}/"), 404, "soc2020")

    @pytest.mark.parametrize("name", UNDER)
    def test_unknown_code_is_404_below_too(self, name):
        assert_problem(ask(f"occupations/9999/{name}/"), 404, "soc2020")

    def test_links_lead_to_what_lies_under_it(self):
        links = body("occupations/5241/")["links"]
        assert set(links) == set(UNDER)
        for address in links.values():
            assert ask(address.partition("/api/v1/")[2]).status == 200


class TestUnderAnOccupation:
    @pytest.mark.parametrize("name", UNDER)
    def test_is_a_list_of_whole_figures(self, name):
        found = body(f"occupations/5241/{name}/")
        assert {"count", "next", "previous", "results"} <= found.keys()
        assert 0 < len(found["results"]) <= found["count"]
        for figure in figures_in(found):
            if "measure" in figure or "quality" in figure:
                assert_whole(figure)

    def test_pay_has_years_sexes_hours_areas_and_ages(self):
        found = body("occupations/5241/pay/", {"page_size": 1000})
        assert {row["year"] for row in found["results"]} == {2021, 2022, 2023, 2024, 2025}
        assert {row["sex"] for row in found["results"]} == {"all", "female", "male"}
        assert {row["hours"] for row in found["results"]} == {"all", "full_time", "part_time"}
        assert found["typical"]["p75"]["value"] == 49138
        assert {part["key"][:3] for part in found["by_area"]} == {"E12", "W92", "S92"}
        assert {part["key"] for part in found["by_age"]} >= {"18-21", "60+"}
        assert all(part["median"]["level"]["code"] == "5" for part in found["by_age"])

    def test_pay_rows_are_those_of_the_slice(self):
        query = {"year": 2024, "measure": "annual"}
        assert (
            body("occupations/5241/pay/", query)["results"] == body("lmi/pay/", {**query, "soc2020": "5241"})["results"]
        )

    def test_pay_in_an_area_stands_in_by_the_policy(self):
        found = body("occupations/2313/pay/", {"area": LEEDS, "year": 2025})
        assert {row["area"]["asked"] for row in found["results"]} == {"Leeds"}
        assert found["typical"]["median"]["area"]["asked"] == "Leeds"

    def test_women_and_men(self):
        found = body("occupations/6135/pay/")["women_and_men"]
        women, men = found["women"]["value"], found["men"]["value"]
        assert found["women_percent"]["value"] == round(100 * women / (women + men), 1)
        assert found["women_percent"]["unit"] == "percent"

    def test_employment_by_industry_adds_up_to_its_lower_bound(self):
        found = body("occupations/5241/employment/")
        known = [part["people"]["value"] for part in found["by_industry"] if part["people"]["value"] is not None]
        assert found["people"]["value"] == sum(known)
        assert len(found["by_industry"]) == 19
        assert sum(part["share"]["value"] for part in found["by_industry"] if part["share"]) == pytest.approx(
            100, abs=1
        )
        assert {part["people"]["level"]["code"] for part in found["by_area"]} == {"524"}

    def test_outlook_has_levels_and_parts(self):
        found = body("occupations/5241/outlook/")
        assert (found["outlook"]["base_year"], found["outlook"]["end_year"]) == (2020, 2035)
        assert {part["breakdown"] for part in found["parts"]} == {"sex", "qualification"}

    def test_adverts_are_monthly(self):
        found = body("occupations/5241/adverts/", {"page_size": 1000})
        months = [row["month"] for row in found["results"]]
        assert months == sorted(months)
        assert (months[0], months[-1], len(months)) == ("2017-01", "2026-06", 114)
        gap = next(row for row in found["results"] if row["month"] == "2026-03")
        assert gap["adverts"] == {"value": None, "unit": "adverts", "quality": None, "reason": "not_published"}

    def test_titles_come_in_pages_with_their_codes(self):
        found = body("occupations/5241/titles/", {"page_size": 10})
        assert len(found["results"]) == 10
        assert {row["soc2020"] for row in found["results"]} == {"5241"}
        assert found["results"][0]["release"]["source"] in ("soc-2020-index", "soc-2020-related-titles")

    def test_related_say_why(self):
        found = body("occupations/5241/related/")["results"]
        assert {row["basis"] for row in found} <= {"onet", "same_group"}
        strengths = [row["strength"]["value"] for row in found if row["strength"]]
        assert strengths == sorted(strengths, reverse=True)
        assert all(row["release"]["source"] == "onet-related" for row in found if row["basis"] == "onet")
        assert "5241" not in {row["soc2020"] for row in found}

    @pytest.mark.parametrize(
        ("path", "query", "status", "field"),
        [
            ("occupations/5241/pay/", {"area": "nowhere"}, 404, "area"),
            ("occupations/5241/pay/", {"soc2020": "5242"}, 400, "soc2020"),
            ("occupations/5241/outlook/", {"sex": "x"}, 400, "sex"),
            ("occupations/5241/titles/", {"page": 99}, 404, "page"),
            ("occupations/5241/related/", {"page": 1}, 400, "page"),
            ("occupations/5241/", {"area": "nowhere"}, 404, "area"),
        ],
    )
    def test_wrong_values_are_named(self, path, query, status, field):
        assert_problem(ask(path, query), status, field)


class TestCompare:
    def test_columns_come_in_the_order_asked_for(self):
        found = body("compare/", {"soc2020": "2313,5241,6135,8211"})
        assert [column["soc2020"] for column in found["results"]] == ["2313", "5241", "6135", "8211"]
        assert [column["pay"]["median"]["value"] for column in found["results"]] == [47632, 39647, 27468, 39905]
        assert found["count"] == 4
        assert [point["year"] for point in found["results"][1]["pay_series"]] == [2021, 2022, 2023, 2024, 2025]
        for figure in figures_in(found):
            assert_whole(figure)

    def test_says_when_two_share_a_projection(self):
        assert body("compare/", {"soc2020": "5241,2313,5249"})["shared_outlook"] == [["5241", "5249"]]

    def test_same_as_each_occupation_by_itself(self):
        found = body("compare/", {"soc2020": "5241,2313", "area": LEEDS})
        for column in found["results"]:
            alone = body(f"occupations/{column['soc2020']}/", {"area": LEEDS})
            for name in ("pay", "hours", "people", "outlook"):
                assert column[name] == alone[name]

    @pytest.mark.parametrize(
        ("query", "status", "field"),
        [
            ("", 400, "soc2020"),
            ("soc2020=1111,1112,1121,1122,1123", 400, "soc2020"),
            ("soc2020=5241,9999", 404, "soc2020"),
            ("soc2020=5241&area=nowhere", 404, "area"),
        ],
    )
    def test_wrong_values_are_named(self, query, status, field):
        assert_problem(ask("compare/", query), status, field)


class TestCost:
    @pytest.mark.parametrize(
        ("path", "most"),
        [
            ("occupations/?page_size=5", 8),
            ("occupations/?page_size=100&sort=-pay&growth=growing", 8),
            ("occupations/5241/", 8),
            (f"occupations/5241/?area={LEEDS}", 8),
            ("occupations/52/", 8),
            ("occupations/5241/pay/", 8),
            (f"occupations/5241/pay/?area={LEEDS}", 8),
            (f"occupations/5241/employment/?area={LEEDS}", 8),
            ("occupations/5241/outlook/", 8),
            ("occupations/5241/adverts/", 8),
            ("occupations/5/titles/?page_size=100", 8),
            ("occupations/5241/related/", 8),
            ("compare/?soc2020=5241", 8),
            (f"compare/?soc2020=5241,2313,6135,8211&area={LEEDS}", 8),
        ],
    )
    def test_statements_stay_few(self, path, most, django_assert_max_num_queries):
        ask("occupations/", {"page_size": 1})  # reads the registers
        with django_assert_max_num_queries(most):
            assert ask(*path.split("?")).status == 200
