"""Outcodes and towns: which authority each is put into and why, and which lists are refused."""

from __future__ import annotations

import csv

import pytest

from evidence.importing.pipeline import Request, run_import
from lmi.importers.outcodes import CENTRE_COLUMNS, DISTRICT_COLUMNS, OutcodeCentroids, PlaceNames, names_in
from lmi.models import Area, Outcode, PlaceName
from tests.lmi.raw_files import assert_starter_is_what_is_read, files_of, read_rows, refusal

pytestmark = [pytest.mark.django_db, pytest.mark.services]

OXFORD, VALE, CARFAX = "E07000178", "E07000180", ("51.752", "-1.258")
ABINGDON = ("51.671", "-1.283")


def write(path, header, rows):
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def district(code, town="", region="", country="ENG", point=CARFAX):
    return (code, "0", "0", *point, town, region, "", country, "")


@pytest.fixture
def place(tmp_path):
    """Where one outcode at a point goes, given what the list of districts says."""

    def placed(code, *districts, point=CARFAX):
        files = [
            write(tmp_path / "centres.csv", CENTRE_COLUMNS, [(code, "10", "0", "0", *point)]),
            write(tmp_path / "districts.csv", DISTRICT_COLUMNS, districts),
        ]
        rows, report = read_rows(OutcodeCentroids(), files)
        assert report.bad_rows == []
        row = next(row for row in rows if row["code"] == code)
        return row["authority_id"], row["basis"], row["distance_km"]

    return placed


class TestWhereAnOutcodeGoes:
    def test_to_the_authority_that_the_list_names(self, place):
        assert place("OX14", district("OX14", region="Vale of White Horse")) == (VALE, "district_list", None)

    def test_to_the_authority_that_took_over_the_one_named(self, place):
        assert place("CA1", district("CA1", region="Allerdale"))[:2] == ("E06000063", "district_list")

    def test_to_the_town_of_a_county_that_is_an_authority(self, place):
        oxford = district("OX4", "Oxford", "Oxfordshire")
        assert place("OX4", oxford, point=ABINGDON) == (OXFORD, "district_list", None)

    def test_to_the_borough_whose_chief_place_the_list_names(self, place):
        assert place("SE5", district("SE5", "Camberwell", "Greater London"))[:2] == ("E09000028", "district_list")

    def test_a_town_of_another_county_says_nothing(self, place):
        newport = district("CB11", "Newport", "Essex")
        authority, basis, _ = place("CB11", newport, point=("51.985", "0.213"))
        assert (authority, basis) == ("E07000077", "nearest_centroid")

    def test_else_to_the_nearest_centre_in_the_county(self, place):
        authority, basis, distance = place("OX14", district("OX14", "Culham", "Oxfordshire"), point=("51.67", "-1.40"))
        assert (authority, basis) == (VALE, "nearest_centroid")
        assert 0 < distance < 10

    def test_the_county_keeps_it_from_a_nearer_centre_beyond(self, place):
        bedford_centre = ("52.196", "-0.455")
        inside, basis, _ = place("XX1", district("XX1", "", "Cambridgeshire"), point=bedford_centre)
        assert place("XX2", point=bedford_centre)[0] == "E06000055"
        assert Area.objects.get(code=inside).other_names.count("Cambridgeshire") == 1
        assert basis == "nearest_centroid"

    def test_one_the_list_lacks_goes_where_the_one_it_was_split_from_goes(self, place):
        assert place("EC1P", district("EC1", "Islington", "Greater London"))[:2] == ("E09000019", "district_list")
        assert place("G75", district("G74", "", "South Lanarkshire", "SCT"))[:2] == ("S12000029", "district_list")

    def test_one_that_no_list_knows_goes_to_the_nearest_centre(self, place):
        authority, basis, distance = place("XX9")
        assert (authority, basis) == (OXFORD, "nearest_centroid")
        assert distance < 5

    def test_northern_ireland_comes_from_the_list(self, tmp_path):
        centres = write(tmp_path / "c.csv", CENTRE_COLUMNS, [])
        belfast = district("BT1", "", "Belfast", "NIR", ("54.59941", "-5.92838"))
        listed = write(tmp_path / "d.csv", DISTRICT_COLUMNS, [belfast, district("OX1", "Oxford", "Oxfordshire")])
        rows, _ = read_rows(OutcodeCentroids(), [listed, centres])
        assert [(row["code"], row["postcodes"], row["authority_id"]) for row in rows] == [("BT1", None, "N09000003")]


class TestRefusedAndSetAside:
    def test_a_missing_file(self, tmp_path):
        centres = write(tmp_path / "c.csv", CENTRE_COLUMNS, [])
        assert "two files belong together" in refusal(OutcodeCentroids(), [centres])

    def test_renamed_columns(self, tmp_path):
        centres = write(tmp_path / "c.csv", ("outcode", "postcodes", "easting", "northing", "lat", "long"), [])
        listed = write(tmp_path / "d.csv", DISTRICT_COLUMNS, [])
        assert "missing: latitude, longitude" in refusal(OutcodeCentroids(), [centres, listed])

    def test_before_the_areas_are_loaded(self, tmp_path):
        Area.objects.update(kind="region")
        files = [write(tmp_path / "c.csv", CENTRE_COLUMNS, []), write(tmp_path / "d.csv", DISTRICT_COLUMNS, [])]
        assert refusal(OutcodeCentroids(), files) == "load the areas first: outcodes are placed in them"

    def test_rows_without_coordinates_or_nation(self, tmp_path):
        centres = write(tmp_path / "c.csv", CENTRE_COLUMNS, [("OX1", "10", "0", "0", "", "-1.2")])
        rows = [
            district("OX1", country="ENG", point=("", "")),
            district("XX1", country="FRA"),
            district("JE1", country="JE"),
        ]
        listed = write(tmp_path / "d.csv", DISTRICT_COLUMNS, rows)
        found, report = read_rows(OutcodeCentroids(), [centres, listed])
        assert found == []
        assert sorted((file, line) for file, line, _, _ in report.bad_rows) == [
            ("c.csv", 2),
            ("d.csv", 2),
            ("d.csv", 3),
        ]

    def test_an_outcode_twice(self, tmp_path):
        twice = [("OX1", "10", "0", "0", *CARFAX)] * 2
        files = [write(tmp_path / "c.csv", CENTRE_COLUMNS, twice), write(tmp_path / "d.csv", DISTRICT_COLUMNS, [])]
        outcome = run_import(OutcodeCentroids(), files, Request(apply=True))
        assert outcome.state == "refused"
        assert "the key OX1 stands twice" in outcome.findings[0].message


class TestTowns:
    @pytest.mark.parametrize(
        ("cell", "names"),
        [
            ("Oxford", ["Oxford"]),
            ("", []),
            ("Tyne and Wear", ["Tyne and Wear"]),
            ("Gorgie, Stenhouse and Sighthill", ["Gorgie", "Stenhouse", "Sighthill"]),
        ],
    )
    def test_names_in_a_cell(self, cell, names):
        assert names_in(cell) == names

    def test_a_town_goes_where_its_outcode_goes_and_withdrawn_outcodes_are_left_out(self, tmp_path):
        rows = [district("OX14", "Culham", "Oxfordshire"), district("OX8", "Witney", "Oxfordshire")]
        found, _ = read_rows(PlaceNames(), [write(tmp_path / "d.csv", DISTRICT_COLUMNS, rows)])
        assert [(row["name"], row["authority_id"]) for row in found] == [
            ("Culham", Outcode.objects.get(code="OX14").authority_id)
        ]

    def test_before_the_outcodes_are_loaded(self, tmp_path):
        Outcode.objects.all().delete()
        assert "load the outcodes first" in refusal(PlaceNames(), [write(tmp_path / "d.csv", DISTRICT_COLUMNS, [])])


class TestPublishersFiles:
    """Compared with values looked up by hand in the files."""

    def test_how_many_there_are(self):
        rows, report = read_rows(OutcodeCentroids(), files_of(OutcodeCentroids()))
        assert report.bad_rows == []
        codes = [row["code"] for row in rows]
        assert (len(codes), sum(code.startswith("BT") for code in codes)) == (2945, 80)
        assert not [code for code in codes if code.startswith(("GY", "JE", "IM"))]
        assert all(row["authority_id"] for row in rows)

    @pytest.mark.parametrize(
        ("code", "authority", "basis"),
        [
            ("OX4", "E07000178", "district_list"),
            ("RG1", "E06000038", "district_list"),
            ("SE1", "E09000028", "district_list"),
            ("HU1", "E06000010", "district_list"),
            ("BT92", "N09000006", "district_list"),
            ("G75", "S12000029", "district_list"),
            ("LL57", "W06000002", "district_list"),
            ("BH1", "E06000058", "district_list"),
            ("LA9", "E06000064", "nearest_centroid"),
            ("CB1", "E07000008", "nearest_centroid"),
        ],
    )
    def test_outcodes(self, code, authority, basis):
        row = Outcode.objects.get(code=code)
        assert (row.authority_id, row.basis) == (authority, basis)
        assert (row.distance_km is None) == (basis == "district_list")

    def test_every_authority_has_an_outcode(self):
        assert Outcode.objects.values("authority").distinct().count() == 361

    def test_towns_are_kept_with_their_outcodes(self):
        assert set(PlaceName.objects.filter(name="Kendal").values_list("outcode", flat=True)) == {"LA8", "LA9"}
        assert not PlaceName.objects.filter(name__contains=",").exists()
        assert not PlaceName.objects.filter(outcode__startswith="GY").exists()

    @pytest.mark.parametrize("importer", [OutcodeCentroids(), PlaceNames()])
    def test_the_starter_table_is_what_is_read(self, importer):
        assert_starter_is_what_is_read(importer)
