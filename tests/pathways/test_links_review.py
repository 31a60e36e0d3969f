"""The command that looks through links: what it lists, in which order, and which occupations lack a route."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.management import CommandError, call_command

from lmi.queries.context import facts
from pathways.actions import decide_link
from pathways.book import route_book
from pathways.enums import LinkKind

pytestmark = pytest.mark.django_db
ORDER = {"low": 0, "medium": 1, "high": 2}


def review(*arguments):
    out = io.StringIO()
    call_command("review_links", *arguments, stdout=out)
    return out.getvalue()


def rows(*arguments):
    return list(csv.DictReader(io.StringIO(review(*arguments, "--csv"))))


def test_every_link_is_listed_once_by_kind_and_the_least_sure_first():
    found = rows()
    assert len(found) == len(list(route_book(facts().editions).all_links())) > 5_000
    assert found == sorted(found, key=lambda x: (x["kind"], ORDER[x["confidence"]], x["source"], x["target"]))
    assert {row["kind"] for row in found} == set(LinkKind.values)


def test_every_code_has_a_title():
    assert [row for row in rows() if "unknown" in (row["source_title"], row["target_title"])] == []


def test_it_can_be_narrowed():
    found = rows("--kind", "occupation_standard", "--confidence", "low")
    assert found
    assert {(row["kind"], row["confidence"]) for row in found} == {("occupation_standard", "low")}


def test_one_unit_has_its_own_links_and_moves_into_it():
    found = rows("--unit", "5241")
    assert {row["source"] for row in found if row["kind"] != LinkKind.OCCUPATION_PROGRESSION} == {"5241"}
    moves = [row for row in found if row["kind"] == LinkKind.OCCUPATION_PROGRESSION]
    assert any(row["target"] == "5241" for row in moves)
    assert any(row["source"] == "5241" for row in moves)


def test_text_says_titles_basis_and_note():
    text = review("--unit", "5241", "--kind", "occupation_standard")
    line = next(line for line in text.splitlines() if "ST0152" in line)
    assert "5241 Electricians and electrical fitters -> ST0152 Installation and maintenance electrician" in line
    assert "(qualifies; title; " in line
    assert "occupation_standard, high confidence: " in text
    assert text.rstrip().endswith(" links")


def test_a_decided_link_is_marked():
    decide_link(
        by="a curator",
        kind="occupation_standard",
        source="5241",
        target="ST0152",
        decision="keep",
        reason="Looked at.",
    )
    row = next(row for row in rows("--unit", "5241") if row["target"] == "ST0152")
    assert row["checked"] == "checked"


def test_occupations_without_a_kind_of_route():
    text = review("--without", "degree")
    assert "9223 Cleaners and domestics" in text  # nobody takes a degree to clean
    assert "2211" not in text  # every doctor has one
    assert text.startswith("degree: ")


def test_gaps_are_counted_for_every_kind():
    text = review("--gaps")
    kinds = [line.split(":")[0] for line in text.splitlines()]
    assert sorted(kinds) == sorted(
        ["apprenticeship", "college", "degree", "degree_apprenticeship", "higher_technical", "t_level", "work"]
    )


def test_an_unknown_unit_is_refused():
    with pytest.raises(CommandError, match="9999 is no unit group"):
        review("--unit", "9999")
