"""Pairs are found, scored and explained: the same answer for the same people, in any order, and nothing left behind."""

from __future__ import annotations

import logging
import math
from dataclasses import replace

import duckdb
import pytest

from ambassadors.linkage import PersonRecord, find_pairs, score_new
from ambassadors.linkage.doubles import make_population
from ambassadors.linkage.engine import linker
from ambassadors.linkage.model import the_model
from ambassadors.linkage.pairs import _rows

ROBERT = PersonRecord(
    key="1",
    given_name="Robert",
    family_name="Thornley",
    email="rthornley84@post.example",
    phone="07700 900123",
    outcode="LS6",
    employer_name="Kestrel Rail Ltd",
    job_title="Civil engineer",
    soc2020=("2121",),
)
BOB = replace(ROBERT, key="2", given_name="Bob", email="bob.thornley@kestrelrail.example", outcode="ls7", soc2020=())


def compared(pair):
    return {reason.compared: reason.level for reason in pair.reasons}


def test_one_person_under_a_short_name_at_a_new_address_is_found_and_explained():
    (pair,) = find_pairs([BOB, ROBERT])
    assert (pair.a, pair.b) == ("1", "2")
    assert pair.probability > 0.99
    levels = compared(pair)
    assert levels["given_name"] == 3
    assert levels["family_name"] == 3
    assert levels["email"] == 0
    assert levels["phone"] == 2
    assert levels["outcode"] == 1
    assert any(words.startswith("One given name is a short form of the other: +") for words in pair.words)


@pytest.mark.parametrize("records", [400, 2_000])
def test_reasons_add_up_to_the_weight_and_the_weight_to_the_probability(records):
    pairs = find_pairs(make_population(records, seed=5).records, threshold=0.01)
    assert len(pairs) > records * 0.05
    for pair in pairs:
        assert pair.weight == pytest.approx(sum(reason.weight for reason in pair.reasons), abs=1e-3)
        assert pair.probability == pytest.approx(1 / (1 + math.exp2(-pair.weight)), abs=1e-4)
        assert pair.reasons[0].compared == "start"


def test_the_answer_does_not_depend_on_the_order_nor_on_the_run():
    records = make_population(600, seed=6).records
    by_email = sorted(records, key=lambda record: record.email)
    assert find_pairs(records) == find_pairs(records[::-1]) == find_pairs(by_email)


def test_pairs_come_likeliest_first_and_never_below_the_threshold():
    pairs = find_pairs(make_population(600, seed=6).records, threshold=0.2)
    assert [pair.weight for pair in pairs] == sorted((pair.weight for pair in pairs), reverse=True)
    assert all(pair.probability >= 0.2 and pair.a < pair.b for pair in pairs)


@pytest.mark.parametrize(
    "other",
    [
        {"given_name": "Helen", "email": "helen@post.example"},
        {"given_name": "H", "email": "helen@post.example", "job_title": "Chemist", "soc2020": ("2111",)},
    ],
    ids=["spouse at the same firm", "spouse with an initial"],
)
def test_relatives_who_share_name_home_and_telephone_are_two_people(other):
    relative = replace(ROBERT, key="2", **other)
    assert find_pairs([ROBERT, relative]) == []
    (pair,) = find_pairs([ROBERT, relative], threshold=1e-9)
    assert compared(pair)["phone"] == 3
    assert "Same telephone number, as relatives may have: +2.0" in pair.words


def test_namesakes_with_nothing_else_in_common_are_two_people():
    namesake = PersonRecord(
        "2", "Robert", "Thornley", "robert.thornley@other.example", "07700 900456", "EX4", "Willow Labs", "Chemist"
    )
    assert find_pairs([ROBERT, namesake]) == []


def test_a_changed_family_name_is_found_by_the_former_one():
    maiden = PersonRecord("1", "Priya", "Shah", "priya.shah@a.example", "", "B15", "Willow Labs", "Chemist")
    married = PersonRecord("2", "Priya", "Green", "", "", "B15", "Willow Labs", "Chemist", (), ("Shah",))
    (pair,) = find_pairs([maiden, married])
    assert compared(pair)["family_name"] == 2


def test_a_mailbox_that_many_share_proves_less_than_ones_own():
    shared = [
        PersonRecord(f"{n:02}", given, f"{given}son", "outreach@firm.example", employer_name="Firm")
        for n, given in enumerate(["Adam", "Brenda", "Callum", "Dorothy", "Eilidh", "Fatima", "Gareth", "Hamish"] * 3)
    ]
    two_only = [replace(shared[0], key="x"), replace(shared[1], key="y")]
    (alone,) = (pair for pair in find_pairs(two_only, threshold=1e-6))
    among_many = next(pair for pair in find_pairs(shared, threshold=1e-9) if (pair.a, pair.b) == ("00", "01"))
    (weight,) = (reason.weight for reason in among_many.reasons if reason.compared == "email")
    assert weight < next(reason.weight for reason in alone.reasons if reason.compared == "email") - 3
    assert any(words.startswith("Same email address, though others have it too") for words in among_many.words)


def test_a_rare_family_name_proves_more_than_a_common_one():
    crowd = [PersonRecord(f"c{n}", f"Name{n}", "Smith") for n in range(2_000)]
    others = [PersonRecord(f"d{n}", f"Word{n}", f"Family{n}") for n in range(8_000)]
    rare = [replace(ROBERT, key="r1"), replace(ROBERT, key="r2")]
    common = [replace(record, key=f"s{n}", family_name="Smith") for n, record in enumerate(rare)]
    weights = {
        pair.a[0]: next(reason for reason in pair.reasons if reason.compared == "family_name")
        for pair in find_pairs([*crowd, *others, *rare, *common])
        if pair.a[0] == pair.b[0]
    }
    assert weights["r"].weight > weights["s"].weight + 4
    assert weights["r"].words.startswith("Same family name, and it is a rare one: +")
    assert weights["s"].words.startswith("Same family name, though a common one: +")


def test_an_import_is_scored_against_those_held_new_one_first_even_where_keys_coincide():
    held = [replace(ROBERT, key="7"), PersonRecord("8", "Meera", "Iyer", "meera@post.example")]
    new = [replace(BOB, key="8"), PersonRecord("9", "Wei", "Chan", "wei@post.example")]
    (pair,) = score_new(new, held)
    assert (pair.a, pair.b) == ("8", "7")
    assert score_new(new[1:], held) == []


def test_doubles_among_the_new_ones_are_not_the_question_of_score_new():
    assert score_new([ROBERT, BOB], [PersonRecord("9", "Wei", "Chan", "wei@post.example")]) == []


def test_nobody_is_like_nobody():
    assert find_pairs([]) == find_pairs([ROBERT]) == score_new([], [ROBERT]) == score_new([ROBERT], []) == []
    assert find_pairs([PersonRecord("1"), PersonRecord("2")], threshold=0.0001) == []


def test_keys_must_be_unique_and_a_threshold_a_probability():
    with pytest.raises(ValueError, match="unique"):
        find_pairs([ROBERT, ROBERT])
    for wrong in (0.0, 1.0, 7):
        with pytest.raises(ValueError, match="between 0 and 1"):
            find_pairs([ROBERT, BOB], threshold=wrong)


def test_what_people_typed_is_never_taken_for_sql():
    odd = "Robert'); DROP TABLE people;--"
    (pair,) = find_pairs([replace(ROBERT, key="a'b", employer_name=odd), replace(BOB, key='a"c', employer_name=odd)])
    assert {pair.a, pair.b} == {"a'b", 'a"c'}


def test_nothing_is_printed_logged_or_left_behind(tmp_path, monkeypatch, capfd, caplog):
    monkeypatch.chdir(tmp_path)
    caplog.set_level(logging.INFO)
    find_pairs([ROBERT, BOB])
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []
    assert list(tmp_path.iterdir()) == []
    assert logging.getLogger("splink").handlers == []


def test_the_database_in_memory_opens_no_file(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("name\nRobert\n")
    with linker({"people": _rows([ROBERT, BOB])}, the_model(), 0.001) as made:
        connection = made._db_api._con
        with pytest.raises(duckdb.PermissionException):
            connection.execute("SELECT * FROM read_csv(?)", [str(path)])
