"""Areas: who is an authority, what it is called, what it lies in, and which lists are refused."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from evidence.importing.pipeline import Request, run_import
from lmi.importers.areas import AreaRegister, CombinedAuthorityMembers, LsipMembers2023, distinct_names
from lmi.models import Area, AreaMembership
from tests.lmi import area_files
from tests.lmi.area_files import WELSH, authority, county, gone
from tests.lmi.raw_files import assert_starter_is_what_is_read, files_of, read_rows, refusal

pytestmark = pytest.mark.services

OXFORD = authority("E07000178", "Oxford", "OXO", county_la="OXF")
LEEDS = authority("E08000035", "Leeds", "LDS", region="Yorkshire and The Humber")
CARDIFF = authority("W06000015", "Cardiff", "CRF", **WELSH)


@pytest.fixture
def areas(tmp_path):
    """Areas read from small lists, by code."""

    def read(rows, combined=(), lsips=()):
        files = [
            area_files.authorities(tmp_path, rows),
            area_files.combined(tmp_path, list(combined)),
            area_files.lsips(tmp_path, list(lsips)),
        ]
        found, report = read_rows(AreaRegister(), files)
        for row in found:
            row["other_names"] = json.loads(row["other_names"])
        return {row["code"]: row for row in found}, report

    return read


class TestWhatAnAreaLiesIn:
    def test_an_english_authority_falls_back_to_its_region(self, areas):
        found, _ = areas([OXFORD])
        assert found["E07000178"]["parent_id"] == "E12000008"
        assert found["E12000008"]["parent_id"] == "E92000001"
        assert found["E92000001"]["parent_id"] == "K02000001"

    def test_elsewhere_an_authority_falls_back_to_its_nation(self, areas):
        found, _ = areas([CARDIFF])
        assert found["W06000015"]["parent_id"] == found["W06000015"]["nation"] == "W92000004"

    def test_a_group_within_one_region_falls_back_to_it(self, areas):
        found, _ = areas([OXFORD], lsips=[("E07000178", "Oxford", "E69000025", "Oxfordshire")])
        assert (found["E69000025"]["name"], found["E69000025"]["parent_id"]) == ("Oxfordshire", "E12000008")
        assert found["E69000025"]["edition"] == "2023"

    def test_a_group_across_regions_falls_back_to_england(self, areas):
        both = [("E07000178", "Oxford", "E47000099", "Odd"), ("E08000035", "Leeds", "E47000099", "Odd")]
        found, _ = areas([OXFORD, LEEDS], combined=both)
        assert found["E47000099"]["parent_id"] == "E92000001"

    def test_a_group_is_drawn_at_the_mean_of_its_members(self, areas):
        north = authority("E07000001", "North", "NOR", lat="54.0", long="-2.0")
        both = [("E07000178", "Oxford", "E69000001", "Both"), ("E07000001", "North", "E69000001", "Both")]
        found, _ = areas([OXFORD, north], lsips=both)
        assert (found["E69000001"]["latitude"], found["E69000001"]["longitude"]) == (52.85, -1.6)


class TestWhoIsAnAuthority:
    def test_a_county_is_a_name_of_its_districts(self, areas):
        found, _ = areas([OXFORD, county("OXF", "Oxfordshire")])
        assert "E10000001" not in found
        assert "Oxfordshire" in found["E07000178"]["other_names"]

    def test_an_abolished_authority_is_a_name_of_its_last_successor(self, areas):
        somerset = authority("E06000066", "Somerset", "SMT")
        taunton = gone("E07000190", "Taunton Deane", "TAU", "SWT")
        merged = gone("E07000246", "Somerset West and Taunton", "SWT", "SMT")
        found, _ = areas([somerset, taunton, merged])
        assert {"Taunton Deane", "E07000190"} <= set(found["E06000066"]["other_names"])
        assert "E07000190" not in found

    def test_a_county_that_was_split_is_a_name_of_both_halves(self, areas):
        halves = [authority("E06000061", "North", "NNT"), authority("E06000062", "West", "WNT")]
        found, _ = areas([*halves, gone("E10000021", "Northamptonshire", "NTH", "NNT,WNT", "CTY")])
        assert all("Northamptonshire" in found[code]["other_names"] for code in ("E06000061", "E06000062"))

    @pytest.mark.parametrize("change", [{"lat": ""}, {"region": "Wessex"}, {"nation": "Avalon"}])
    def test_one_without_a_place_is_set_aside(self, areas, change):
        found, report = areas([OXFORD | change, LEEDS])
        assert "E07000178" not in found
        assert [line for _, line, _, _ in report.bad_rows] == [2]


class TestNames:
    def test_an_english_authority_is_called_as_ons_calls_it(self, areas):
        lynn = authority("E07000146", "Kings Lynn and West Norfolk", "KIN")
        name = "King's Lynn and West Norfolk"
        found, _ = areas([lynn], lsips=[("E07000146", name, "E69000022", "New Anglia")])
        assert found["E07000146"]["name"] == name
        assert "Kings Lynn and West Norfolk" in found["E07000146"]["other_names"]

    def test_a_name_turned_round_is_turned_back(self, areas):
        bristol = authority("E06000023", "City of Bristol", "BST", alt_names="City of Bristol,bristol, city of")
        found, _ = areas([bristol], lsips=[("E06000023", "Bristol, City of", "E69000036", "West of England")])
        assert found["E06000023"]["name"] == "Bristol"
        assert "city of" not in [name.casefold() for name in found["E06000023"]["other_names"]]

    def test_each_spelling_stands_once_and_damaged_ones_not_at_all(self):
        names = distinct_names("Cardiff", ["Caerdydd", "caerdydd", "cardiff", "Sir Ynys Mï¿½n", "x (city of", " "])
        assert names == ["Caerdydd"]

    def test_codes_newer_than_the_list_lead_to_the_same_authority(self, areas):
        barnsley = authority("E08000016", "Barnsley", "BNS", region="Yorkshire and The Humber")
        found, _ = areas([barnsley], combined=[("E08000038", "Barnsley", "E47000002", "South Yorkshire")])
        assert "E08000038" in found["E08000016"]["other_names"]
        assert found["E47000002"]["parent_id"] == "E12000003"


class TestRefused:
    def test_files_are_told_apart_by_what_they_are(self, tmp_path):
        files = [
            area_files.lsips(tmp_path, []),
            area_files.combined(tmp_path, []),
            area_files.authorities(tmp_path, [OXFORD]),
        ]
        rows, _ = read_rows(AreaRegister(), files)
        assert len(rows) == 15

    def test_a_missing_file(self, tmp_path):
        files = [area_files.authorities(tmp_path, [OXFORD]), area_files.lsips(tmp_path, [])]
        assert "three files belong together" in refusal(AreaRegister(), files)

    def test_a_renamed_column_of_the_list(self, tmp_path):
        columns = ["name" if name == "nice-name" else name for name in area_files.AUTHORITY_COLUMNS]
        files = [
            area_files.authorities(tmp_path, [OXFORD], columns),
            area_files.combined(tmp_path, []),
            area_files.lsips(tmp_path, []),
        ]
        assert "missing: nice-name" in refusal(AreaRegister(), files)

    def test_columns_of_the_workbook_in_another_order(self, tmp_path):
        columns = ("LAD23NM", "LAD23CD", "LSIP23CD", "LSIP23NM")
        assert "another order" in refusal(LsipMembers2023(), [area_files.lsips(tmp_path, [], columns)])

    def test_a_workbook_without_the_sheet(self, tmp_path):
        assert "no sheet" in refusal(LsipMembers2023(), [area_files.lsips(tmp_path, [], sheet="Notes")])

    def test_a_lookup_of_another_year(self, tmp_path):
        columns = ("LAD24CD", "LAD24NM", "CAUTH24CD", "CAUTH24NM", "ObjectId")
        assert "missing: LAD25CD" in refusal(CombinedAuthorityMembers(), [area_files.combined(tmp_path, [], columns)])

    def test_an_authority_in_two_groups_is_set_aside_the_second_time(self, tmp_path):
        rows = [("E07000178", "Oxford", "E69000025", "Oxfordshire"), ("E07000178", "Oxford", "E69000026", "Solent")]
        found, report = read_rows(LsipMembers2023(), [area_files.lsips(tmp_path, rows)])
        assert found == [{"member_id": "E07000178", "group_id": "E69000025"}]
        assert "already in E69000025" in report.bad_rows[0][3]

    @pytest.mark.django_db
    def test_an_unknown_authority_is_set_aside_with_its_line(self, tmp_path):
        members = list(AreaMembership.objects.filter(group__kind="lsip").values_list("member_id", "group_id"))
        rows = [(member, "", group, "") for member, group in members] + [("E07999999", "Nowhere", "E69000025", "")]
        outcome = run_import(LsipMembers2023(), [area_files.lsips(tmp_path, rows)], Request())
        bad = outcome.run.bad_rows.get()
        assert (bad.line, bad.reason) == (len(rows) + 1, "unknown code 'E07999999' in member")
        assert (outcome.run.added, outcome.run.removed) == (0, 0)

    @pytest.mark.django_db
    def test_centres_in_another_unit(self, tmp_path):
        rows = [authority(f"E07{n:06}", f"Place {n}", f"P{n}", lat="51700", long="-1200") for n in range(420)]
        files = [
            area_files.authorities(tmp_path, rows),
            area_files.combined(tmp_path, []),
            area_files.lsips(tmp_path, []),
        ]
        outcome = run_import(AreaRegister(), files, Request(apply=True))
        assert outcome.state == "refused"
        assert "the median of latitude is 51,700" in outcome.findings[0].message
        assert Area.objects.count() == 428


@pytest.fixture(scope="module")
def found():
    """The publishers' own areas, by code."""
    rows, report = read_rows(AreaRegister(), files_of(AreaRegister()))
    assert report.bad_rows == []
    return {row["code"]: row for row in rows}


class TestPublishersFiles:
    """Compared with values looked up by hand in the files."""

    def test_how_many_there_are(self, found):
        assert Counter(row["kind"] for row in found.values()) == {
            "uk": 1, "nation": 4, "region": 9, "local_authority": 361, "combined_authority": 15, "lsip": 38,
        }  # fmt: skip

    def test_authorities_by_region_as_ons_counts_them_since_2023(self, found):
        parents = Counter(row["parent_id"] for row in found.values() if row["kind"] == "local_authority")
        assert [parents[f"E1200000{n}"] for n in range(1, 10)] == [12, 35, 15, 35, 30, 45, 33, 64, 27]
        assert (parents["N92000002"], parents["S92000003"], parents["W92000004"]) == (11, 32, 22)

    @pytest.mark.parametrize(
        ("code", "name", "other"),
        [
            ("E06000010", "Kingston upon Hull", "Hull"),
            ("E06000063", "Cumberland", "Allerdale"),
            ("W06000001", "Isle of Anglesey", "Ynys Môn"),
            ("W06000016", "Rhondda Cynon Taf", "Rhondda Cynon Taff"),
            ("S12000013", "Na h-Eileanan Siar", "Western Isles Council"),
            ("N09000009", "Mid Ulster", "Magherafelt"),
            ("N09000010", "Newry, Mourne and Down", "Newry"),
            ("E07000105", "Ashford", "Kent"),
            ("S12000049", "Glasgow City", "S12000046"),
        ],
    )
    def test_names(self, found, code, name, other):
        assert found[code]["name"] == name
        assert other in json.loads(found[code]["other_names"])

    def test_no_name_is_damaged(self, found):
        assert not [row for row in found.values() if "�" in row["other_names"] or "ï¿" in row["other_names"]]

    def test_greater_lincolnshire_spans_two_regions(self, found):
        assert found["E47000017"]["parent_id"] == found["E69000012"]["parent_id"] == "E92000001"
        assert found["E69000026"]["parent_id"] == "E12000008"

    def test_members(self):
        combined, _ = read_rows(CombinedAuthorityMembers(), files_of(CombinedAuthorityMembers()))
        lsips, _ = read_rows(LsipMembers2023(), files_of(LsipMembers2023()))
        sizes = Counter(row["group_id"] for row in combined + lsips)
        assert (sizes["E47000001"], sizes["E69000009"], sizes["E69000013"], sizes["E69000026"]) == (10, 17, 33, 8)
        assert {"member_id": "E08000019", "group_id": "E47000002"} in combined

    def test_every_english_authority_is_in_one_lsip_area(self, found):
        lsips, _ = read_rows(LsipMembers2023(), files_of(LsipMembers2023()))
        english = {c for c, row in found.items() if row["kind"] == "local_authority" and row["nation"] == "E92000001"}
        assert len(lsips) == len(english) == 296
        assert {row["member_id"] for row in lsips} == english

    @pytest.mark.parametrize("importer", [AreaRegister(), CombinedAuthorityMembers(), LsipMembers2023()])
    def test_the_starter_table_is_what_is_read(self, importer):
        assert_starter_is_what_is_read(importer)
