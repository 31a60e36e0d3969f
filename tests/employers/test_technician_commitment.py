"""Who may claim to be a signatory of the Technician Commitment."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from employers.actions.entries import save_entry
from employers.models import EmployerEntry
from employers.rules.technician_commitment import EDITION, claim_answer, signatories
from tests.employers import builders


def test_a_university_on_the_list_with_its_source():
    answer = claim_answer("University of Dundee")
    assert answer.is_listed
    assert "University of Dundee, 16 June 2021" in answer.text


@pytest.mark.parametrize(
    "name", ["  university  OF dundee ", "Francis Crick Institute", "The University of Nottingham"]
)
def test_the_name_may_be_written_a_little_otherwise(name):
    assert claim_answer(name).is_listed


@pytest.mark.parametrize("name", ["University of Dundee Enterprises Ltd", "Dundee", "University of Nowhere", ""])
def test_another_name_is_not_on_the_list_and_the_edition_is_said(name):
    answer = claim_answer(name)
    assert not answer.is_listed
    assert "edition 22 November 2026" in answer.text


def test_every_row_cites_a_publication_and_no_date_is_after_the_edition():
    assert len({one.name for one in signatories()}) == len(signatories())
    for one in signatories():
        assert one.publisher
        assert one.publication
        assert not one.published or date.fromisoformat(one.published) <= EDITION


@pytest.mark.django_db
class TestClaim:
    """Whoever writes an entry, by a page or otherwise, claims what the list bears out; a curator may know more."""

    GIVEN = {"size": "small", "sectors": ["M72"], "is_technician_signatory": True}

    def writer_of(self, name):
        organisation = builders.employer(name)
        return organisation, builders.member(organisation, "employer_owner")

    def test_is_refused_to_those_who_are_not_on_the_list(self):
        organisation, writer = self.writer_of("Example Works")
        with pytest.raises(ValidationError) as refused:
            save_entry(by=writer, organisation=organisation, changes=self.GIVEN)
        assert set(refused.value.message_dict) == {"is_technician_signatory"}
        assert not EmployerEntry.objects.exists()

    def test_is_kept_for_those_on_it(self):
        organisation, writer = self.writer_of("Francis Crick Institute")
        assert save_entry(by=writer, organisation=organisation, changes=self.GIVEN).is_technician_signatory

    def test_stands_where_a_curator_put_it_in(self):
        organisation, writer = self.writer_of("Example Institute")
        entry = save_entry(by=writer, organisation=organisation, changes={"size": "small", "sectors": ["M72"]})
        entry.is_technician_signatory = True
        entry.save_revision()
        assert save_entry(by=writer, organisation=organisation, changes=self.GIVEN).is_technician_signatory
