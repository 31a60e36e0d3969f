"""The API's answers against figures looked up by hand (figures_checked_by_hand), and those against the files' cells."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from openpyxl import load_workbook

from evidence.models import Release
from pathways.models import MoneyRule, Qualification, Standard, SubjectEntry
from tests.lmi.api_answers import ask
from tests.pathways import figures_checked_by_hand as known

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
REGISTER = "apprenticeships/standards_2026-07-02.tsv"
STATUS_CODES = {"In development": "in_development"}


@pytest.fixture(autouse=True)
def _on_a_fixed_day():
    with time_machine.travel(TODAY, tick=False):
        yield


def body(path: str, query: Any = None) -> Any:
    answer = ask(path, query)
    assert answer.status == 200, answer.body
    return answer.body


def told(figure: dict[str, Any]) -> tuple[float | None, str]:
    """A figure's value, and the reason when it has none; it always says whose figure it is, or why there is none."""
    assert figure["value"] is None or (figure["release"] and figure["period"] and figure["area"] and figure["level"])
    return figure["value"], figure["reason"] or ""


def one(rows: list[dict[str, Any]], **wanted: Any) -> dict[str, Any]:
    """The only row with these values."""
    found = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    assert len(found) == 1, wanted
    return found[0]


def number(value: float | None, reason: str = known.NOT_PUBLISHED) -> tuple[float | None, str]:
    """What is told of a number that may be missing."""
    return (value, "") if value is not None else (None, reason)


def every_row(path: str, query: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows of all pages of a list."""
    found, page = [], 1
    while page:
        answer = body(path, {**query, "page": page, "page_size": 100})
        found += answer["results"]
        page = page + 1 if answer["next"] else 0
    return found


# The files, as plain text


def read_lines(file: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a delimited file with their lines; skips the test where the file is not at hand."""
    path = settings.RAW_DATA_DIR / file
    if not path.exists():
        pytest.skip(f"the publisher's file is not at hand: {file}")
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8-sig", newline="") as handle:
        reader = csv.reader(handle, delimiter="\t" if path.suffix == ".tsv" else ",")
        header = next(reader)
        for cells in reader:
            yield reader.line_num, dict(zip(header, cells, strict=True))


@cache
def lines_of(file: str) -> dict[int, dict[str, str]]:
    """Rows of a file of moderate size by their lines."""
    return dict(read_lines(file))


def amount(cell: str) -> float | None:
    """A printed cell as a number, None for a mark or nothing."""
    try:
        value = float(cell)
    except ValueError:
        return None
    return None if value == -10000 else value


@cache
def sheet_of(file: str, sheet: str) -> list[tuple[Any, ...]]:
    path = settings.RAW_DATA_DIR / file
    if not path.exists():
        pytest.skip(f"the publisher's file is not at hand: {file}")
    return list(load_workbook(path, read_only=True)[sheet].iter_rows(values_only=True))


def test_there_are_enough_and_none_twice():
    tables = [
        *(known.STANDARDS, known.FINISHERS, known.TLEVELS, known.QUALIFICATIONS, known.TARIFF, known.ENTRIES),
        *(known.GRADUATE_PAY, known.GRADUATE_ACTIVITY, known.WITHOUT, known.INDUSTRIES, known.AFTER_GCSES_PAY),
        *(known.AFTER_GCSES_ACTIVITY, known.DELIVERED, known.TAUGHT, known.MONEY),
    ]
    assert all(len(set(table)) == len(table) for table in tables)
    assert sum(len(table) for table in tables) >= 120


class TestCounts:
    """What the issue says the sources hold."""

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ({}, 938),
            ({"kind": "standard"}, 918),
            ({"kind": "foundation"}, 9),
            ({"kind": "unit"}, 11),
        ],
    )
    def test_standards(self, query, count):
        wanted = {"kind": "", **query}["kind"]
        assert Standard.objects.filter(**({"kind": wanted} if wanted else {})).count() == count

    def test_states_of_standards(self):
        of = Standard.objects.filter(kind="standard")
        assert of.filter(status="live").count() == 575
        assert of.filter(status="in_development").count() == 112
        assert of.filter(is_under_revision=True, status="in_development").count() == 76
        assert Standard.objects.filter(is_under_revision=True).count() == 76

    def test_the_rest(self):
        assert body("tlevels/", {"page_size": 1})["count"] == 28
        assert sum(Release.objects.filter(source="tlevel-specialisms").values_list("row_count", flat=True)) == 96
        assert body("qualifications/", {"page_size": 1})["count"] == Qualification.objects.count() == 8092
        years = SubjectEntry.objects.values_list("year", flat=True)
        assert (min(years), max(years), len(set(years))) == (1996, 2025, 30)


@pytest.mark.parametrize("row", known.STANDARDS, ids=lambda row: row.reference)
class TestStandards:
    def test_the_api(self, row):
        found = body(f"standards/{row.reference}/")
        assert (found["level"], found["version"] or "") == (row.level, row.version)
        assert found["status"] == STATUS_CODES.get(row.status, row.status.lower())
        assert told(found["max_funding"]) == number(row.band)
        assert told(found["typical_months"]) == number(row.months)
        assert found["is_open"] is (row.status == "Live" or row.reference == "ST0135")

    def test_the_page(self, row):
        page = Client().get(f"/standards/{row.reference}/").content.decode()
        if row.band:
            assert f"£{row.band:,}" in page
        if row.level:
            assert f"Level {row.level}" in page
        assert "£0" not in page

    def test_the_printed_row(self, row):
        printed = lines_of(REGISTER)[row.line]
        assert (printed["reference"], printed["status"], printed["version"]) == (row.reference, row.status, row.version)
        for name, value in (
            ("level", row.level),
            ("max_funding_gbp", row.band),
            ("typical_duration_months", row.months),
        ):
            assert (amount(printed[name]) or None) == value


@pytest.mark.parametrize("row", known.FINISHERS, ids=lambda row: f"{row.file}-{row.reference}-{row.ukprn}-{row.year}")
class TestFinishers:
    def found(self, row):
        if row.file == "national":
            return one(body("standards/ST0152/")["rates_of_all"], year=row.year)
        if row.file == "by_standard":
            return one(body(f"standards/{row.reference}/")["rates"], year=row.year)
        if row.file == "by_provider":
            return one(body(f"providers/{row.ukprn}/")["rates"], year=row.year)
        rows = every_row(f"standards/{row.reference}/providers/", {"year": row.year})
        return one(rows, ukprn=row.ukprn)

    def test_the_api(self, row):
        found = self.found(row)
        assert told(found["leavers"]) == (row.leavers, row.marks[0])
        assert told(found["rate"]) == (row.rate, row.marks[1])

    def test_the_printed_row(self, row):
        printed = lines_of(f"apprenticeships/achievement_rates_{row.file}.csv")[row.line]
        assert printed["academic_year"] == row.year[2:].replace("/", "")
        assert printed.get("standard_reference", "") == row.reference
        assert printed.get("ukprn", "") == row.ukprn
        assert (amount(printed["leavers"]), amount(printed["achievement_rate"])) == (row.leavers, row.rate)
        marks = {"low": known.LOW, "x": known.SUPPRESSED, "c": known.DISCLOSIVE}
        assert (marks.get(printed["leavers"], ""), marks.get(printed["achievement_rate"], "")) == row.marks


@pytest.mark.parametrize("row", known.TLEVELS, ids=lambda row: str(row.number))
class TestTLevels:
    def test_the_api(self, row):
        found = body(f"tlevels/{row.number}/")
        assert (found["lars_code"], found["name"], found["start_year"]) == (row.lars_code, row.name, row.start_year)
        assert found["first_start"] == f"{row.start_year}-09-01"

    def test_the_printed_row(self, row):
        printed = lines_of("qualifications/tlevel_pathways.csv")[row.line]
        cells = printed["id"], printed["lars_code"], printed["name"], printed["start_year"]
        assert cells == (str(row.number), row.lars_code, row.name, str(row.start_year))


@pytest.mark.parametrize("row", known.QUALIFICATIONS, ids=lambda row: row.qan)
class TestQualifications:
    def test_the_api(self, row):
        found = body(f"qualifications/{row.qan}/")
        assert (found["title"], found["awarding_body"]) == (row.title, row.body)
        assert (found["level"], found["kind"]) == (row.level, row.kind)
        windows = [(one["first"], one["last"]) for one in found["funding"] if one["offer"] == "age_16_19"]
        assert windows == ([row.at_16] if row.at_16 else [])

    def test_the_printed_row(self, row):
        printed = lines_of("qualifications/ofqual_approved_2025-02-18.csv")[row.line]
        assert " ".join(printed["QualificationName"].split()) == row.title
        assert (printed["QualificationNumber"], printed["Level"]) == (row.qan, row.level)
        days = [printed[f"Age1619_FundingApproval{end}Date"] for end in ("Start", "End")]
        window = tuple("-".join(reversed(day.split("/"))) for day in days)
        assert (window if printed["Age1619_FundingAvailable"] == "True" else None) == row.at_16


@pytest.mark.parametrize("row", known.TARIFF, ids=lambda row: f"{row.qualification}-{row.grade}")
class TestTariff:
    def test_the_api(self, row):
        table = one(body("tariff/")["results"], qualification=row.qualification, size=row.size or None)
        grade = one(table["grades"], grade=row.grade)
        assert told(grade["points"]) == (row.points, "")
        assert grade["to_confirm"] is not row.sure

    def test_the_printed_row(self, row):
        printed = lines_of("qualifications/ucas_tariff_2024-25.csv")[row.line]
        cells = printed["qualification"], printed["size"], printed["grade"], int(printed["points"])
        assert cells == row[:4]
        assert ("verify" in printed["note"]) is not row.sure


@pytest.mark.parametrize("row", known.ENTRIES, ids=lambda row: f"{row.slug}-{row.year}-{row.sex}")
class TestALevelEntries:
    def test_the_api(self, row):
        of_sex = one(body(f"subjects/school/alevel/{row.slug}/")["entries"], sex=row.sex)
        year = one(of_sex["years"], year=row.year)
        shares = {grade["grade"]: told(grade["share"]) for grade in year["grades"]}
        assert told(year["entries"]) == (row.entries, "")
        assert shares["grade_a_star"] == number(row.a_star, known.NONE)
        assert (shares["grade_a"], shares["grade_e"]) == ((row.a, ""), (row.e, ""))

    def test_the_printed_row(self, row):
        printed = lines_of("subjects/alevel_entries_1996_2025.csv")[row.line]
        assert printed["subject_name"].casefold().replace(" ", "-") == row.slug
        assert (printed["year"], printed["characteristic_value"].split()[0].casefold()) == (str(row.year), row.sex)
        names = ("astar", "astar_a", "astar_e")
        shares = [amount(printed[f"perc_{name}_grade_achieved"]) for name in names]
        assert (amount(printed["entry_count"]), *shares) == row[3:7]


def groups_of(ukprn: str, subject: str, years: str) -> dict[str, Any]:
    """The published group of a provider's full-time courses of a subject."""
    rows = every_row("outcomes/", {"ukprn": ukprn, "subject": subject, "mode": "full_time"})
    return one([row for row in rows if not row["course"]], years=years)


@pytest.mark.parametrize("row", known.GRADUATE_PAY, ids=lambda row: f"{row.ukprn}-{row.subject}")
class TestGraduatePay:
    def test_the_api(self, row):
        found = groups_of(row.ukprn, row.subject, "2021-22")
        told_of = [told(found[name])[0] for name in ("pay_lower", "pay_median", "pay_upper", "pay_people")]
        assert told_of == [row.lower, row.median, row.upper, row.people]
        assert found["is_small"] is (row.people < 30)

    def test_the_printed_row(self, row):
        printed = lines_of("higher_education/discover_uni_GOSALARY.csv")[row.line]
        names = ("PUBUKPRN", "GOSALSBJ", "KISMODE", "GOSALAGGYEAR")
        assert [printed[name] for name in names] == [row.ukprn, row.subject, "01", "2021-22"]
        names = ("GOINSTLQ", "GOINSTMED", "GOINSTUQ", "GOSALPOP")
        assert [int(printed[name]) for name in names] == list(row[2:6])


@pytest.mark.parametrize("row", known.GRADUATE_ACTIVITY, ids=lambda row: f"{row.ukprn}-{row.subject}")
class TestGraduateActivity:
    def test_the_api(self, row):
        found = groups_of(row.ukprn, row.subject, row.years)
        names = ("work", "study", "work_and_study", "unemployed", "activity_people")
        assert [told(found[name])[0] for name in names] == list(row[3:8])

    def test_the_printed_row(self, row):
        printed = lines_of("higher_education/discover_uni_EMPLOYMENT.csv")[row.line]
        names = ("PUBUKPRN", "EMPSBJ", "KISMODE", "EMPAGGYEAR")
        assert [printed[name] for name in names] == [row.ukprn, row.subject, "01", row.years]
        assert [int(printed[name]) for name in ("WORK", "STUDY", "BOTH", "UNEMP", "EMPRESPONSE")] == list(row[3:8])


@pytest.mark.parametrize("row", known.WITHOUT, ids=lambda row: f"{row.ukprn}-{row.half}-{row.mode}-{row.reason}")
class TestWithoutOutcomes:
    def test_the_api(self, row):
        found = body("outcomes/", {"ukprn": row.ukprn, "page_size": 1})["without"]
        assert one(found, half=row.half, mode=row.mode, reason=row.reason)["courses"] == row.courses

    def test_the_printed_rows(self, row):
        prefix, file = ("GOSAL", "GOSALARY") if row.half == "pay" else ("EMP", "EMPLOYMENT")
        printed = [
            each
            for each in lines_of(f"higher_education/discover_uni_{file}.csv").values()
            if (each["PUBUKPRN"], each["KISMODE"], each[f"{prefix}UNAVAILREASON"]) == (row.ukprn, *row.printed)
            and not each[f"{prefix}AGG"]
        ]
        assert len(printed) == row.courses


@pytest.mark.parametrize("row", known.INDUSTRIES, ids=lambda row: f"{row.subject}-{row.industry}-{row.region}")
class TestIndustriesOfGraduates:
    def test_the_api(self, row):
        query = {"subject": row.subject, "years_after": row.years_after}
        industry = one(body("outcomes/industries/", query)["results"], code=row.industry)
        region = one(industry["regions"], region=row.region)
        assert told(region["people"]) == (row.people, row.marks[0])
        assert told(region["median_pay"]) == (row.pay, row.marks[1])

    def test_the_printed_row(self, row):
        printed = lines_of("outcomes/leo_graduate_subject_industry_region.csv")[row.line]
        assert int(printed["YAG"]) == row.years_after
        assert (amount(printed["living_in_region"]), amount(printed["earnings_median"])) == (row.people, row.pay)


def breakdown_of(part: str) -> tuple[str, str | None]:
    """The breakdown that a category belongs to, and the category itself."""
    if part == "all":
        return "all", None
    return ("region" if part.startswith("E12") else "ks4_attainment"), part


@pytest.mark.parametrize("row", known.AFTER_GCSES_PAY, ids=lambda row: f"{row.group}-{row.part}-{row.years_after}")
class TestPayAfterGcses:
    def test_the_api(self, row):
        breakdown, category = breakdown_of(row.part)
        routes = body("outcomes/", {"breakdown": breakdown})["by_route"]
        points = one(routes, group=row.group, category=category)["points"]
        assert told(one(points, years_after=row.years_after)["figure"]) == (row.value, "")

    def test_the_printed_cell(self, row):
        cells = sheet_of("outcomes/leo_post16_earnings_by_route.xlsx", row.sheet)[row.row - 1]
        assert (cells[0], cells[row.column - 1]) == (row.years_after, row.value)


@pytest.mark.parametrize("row", known.AFTER_GCSES_ACTIVITY, ids=lambda row: f"{row.group}-{row.part}")
class TestActivityAfterGcses:
    def test_the_api(self, row):
        points = one(body("outcomes/")["activity"], group=row.group, activity=row.part)["points"]
        assert told(one(points, years_after=row.years_after)["figure"]) == (row.value, "")

    def test_the_printed_cell(self, row):
        cells = sheet_of("outcomes/leo_post16_main_activity.xlsx", row.sheet)[row.row - 1]
        assert (cells[0], cells[1]) == (row.years_after, row.part)
        assert cells[row.column - 1] == pytest.approx(row.value, abs=0.005)


@cache
def of_providers(file: str) -> list[dict[str, str]]:
    """Lines about the providers that we look at: a hundredth of these files, which are large."""
    ends = tuple(f"({ukprn})" for ukprn in {row.ukprn for row in (*known.DELIVERED, *known.TAUGHT)})
    path = f"providers/apprenticeships_{file}_2026-04.csv.gz"
    return [row for _, row in read_lines(path) if row["provider_name"].endswith(ends)]


def of_provider(file: str, ukprn: str, year: str) -> list[dict[str, str]]:
    """Lines of a provider and year."""
    rows = of_providers(file)
    return [row for row in rows if row["provider_name"].endswith(f"({ukprn})") and row["year"].startswith(year)]


@pytest.mark.parametrize("row", known.DELIVERED, ids=lambda row: f"{row.ukprn}-{row.authority}-{row.year}")
class TestDelivered:
    def test_the_api(self, row):
        areas = body(f"providers/{row.ukprn}/")["areas"]
        area = one(areas, area={"code": row.code, "name": row.authority})
        year = one(area["years"], year=row.year)
        assert (told(year["starts"])[0], told(year["achievements"])[0]) == (row.starts, row.achievements)

    def test_the_printed_rows(self, row):
        rows = [r for r in of_provider("lad_map_data", row.ukprn, row.year) if r["delivery_lad"] == row.authority]
        sums = [sum(int(each[name]) for each in rows) for name in ("starts", "achievements")]
        assert (*sums, len(rows)) == (row.starts, row.achievements, row.lines)


@pytest.mark.parametrize("row", known.TAUGHT, ids=lambda row: f"{row.ukprn}-{row.reference}-{row.year}")
class TestTaught:
    def test_the_api(self, row):
        standard = one(body(f"providers/{row.ukprn}/")["standards"], reference=row.reference)
        year = one(standard["years"], year=row.year)
        assert (told(year["starts"])[0], told(year["achievements"])[0]) == (row.starts, row.achievements)

    def test_the_printed_rows(self, row):
        rows = of_provider("subjects_and_standards", row.ukprn, row.year)
        named = [each for each in rows if each["std_fwk_name"] == row.title]
        sums = [
            sum(int(each["values"]) for each in named if each["measure"] == name) for name in ("Starts", "Achievements")
        ]
        assert sums == [row.starts, row.achievements]


@pytest.mark.parametrize("row", known.MONEY, ids=lambda row: f"{row.rule}-{row.applies_to}-{row.valid_from}")
class TestMoney:
    def test_the_database(self, row):
        found = MoneyRule.objects.get(rule=row.rule, applies_to=row.applies_to, valid_from=row.valid_from)
        assert float(found.value) == row.value

    def test_the_printed_row(self, row):
        printed = lines_of("reference/money_rules.csv")[row.line]
        assert (printed["rule"], printed["applies_to"], printed["valid_from"]) == row[:3]
        assert amount(printed["value"]) == row.value


def test_wages_on_the_api_are_those_of_the_rules():
    rules = body("routes/", {"occupation": "5241", "from": "gcse", "money": "1"})["money"]["rules"]
    told_of = {rule["rule"]: rule["figure"]["value"] for rule in rules}
    assert told_of["minimum_wage/21 and over/2026-04-01"] == 12.71
    assert told_of["minimum_wage/apprentice/2026-04-01"] == 8
