"""T Levels, which version a specialism belongs to, and which T Level a provider's number means."""

from __future__ import annotations

import csv
import json

import pytest

from evidence.importing.pipeline import Request, run_import
from pathways.importers.tlevels import (
    FRAMEWORKS,
    SPECIALISM_COLUMNS,
    TLEVEL_COLUMNS,
    TLevelOffers2022,
    TLevels,
    TLevelSpecialisms,
)
from tests.lmi.raw_files import assert_starter_is_what_is_read, files_of, read_rows, refusal

pytestmark = pytest.mark.services

OLD = ("3", "60369115", "T Level in Building", "Building", "2021", "Construction")
NEW = ("22", "61057800", "T Level in Building", "Building", "2025", "Construction")
MEDIA = ("21", "61040927", "T Level in Media", "Media", "2024", "Creative and Design")
DATA = ("24", "61058002", "T Level in Data", "Data", "2025", "Digital")


def write(path, header, rows):
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([header, *rows])
    return path


@pytest.fixture
def tlevels(tmp_path):
    """The list of T Levels as a file."""
    return lambda *rows, header=TLEVEL_COLUMNS: write(tmp_path / "tlevel_pathways.csv", header, rows)


@pytest.fixture
def both(tmp_path, tlevels):
    """Specialisms and the list of T Levels, as files."""

    def files(*specialisms, header=SPECIALISM_COLUMNS, others=(OLD, NEW, MEDIA, DATA)):
        return [write(tmp_path / "tlevel_specialisms.csv", header, specialisms), tlevels(*others)]

    return files


@pytest.fixture
def providers(tmp_path):
    """A list of one provider with one site, some of it changed."""

    def file(site=None, name="tlevel_providers_2022-02.json", **changes):
        place = {
            "name": "",
            "postcode": "OX14 1GG",
            "town": "Abingdon",
            "latitude": 51.68,
            "longitude": -1.29,
            "website": "https://www.example.org/",
            "deliveryYears": [{"year": 2021, "qualifications": [37, 45]}],
            **(site or {}),
        }
        provider = {"id": 1, "ukPrn": 10000055, "name": "Abingdon College", "locations": [place], **changes}
        path = tmp_path / name
        path.write_text(json.dumps({"providers": [provider]}), encoding="utf-8")
        return [path]

    return file


def versions(files):
    rows, _ = read_rows(TLevelSpecialisms(), files)
    return {row["number"]: json.loads(row["tlevels"]) for row in rows}


class TestTLevels:
    def test_a_version(self, tlevels):
        (row,), _ = read_rows(TLevels(), [tlevels(OLD)])
        assert row == {
            "number": 3,
            "lars_code": "60369115",
            "name": "Building",
            "sector": "Construction",
            "start_year": 2021,
        }

    def test_the_edition_is_named_after_its_years(self, tlevels):
        assert TLevels().edition([tlevels(OLD, NEW)]).edition == "2021 to 2025"

    @pytest.mark.parametrize(
        ("place", "cell", "reason"),
        [
            (0, "x", "not a whole number"),
            (1, "603/6911/5", "form of code"),
            (3, "", "no name"),
            (4, "2019", "before the first"),
        ],
    )
    def test_unusable_rows_are_set_aside(self, tlevels, place, cell, reason):
        rows, report = read_rows(TLevels(), [tlevels((*OLD[:place], cell, *OLD[place + 1 :]), NEW)])
        assert [row["number"] for row in rows] == [22]
        assert reason in report.bad_rows[0][3]

    def test_other_columns_are_refused(self, tlevels):
        assert "missing: route" in refusal(TLevels(), [tlevels(OLD[:5], header=TLEVEL_COLUMNS[:5])])

    def test_a_year_that_is_none_is_refused(self, tlevels):
        assert "start years" in refusal(TLevels(), [tlevels((*OLD[:4], "soon", OLD[5]))])


class TestSpecialisms:
    def test_a_title_of_one_version(self, both):
        assert versions(both(("75", "ZTLOS072", "Technician", "T Level in Media"))) == {75: [21]}

    def test_what_was_added_after_those_of_earlier_tlevels_is_of_the_newer_version(self, both):
        files = both(
            ("9", "ZTLOS026", "Electrotechnical", "T Level in Building"),
            ("75", "ZTLOS072", "Technician", "T Level in Media"),
            ("79", "ZTLOS084", "Electrotechnical", "T Level in Building"),
            ("88", "ZTLOS095", "Analyst", "T Level in Data"),
        )
        assert versions(files) == {9: [3], 75: [21], 79: [22], 88: [24]}

    def test_with_nothing_to_compare_the_older_is_taken(self, both):
        assert versions(both(("79", "ZTLOS084", "Electrotechnical", "T Level in Building"))) == {79: [3]}

    def test_a_title_that_no_tlevel_has_is_set_aside(self, both):
        rows, report = read_rows(TLevelSpecialisms(), both(("75", "ZTLOS072", "Technician", "T Level in Nothing")))
        assert not rows
        assert "no T Level is called" in report.bad_rows[0][3]

    def test_one_file_alone_is_refused(self, both):
        assert "two files belong together" in refusal(TLevelSpecialisms(), both()[:1])

    def test_other_columns_are_refused(self, both):
        header = ("id", "lars_code", "title", "tlevel")
        files = both(("75", "ZTLOS072", "Technician", "T Level in Media"), header=header)
        assert "missing: name" in refusal(TLevelSpecialisms(), files)


class TestProviders:
    def test_one_row_for_each_tlevel_of_a_site(self, providers):
        rows, _ = read_rows(TLevelOffers2022(), providers())
        assert [(row["ukprn"], row["site"], row["tlevel"], row["year"]) for row in rows] == [
            ("10000055", 1, 5, 2021),
            ("10000055", 1, 3, 2021),
        ]

    def test_the_postcode_is_cut_to_its_outcode(self, providers):
        rows, _ = read_rows(TLevelOffers2022(), providers(site={"postcode": "ec1v 7dd"}))
        assert {row["outcode"] for row in rows} == {"EC1V"}

    @pytest.mark.parametrize(
        ("site", "reason"),
        [
            ({"deliveryYears": [{"year": 2021, "qualifications": [46]}]}, "unknown number of a T Level"),
            ({"deliveryYears": [{"year": 2019, "qualifications": [36]}]}, "before the first"),
            ({"postcode": "Oxford"}, "form of postcode"),
        ],
    )
    def test_nothing_is_guessed_at(self, providers, site, reason):
        rows, report = read_rows(TLevelOffers2022(), providers(site=site))
        assert not rows
        assert reason in report.bad_rows[0][3]

    def test_the_month_stands_in_the_name(self, providers):
        assert TLevelOffers2022().edition(providers()).edition == "February 2022"
        assert "does not say its month" in refusal(TLevelOffers2022(), providers(name="providers.json"))

    def test_other_keys_are_refused(self, providers):
        assert "not the list of providers" in refusal(TLevelOffers2022(), self._without(providers(), "ukPrn"))

    def test_a_site_without_position_is_refused(self, providers, tmp_path):
        files = providers()
        found = json.loads(files[0].read_text())
        del found["providers"][0]["locations"][0]["latitude"]
        files[0].write_text(json.dumps(found))
        assert "a site without latitude" in refusal(TLevelOffers2022(), files)

    def test_a_file_cut_short_is_refused(self, providers):
        files = providers()
        files[0].write_text(files[0].read_text()[:-20])
        assert "cut short" in refusal(TLevelOffers2022(), files)

    @pytest.mark.django_db
    def test_a_single_unusable_row_refuses_the_file(self, providers):
        site = {"deliveryYears": [{"year": 2021, "qualifications": [37, 99]}]}
        outcome = run_import(TLevelOffers2022(), providers(site=site), Request(apply=True))
        assert "1 of 2 rows cannot be used" in outcome.findings[0].message

    @staticmethod
    def _without(files, key):
        found = json.loads(files[0].read_text())
        del found["providers"][0][key]
        files[0].write_text(json.dumps(found))
        return files


class TestPublishedFiles:
    def test_twenty_eight_versions(self):
        rows, report = read_rows(TLevels(), files_of(TLevels()))
        assert (len(rows), report.bad_rows) == (28, [])
        assert {row["number"]: row["lars_code"] for row in rows}[8] == "6037066X"

    def test_specialisms_of_renewed_tlevels(self):
        found = versions(files_of(TLevelSpecialisms()))
        assert len(found) == 96
        assert [n for n, of in found.items() if of == [3]] == [*range(9, 17), 21]
        assert [n for n, of in found.items() if of == [22]] == [79, 80, 81, 82, 83, 84, 96]
        assert [n for n, of in found.items() if of == [1]] == [1, 2, 3, 4]
        assert [n for n, of in found.items() if of == [23]] == [85, 86, 87, 97]
        assert [n for n, of in found.items() if of == [4]] == [17, 18]
        assert [n for n, of in found.items() if of == [27]] == [94, 95]

    def test_every_version_has_specialisms(self):
        found = versions(files_of(TLevelSpecialisms()))
        assert {number for of in found.values() for number in of} == set(range(1, 29))

    def test_providers_by_hand(self):
        rows, report = read_rows(TLevelOffers2022(), files_of(TLevelOffers2022()))
        assert (len(rows), report.bad_rows) == (592, [])
        assert len({row["ukprn"] for row in rows}) == 111
        assert len({(row["ukprn"], row["site"]) for row in rows}) == 179
        # What began in 2020 began with the three T Levels of that year: it bears out the numbers' meaning.
        assert {row["tlevel"] for row in rows if row["year"] == 2020} == {1, 4, 5}
        assert {row["tlevel"] for row in rows} == set(FRAMEWORKS.values())
        reading = {row["tlevel"] for row in rows if row["ukprn"] == "10004927" and row["outcode"] == "RG1"}
        assert reading == {5}
        names = {row["name"] for row in rows if row["ukprn"] == "10004927"}
        assert names == {"Reading College", "City of Oxford College"}

    @pytest.mark.parametrize("importer", [TLevels(), TLevelSpecialisms(), TLevelOffers2022()])
    def test_the_starter_table_is_what_is_read(self, importer):
        assert_starter_is_what_is_read(importer)
