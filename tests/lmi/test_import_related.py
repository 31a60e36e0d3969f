"""Related occupations: how O*NET's lists become likeness of SOC 2020 units."""

from __future__ import annotations

from itertools import pairwise

import pytest

from evidence.models import Source
from lmi.importers.related import (
    KEPT,
    RELATED_COLUMNS,
    WEIGHT_COLUMNS,
    OnetRelated,
    name_parts,
    own_weights,
    strengths,
)
from lmi.models import RelatedOccupation
from tests.lmi.raw_files import assert_starter_is_what_is_read, files_of, read_rows, refusal

pytestmark = pytest.mark.services

SUPERVISORS = "First-Line Supervisors of Mechanics"


@pytest.fixture
def files(tmp_path):
    """O*NET's list and the weights, as files."""

    def write(related=(), weights=(), related_header=RELATED_COLUMNS, weight_header=WEIGHT_COLUMNS):
        list_file, weights_file = tmp_path / "Related Occupations.txt", tmp_path / "weights.csv"
        list_file.write_text("\n".join("\t".join(row) for row in [related_header, *related]) + "\n", encoding="utf-8")
        weights_file.write_text("\n".join(",".join(row) for row in [weight_header, *weights]) + "\n", encoding="utf-8")
        return [list_file, weights_file]

    return write


def found(weights, related=None):
    return {unit: {other: strength for strength, other in others} for unit, others in strengths(weights, related or {})}


class TestWeights:
    def test_first_line_supervisors_are_dropped(self):
        rows = [("5241", "Electricians", "a", SUPERVISORS, 0.6), ("5241", "Electricians", "b", "Solar installers", 0.4)]
        assert own_weights(rows) == {"5241": {"b": 1.0}}

    def test_but_kept_for_a_unit_of_supervisors(self):
        rows = [("5250", "Skilled trades supervisors", "a", SUPERVISORS, 1.0)]
        assert own_weights(rows) == {"5250": {"a": 1.0}}

    def test_a_unit_of_nothing_else_is_left_out(self):
        assert own_weights([("4143", "Customer service managers", "a", SUPERVISORS, 1.0)]) == {}

    def test_an_occupation_of_the_same_name_counts_more(self):
        rows = [
            ("5241", "Electricians and electrical fitters", "a", "Electricians", 0.5),
            ("5241", "Electricians and electrical fitters", "b", "Electrical Engineers", 0.5),
        ]
        assert own_weights(rows)["5241"] == pytest.approx({"a": 5 / 6, "b": 1 / 6})

    def test_the_names_that_a_title_joins(self):
        assert name_parts("Plumbers, pipe fitters and welders n.e.c.") == {"plumbers", "pipe fitters", "welders"}


class TestStrengths:
    def test_the_same_mix_is_one_and_nothing_in_common_is_not_there(self):
        assert found({"1": {"a": 1.0}, "2": {"a": 1.0}, "3": {"b": 1.0}}) == {"1": {"2": 1.0}, "2": {"1": 1.0}, "3": {}}

    def test_related_occupations_count_by_how_close_they_are(self):
        weights = {"1": {"a": 1.0}, "2": {"b": 1.0}, "3": {"c": 1.0}}
        related = {"a": {"b": 0.5, "c": 0.125}, "b": {"a": 0.5}, "c": {"a": 0.125}}
        assert found(weights, related)["1"] == {"2": 0.5, "3": 0.125}

    def test_likeness_is_the_same_both_ways(self):
        weights = {"1": {"a": 0.7, "b": 0.3}, "2": {"b": 1.0}}
        both = found(weights)
        assert both["1"]["2"] == both["2"]["1"]

    def test_only_the_strongest_are_kept_and_ties_go_by_code(self):
        weights = {f"{n:04}": {"a": 1.0} for n in range(15)}
        _, others = next(iter(strengths(weights, {})))
        assert [code for _, code in others] == [f"{n:04}" for n in range(1, KEPT + 1)]

    def test_no_strength_is_over_one(self):
        weights = {"1": {"a": 0.5, "b": 0.5}, "2": {"c": 1.0}}
        related = {"a": {"c": 0.9}, "b": {"c": 0.9}, "c": {"a": 0.9, "b": 0.9}}
        assert found(weights, related)["1"]["2"] == 1.0


class TestFiles:
    def test_relatedness_holds_both_ways_at_the_closer_tier(self, files):
        related = [("x", "y", "Supplemental", "11"), ("y", "x", "Primary-Short", "1")]
        weights = [("1111", "One", "x", "X", "1"), ("2222", "Two", "y", "Y", "1")]
        rows, _ = read_rows(OnetRelated(), files(related, weights))
        assert [(r["soc2020_id"], r["other_id"], r["strength"], r["basis"]) for r in rows] == [
            ("1111", "2222", 0.5, "onet"),
            ("2222", "1111", 0.5, "onet"),
        ]

    def test_an_unknown_tier_and_a_broken_weight_are_set_aside(self, files):
        given = files([("x", "y", "Distant", "1")], [("1111", "One", "x", "X", "much")])
        _, report = read_rows(OnetRelated(), given)
        assert sorted(reason for *_, reason in report.bad_rows) == ["not a weight: 'much'", "unknown tier 'Distant'"]

    def test_one_file_alone_is_refused(self, files):
        assert "two files belong together" in refusal(OnetRelated(), files()[:1])

    def test_another_edition_of_the_layout_is_refused(self, files):
        header = ("O*NET-SOC Code", "Related O*NET-SOC Code", "Index")
        assert "missing: Relatedness Tier" in refusal(OnetRelated(), files(related_header=header))


class TestPublishersFiles:
    def test_the_starter_table_is_what_is_read(self):
        assert_starter_is_what_is_read(OnetRelated())

    def test_nothing_is_set_aside(self):
        rows, report = read_rows(OnetRelated(), files_of(OnetRelated()))
        assert (len(rows), report.bad_rows) == (4090, [])


@pytest.mark.django_db
class TestHeld:
    def related(self, unit):
        rows = RelatedOccupation.objects.filter(soc2020_id=unit).order_by("-strength", "other_id")
        return list(rows.values_list("other_id", "strength"))

    @pytest.mark.parametrize(
        ("unit", "others"),
        [
            ("5241", {"5249", "5246", "5315"}),  # electricians: other electrical trades, plumbers
            ("5434", {"5435", "5436", "5432"}),  # chefs: cooks, catering managers, bakers
            ("2134", {"2136", "2135", "2139"}),  # programmers: other computing professionals
            ("6135", {"6134", "6136", "6137"}),  # care workers: senior care workers, wardens, escorts
            ("5231", {"5232", "8145"}),  # mechanics: body builders, tyre fitters
            ("2142", {"2141", "3411"}),  # graphic designers: web designers, artists
        ],
    )
    def test_the_closest_are_what_a_person_would_say(self, unit, others):
        assert others <= {other for other, _ in self.related(unit)[:5]}

    def test_all_registered_nurses_are_alike(self):
        assert dict(self.related("2237"))["2235"] == pytest.approx(1.0, abs=0.01)

    def test_a_unit_is_not_related_to_itself_and_has_ten_at_most(self):
        for unit in ("5241", "2237", "1111"):
            rows = self.related(unit)
            assert unit not in dict(rows)
            assert 0 < len(rows) <= 10
            assert all(a[1] >= b[1] > 0 for a, b in pairwise(rows))

    def test_units_without_a_counterpart_have_none(self):
        units = set(RelatedOccupation.objects.values_list("soc2020_id", flat=True))
        assert len(units) == 409
        assert not units & {"1161", "4143", "9222"}

    def test_the_source_says_that_it_is_adapted(self):
        source = Source.objects.get(slug="onet-related")
        assert source.title.endswith("adapted from O*NET")
        assert source.attribution == (
            "This product includes information from the O*NET 30.2 Database by the U.S. Department of Labor, "
            "Employment and Training Administration (USDOL/ETA). Used under the CC BY 4.0 license."
        )
