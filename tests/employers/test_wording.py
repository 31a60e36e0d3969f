"""Wording that shuts people out is found with its rule; the same words about other things are left alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.text.wording import MOST_FINDINGS, Characteristic, Level, check_wording
from tests.employers.advert_samples import advert, expected

A, D, M, P, R, F, S = (
    Characteristic.AGE,
    Characteristic.DISABILITY,
    Characteristic.MARRIAGE,
    Characteristic.PREGNANCY,
    Characteristic.RACE,
    Characteristic.RELIGION,
    Characteristic.SEX,
)


class TestFound:
    @pytest.mark.parametrize(
        ("text", "characteristic", "level"),
        [
            ("We are a young and lively team.", A, Level.REFUSED),
            ("We are looking for a bright young person to answer the phone.", A, Level.REFUSED),
            ("Young people wanted for summer work.", A, Level.REFUSED),
            ("This would suit young people.", A, Level.REFUSED),
            ("A youthful outlook is needed.", A, Level.REFUSED),
            ("A mature person is needed for our front desk.", A, Level.REFUSED),
            ("Applicants aged 18-30 only.", A, Level.REFUSED),
            ("Over 45s need not apply.", A, Level.REFUSED),
            ("You must be 21 or over.", A, Level.ASK),
            ("We want a recent graduate.", A, Level.WARN),
            ("10+ years of relevant experience.", A, Level.WARN),
            ("Salesman needed.", S, Level.REFUSED),
            ("WAITRESS, weekends", S, Level.REFUSED),
            ("Foreman for a busy yard.", S, Level.REFUSED),
            ("Saturday girl for the shop.", S, Level.REFUSED),
            ("A week for young lads in the workshop", S, Level.REFUSED),
            ("Female carer for personal care.", S, Level.ASK),
            ("Men only.", S, Level.ASK),
            ("Doorman for a club.", S, Level.REFUSED),
            ("Banksman on a busy site.", S, Level.WARN),
            ("You are a native English speaker.", R, Level.REFUSED),
            ("Must be a native-speaker.", R, Level.REFUSED),
            ("British citizens only.", R, Level.ASK),
            ("No foreigners.", R, Level.REFUSED),
            ("Must be a practising Christian.", F, Level.ASK),
            ("A married couple to run our pub.", M, Level.REFUSED),
            ("Somebody with no family commitments.", P, Level.REFUSED),
            ("You are able-bodied.", D, Level.REFUSED),
            ("Applicants must be in good health.", D, Level.REFUSED),
            ("You must be physically fit.", D, Level.WARN),
        ],
    )
    def test_with_its_characteristic_and_level(self, text, characteristic, level):
        found = check_wording(text)
        assert [(one.characteristic, one.level) for one in found] == [(characteristic, level)]

    def test_says_what_why_what_instead_and_by_which_rule(self):
        (found,) = check_wording("Pay is good. We need a salesman for Leeds. Apply now.")
        assert found.phrase == "salesman"
        assert found.sentence == "We need a salesman for Leeds."
        assert "men" in found.why
        assert "salesperson" in found.instead
        assert "Equality Act 2010" in found.source

    def test_where_it_stands_in_the_text(self):
        text = "Été ½ — a Salesman wanted"
        (found,) = check_wording(text)
        assert text[found.start : found.end] == "Salesman"

    def test_an_occupational_requirement_names_the_schedule(self):
        (found,) = check_wording("Women only.")
        assert "Schedule 9" in found.source
        assert "reason" in found.instead

    def test_each_place_once_in_the_order_of_the_text(self):
        found = check_wording("Young and energetic salesman. Salesman!")
        assert [one.phrase for one in found] == ["Young and", "energetic", "salesman", "Salesman"]

    def test_through_odd_spaces_and_letters(self):
        assert check_wording("native\u00a0English   speaker")
        assert check_wording("a native\nenglish speaker")
        assert check_wording("ｓａｌｅｓｍａｎ")


class TestLeftAlone:
    @pytest.mark.parametrize(
        "text",
        [
            "You will support young people who have left care.",
            "Mentor young adults and young offenders in Manchester.",
            "We are seeking mentors for young people.",
            "A charity for young people needs a bookkeeper.",
            "Work with children aged 5 to 11 and young people aged 16 to 25.",
            "Teach pupils aged 16-19.",
            "Survey mature trees and mature woodland.",
            "Mature students are welcome.",
            "Manual lathes, manual handling and Manchester.",
            "Manage the manufacturing of manholes.",
            "You do not need to be a native speaker.",
            "Plant native trees and native hedges.",
            "Teach pupils who have English as an additional language.",
            "Waiter/waitress for our dining room.",
            "We welcome applications from women and from female candidates, who are underrepresented.",
            "Male and female staff share the rota.",
            "You need the right to work in the UK.",
            "A good health and safety record.",
            "Promote good health in schools.",
            "Care for a married patient.",
            "High energy physics laboratory.",
            "A bachelor's degree or a master's degree.",
            "Two years of experience on lathes.",
            "We have over 30 stores and under 50 staff.",
            "We welcome everybody regardless of age, sex, marital status, religion or disability.",
            "You need a banksman certificate.",
            "Lifeguard for our women-only hours and girls only swimming.",
            "Under-16s football club coach.",
            "Single-handed sailing; single point of contact.",
            "White goods engineer.",
            "Fluent spoken English.",
            "Report to the chairman.",
        ],
    )
    def test_the_same_words_about_other_things(self, text):
        assert check_wording(text) == ()

    @pytest.mark.parametrize("name", sorted(expected()))
    def test_plain_adverts(self, name):
        assert [one.phrase for one in check_wording(advert(name))] == []

    def test_age_is_not_looked_at_where_students_are_meant(self):
        text = "An insight day for young people aged 14 to 18. Young people wanted! No salesmen."
        assert [one.characteristic for one in check_wording(text, for_students=True)] == [S]
        assert len(check_wording(text)) > 1


class TestAnything:
    @given(st.text(max_size=300))
    def test_no_text_raises(self, text):
        for one in check_wording(text):
            assert 0 <= one.start < one.end <= len(text)

    @pytest.mark.parametrize("piece", ["young ", "salesman ", "aged 18-30 ", "a", " ", "looking for ", "10 years "])
    def test_a_hundred_thousand_characters_take_little_time(self, piece):
        started = time.perf_counter()
        found = check_wording((piece * 100_000)[:100_000])
        assert time.perf_counter() - started < 5
        assert len(found) <= MOST_FINDINGS
