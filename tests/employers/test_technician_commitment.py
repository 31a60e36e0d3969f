"""Who may claim to be a signatory of the Technician Commitment."""

from __future__ import annotations

from datetime import date

import pytest

from employers.rules.technician_commitment import EDITION, claim_answer, signatories


def test_a_university_on_the_list_with_its_source():
    answer = claim_answer("University of Dundee", is_university_or_institute=True)
    assert answer.is_listed
    assert "University of Dundee, 16 June 2021" in answer.text


@pytest.mark.parametrize(
    "name", ["  university  OF dundee ", "Francis Crick Institute", "The University of Nottingham"]
)
def test_the_name_may_be_written_a_little_otherwise(name):
    assert claim_answer(name, is_university_or_institute=True).is_listed


@pytest.mark.parametrize("name", ["University of Dundee Enterprises Ltd", "Dundee", "University of Nowhere", ""])
def test_another_name_is_not_on_the_list_and_the_edition_is_said(name):
    answer = claim_answer(name, is_university_or_institute=True)
    assert not answer.is_listed
    assert "edition 22 November 2026" in answer.text


def test_a_company_may_not_claim_it_even_under_the_name():
    assert not claim_answer("University of Dundee", is_university_or_institute=False).is_listed


def test_every_row_cites_a_publication_and_no_date_is_after_the_edition():
    assert len({one.name for one in signatories()}) == len(signatories())
    for one in signatories():
        assert one.publisher
        assert one.publication
        assert not one.published or date.fromisoformat(one.published) <= EDITION
