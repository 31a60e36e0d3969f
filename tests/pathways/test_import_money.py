"""Money rules and professional registration: what is read, and what is set aside."""

from __future__ import annotations

import pytest

from pathways.importers.money import HEADER, MoneyRules
from pathways.importers.registration import HEADER as REGISTRATION_HEADER
from pathways.importers.registration import ProfessionalRegistration
from tests.lmi.raw_files import assert_starter_is_what_is_read, files_of, read_rows, refusal
from tests.pathways.provider_files import table

pytestmark = [pytest.mark.django_db, pytest.mark.services]

WAGE = ("minimum_wage", "apprentice", "8.00", "GBP per hour", "2026-04-01", "2027-03-31", "GOV.UK", "Rates", "copy", "")


@pytest.mark.parametrize("importer", [MoneyRules, ProfessionalRegistration])
def test_the_starter_table_is_what_is_read(importer):
    assert_starter_is_what_is_read(importer())


def test_the_rules_as_published():
    rows, report = read_rows(MoneyRules(), files_of(MoneyRules()))
    found = {(r["rule"], r["applies_to"], r["valid_from"]): r for r in rows}
    assert len(rows) == 26
    assert report.bad_rows == []
    wage = found["minimum_wage", "apprentice", "2026-04-01"]
    assert (wage["value"], wage["unit"], wage["valid_to"]) == (8.0, "GBP per hour", "2027-03-31")
    fee = found["tuition_fee_cap", "full-time undergraduate England", "2026-08-01"]
    assert (fee["value"], fee["checked"]) == (9790.0, "secondary: confirm")
    yes_or_no = found["level_7_funding", "apprentice aged 16 to 21 at start only", "2026-01-01"]
    assert (yes_or_no["value"], yes_or_no["valid_to"]) == (None, None)


@pytest.mark.parametrize(
    "changed",
    [{2: "eight"}, {4: ""}, {4: "1 April"}, {5: "2025-01-01"}, {0: ""}, {7: ""}, {8: ""}],
    ids=["words for a value", "no start", "no ISO date", "ends first", "no rule", "no publication", "unchecked"],
)
def test_rules_that_are_set_aside(tmp_path, changed):
    cells = [changed.get(place, cell) for place, cell in enumerate(WAGE)]
    rows, report = read_rows(MoneyRules(), [table(tmp_path / "m.csv", HEADER, [WAGE, cells])])
    assert (len(rows), len(report.bad_rows)) == (1, 1)


def test_a_row_cut_short(tmp_path):
    path = table(tmp_path / "m.csv", HEADER, [WAGE, WAGE[:4]])
    assert "cut short" in refusal(MoneyRules(), [path])


def test_registrations_keep_where_they_are_from():
    rows, _ = read_rows(ProfessionalRegistration(), files_of(ProfessionalRegistration()))
    found = {row["slug"]: row for row in rows}
    assert set(found) == {"engtech", "ieng", "ceng", "icttech", "rscitech", "rsci", "csci"}
    assert found["csci"]["provenance"] == "knowledge; verify"
    assert (found["engtech"]["postnominal"], found["engtech"]["indicative_level"]) == ("EngTech", "RQF 3")


def test_registrations_that_are_set_aside(tmp_path):
    rows = [("Council", "Eng Tech", "T", "RQF 3", "", "seen"), ("Council", "EngTech", "T", "RQF 3", "", "")]
    found, report = read_rows(ProfessionalRegistration(), [table(tmp_path / "r.csv", REGISTRATION_HEADER, rows)])
    assert (found, len(report.bad_rows)) == ([], 2)
