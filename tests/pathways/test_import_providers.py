"""Lists of providers: who is in them, where each is put and why, and which lists are refused."""

from __future__ import annotations

import json
from functools import cache

import pytest

from evidence.importing.contract import RefusedFileError
from lmi.models import Area
from pathways.importers import returns
from pathways.importers.placing import Register
from pathways.importers.providers import ApprenticeshipProviders, TLevelProviders, website
from pathways.importers.schools import HEADER as SCHOOLS_HEADER
from pathways.importers.schools import Schools
from pathways.importers.universities import HEADER as INSTITUTION_HEADER
from pathways.importers.universities import TEF_HEADER, Universities
from tests.lmi.raw_files import assert_starter_is_what_is_read, files_of, read_rows, refusal
from tests.pathways.provider_files import ACTIVATE, YEARS, packed, table

pytestmark = [pytest.mark.django_db, pytest.mark.services]

IMPORTERS = [ApprenticeshipProviders, TLevelProviders, Universities, Schools]
OXFORD, SOUTH_EAST = "E07000178", "E12000008"


@cache
def published(importer):
    """Rows of the publisher's lists by key, read once for all tests."""
    rows, report = read_rows(importer(), files_of(importer()))
    assert report.bad_rows == []
    return {row["key"]: {**row, "other": json.loads(row["other"])} for row in rows}


@pytest.mark.parametrize("importer", IMPORTERS)
def test_the_starter_table_is_what_is_read(importer):
    assert_starter_is_what_is_read(importer())


class TestThePublishedLists:
    def test_apprenticeship_providers_stand_where_most_of_their_apprentices_train(self):
        found = published(ApprenticeshipProviders)
        activate = found["10004927"]
        assert (activate["name"], activate["type"]) == ("Activate Learning", "General FE College incl Tertiary")
        assert (activate["area"], activate["region"], activate["basis"]) == (OXFORD, SOUTH_EAST, "main delivery area")
        assert len(found) == 1602
        # Renamed between years: the latest name counts.
        assert found["10033736"]["name"].casefold() == "lift schools"

    def test_a_body_without_a_known_area_has_no_place(self):
        unplaced = [row for row in published(ApprenticeshipProviders).values() if not row["area"]]
        assert len(unplaced) == 263
        assert {(row["latitude"], row["basis"], row["region"]) for row in unplaced} == {(None, "", "")}

    def test_tlevel_providers_stand_at_their_first_site(self):
        found = published(TLevelProviders)
        abingdon = found["10000055"]
        assert (abingdon["latitude"], abingdon["longitude"], abingdon["outcode"]) == (51.6806, -1.287, "OX14")
        assert (abingdon["basis"], abingdon["other"]) == ("published", {"sites": 2})
        # The list names the authority; the outcode alone would say Oxford.
        assert abingdon["area"] == "E07000180"
        assert found["10003732"]["area"] == "E09000022"  # La Retraite: Lambeth, though SW12 is taken for Wandsworth
        assert len(found) == 111

    def test_universities_are_one_row_each_with_their_own_rating(self):
        found = published(Universities)
        arts = found["10000385"]
        assert (arts["name"], arts["outcode"]) == ("The Arts University Bournemouth", "BH12")
        assert arts["other"]["tef"]["overall"] == "Silver"
        assert arts["other"]["legal_name"] == "Arts University Bournemouth, the"
        assert len(found) == 477
        assert sum(row["latitude"] is None for row in found.values()) == 13

    def test_joint_bodies_have_no_rating_of_their_own(self):
        found = published(Universities)
        assert sum("tef" in row["other"] for row in found.values()) == 222
        assert found["99999999"]["name"] == "Brighton and Sussex Medical School"
        assert "tef" not in found["99999999"]["other"]

    def test_universities_of_other_nations_lie_in_them(self):
        gower = published(Universities)["10030408"]
        assert (gower["region"], gower["other"]["nation"]) == ("W92000004", "W92000004")

    def test_schools_keep_status_ages_and_sixth_form(self):
        found = published(Schools)
        haverstock, closed = found["100049"], found["100459"]
        assert (haverstock["ukprn"], haverstock["age_low"], haverstock["age_high"]) == ("10002938", 11, 18)
        assert (haverstock["has_sixth_form"], haverstock["status"], haverstock["outcode"]) == (True, "Open", "NW3")
        assert closed["status"] == "Closed"
        assert sum(row["type"] == "University technical college" for row in found.values()) == 6
        assert len(found) == 1924

    def test_schools_of_barnsley_and_sheffield_are_found_by_name(self):
        areas = {row["area"] for row in published(Schools).values()}
        assert {"E08000016", "E08000019"} <= areas
        assert not areas & {"E08000038", "E08000039", ""}


def trainer_files(tmp_path, areas, breakdowns=None):
    usual = [
        (year, ACTIVATE, "College", "Advanced Apprenticeship", "25+", "London", "London", 3, 5, 1) for year in YEARS
    ]
    named = [("2024/25", "", "", "", "", "Standard", "", "Activate Learning (10004927)", "Starts", 1)]
    return [
        packed(tmp_path / "b_2026-04.csv.gz", returns.BREAKDOWNS_HEADER, breakdowns or usual),
        packed(tmp_path / "a_2026-04.csv.gz", returns.AREAS_HEADER, areas),
        packed(tmp_path / "s_2026-04.csv.gz", returns.STANDARDS_HEADER, named),
    ]


def at(place, learners, year="2024/25"):
    return (year, ACTIVATE, "Reading", place, 0, learners, 0)


class TestApprenticeshipProviders:
    def read(self, tmp_path, *areas):
        every_year = [at(returns.UNKNOWN_PLACE, 99, year) for year in YEARS]
        rows, report = read_rows(ApprenticeshipProviders(), trainer_files(tmp_path, every_year + list(areas)))
        assert report.bad_rows == []
        return rows[0]

    def test_the_area_with_most_apprentices_of_the_last_two_years(self, tmp_path):
        found = self.read(
            tmp_path, at("Reading", 50, "2023/24"), at("Oxford", 5), at("Oxford", 5, YEARS[3]), at("Reading", 9)
        )
        assert (found["area"], found["name"]) == (OXFORD, "Activate Learning")
        assert json.loads(found["other"])["starts"] == {"2022/23": 3, "2023/24": 3, "2024/25": 3, "2025/26": 3}

    def test_no_place_rather_than_a_guess(self, tmp_path):
        assert self.read(tmp_path)["area"] == ""

    def test_rows_that_are_set_aside(self, tmp_path):
        good = (YEARS[0], ACTIVATE, "College", "", "25+", "London", "London", 3, 5, 1)
        breakdowns = [(year, *good[1:]) for year in YEARS] + [("2024/25", "NO NUMBER", *good[2:])]
        areas = [at("Oxford", 1, year) for year in YEARS] + [at("Atlantis", 1), at("Oxford", "low")]
        rows, report = read_rows(ApprenticeshipProviders(), trainer_files(tmp_path, areas, breakdowns))
        assert [row["ukprn"] for row in rows] == ["10004927"]
        assert len(report.bad_rows) == 3

    def test_a_table_that_lacks_a_year(self, tmp_path):
        files = trainer_files(tmp_path, [at("Oxford", 1, year) for year in YEARS[:3]])
        assert "no rows of 2025/26" in refusal(ApprenticeshipProviders(), files)

    def test_files_of_two_months(self, tmp_path):
        files = trainer_files(tmp_path, [at("Oxford", 1, year) for year in YEARS])
        other = files[1].rename(tmp_path / "a_2026-01.csv.gz")
        assert "one year and month" in refusal(ApprenticeshipProviders(), [files[0], other, files[2]])


class TestTLevelProviders:
    def test_no_list_at_all(self, tmp_path):
        path = tmp_path / "list.json"
        for text in ('{"providers": [', "[]", '{"providers": {}}', '{"colleges": []}'):
            path.write_text(text)
            assert "T Level providers" in refusal(TLevelProviders(), [path])

    def test_entries_that_are_set_aside(self, tmp_path):
        site = {"postcode": "OX1 1SA", "latitude": 51.75, "longitude": -1.26, "website": ""}
        entries = [
            {"ukPrn": 10000001, "name": "Good", "locations": [site]},
            {"ukPrn": 10000004, "name": "Old town", "locations": [site | {"town": "Blaydon"}]},
            {"ukPrn": 10000005, "name": "Over the border", "locations": [site | {"town": "Vale of White Horse"}]},
            {"ukPrn": 1, "name": "Short", "locations": [site]},
            {"ukPrn": 10000002, "name": "Nowhere", "locations": []},
            {"ukPrn": 10000003, "locations": [site]},
        ]
        path = tmp_path / "list.json"
        path.write_text(json.dumps({"providers": entries}))
        rows, report = read_rows(TLevelProviders(), [path])
        assert [row["name"] for row in rows] == ["Good", "Old town", "Over the border"]
        assert [row["area"] for row in rows] == [OXFORD, OXFORD, "E07000180"]
        assert [line for _, line, _, _ in report.bad_rows] == [4, 5, 6]


def university(key, ukprn=None, address="Oxpens Road, Oxford, OX1 1SA", nation="XF", legal="Old, the", trading=""):
    return (legal, trading, "", address, "www.old.ac.uk", key, ukprn or key, nation, nation, "", "", "", "")


class TestUniversities:
    def read(self, tmp_path, *rows, tef=(("10000001", "10000001", "10000001", "Gold", "Silver", "Bronze", ""),)):
        return [
            table(tmp_path / "tef.csv", TEF_HEADER, tef),
            table(tmp_path / "institution.csv", INSTITUTION_HEADER, rows),
        ]

    def test_rows_of_one_body_are_one_and_ratings_its_own(self, tmp_path):
        tef = [
            ("10000001", "10000001", "10000001", "Gold", "Silver", "Bronze", ""),
            ("10000001", "10000009", "10000009", "Bronze", "Bronze", "Bronze", ""),
        ]
        files = self.read(tmp_path, university("10000001"), university("10000001", "10000009"), tef=tef)
        rows, report = read_rows(Universities(), files)
        assert [(row["key"], row["name"], row["area"]) for row in rows] == [("10000001", "Old, the", OXFORD)]
        assert json.loads(rows[0]["other"])["tef"]["overall"] == "Gold"
        assert report.bad_rows == []

    def test_what_is_set_aside(self, tmp_path):
        files = self.read(
            tmp_path,
            university("10000001"),
            university("10000001", "10000009", address="Elsewhere"),
            university("123"),
            university("10000002", nation="ZZ"),
        )
        rows, report = read_rows(Universities(), files)
        assert len(rows) == 1
        assert [line for _, line, _, _ in report.bad_rows] == [3, 4, 5]

    def test_an_address_without_a_postcode_places_nobody(self, tmp_path):
        rows, _ = read_rows(
            Universities(),
            self.read(tmp_path, university("10000001", address=""), university("10000002", address="", nation="XH")),
        )
        assert [(row["latitude"], row["region"], row["basis"]) for row in rows] == [
            (None, "", ""),
            (None, "S92000003", ""),
        ]

    def test_ratings_cut_short(self, tmp_path):
        assert "no TEF rating" in refusal(Universities(), self.read(tmp_path, university("10000001"), tef=()))


class TestSchools:
    good = dict.fromkeys(SCHOOLS_HEADER, "") | {
        "URN": "100001", "UKPRN": "10000001", "EstablishmentName": "A", "EstablishmentStatusName": "Open",
        "OfficialSixthFormName": "Not applicable", "DistrictAdministrativeId": OXFORD, "Postcode": "RG1 1AA",
    }  # fmt: skip

    def read(self, tmp_path, header=SCHOOLS_HEADER, **changed):
        row = self.good | changed
        return [table(tmp_path / "schools.csv", header, [[row[name] for name in SCHOOLS_HEADER]])]

    def test_the_named_authority_beats_that_of_the_outcode(self, tmp_path):
        rows, _ = read_rows(Schools(), self.read(tmp_path))
        assert (rows[0]["area"], rows[0]["outcode"], rows[0]["has_sixth_form"]) == (OXFORD, "RG1", None)
        assert (rows[0]["age_low"], "pupils" in rows[0]["other"]) == (None, False)

    @pytest.mark.parametrize(
        "changed", [{"URN": "1"}, {"EstablishmentName": ""}, {"OfficialSixthFormName": "Perhaps"}, {"AgeRangeLow": "x"}]
    )
    def test_what_is_set_aside(self, tmp_path, changed):
        rows, report = read_rows(Schools(), self.read(tmp_path, **changed))
        assert (rows, len(report.bad_rows)) == ([], 1)

    def test_columns_that_changed(self, tmp_path):
        assert "not expected: Urn" in refusal(Schools(), self.read(tmp_path, header=("Urn", *SCHOOLS_HEADER[1:])))


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("www.a.ac.uk", "http://www.a.ac.uk"),
        (" HTTPS://a.ac.uk/x ", "HTTPS://a.ac.uk/x"),
        ("none", ""),
        ("", ""),
        ("see our page a.uk", ""),
        (f"www.{'a' * 300}.uk", ""),
    ],
)
def test_websites(text, address):
    assert website(text) == address


def test_a_damaged_file_is_refused(tmp_path):
    paths = [tmp_path / name for name in ("b_2026-04.csv.gz", "a_2026-04.csv.gz", "s_2026-04.csv.gz")]
    for path in paths:
        path.write_bytes(b"no gzip at all")
    assert "damaged" in refusal(ApprenticeshipProviders(), paths)


def test_providers_need_the_areas(tmp_path):
    Area.objects.update(kind="gb")
    with pytest.raises(RefusedFileError, match="load the areas"):
        Register.read()


def test_the_last_postcode_of_an_address_is_its_place():
    register = Register.read()
    assert register.at("PO1 Building, Oxpens Road, Oxford, ox11sa").outcode == "OX1"
    assert register.at("London").outcode == ""
