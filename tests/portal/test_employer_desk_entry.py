"""An employer's entry and its sites at the desk: written, handed in, held against another writer's."""

from __future__ import annotations

import pytest

from employers.actions.moderation import approve_item
from employers.enums import Stage
from employers.models import Site
from tests.employers.builders import employer, member, site
from tests.portal.desk_of_employers import address

pytestmark = pytest.mark.django_db


class TestEntryAndSites:
    STATEMENT = "We make boards for lifts and hospitals. Most of our managers began on the shop floor with us."

    def given(self, **more):
        return {"version": 0, "size": "small", "sectors": ["C"], "statement": self.STATEMENT, "do": "save", **more}

    def test_an_entry_is_written_and_handed_in(self, desk, works, curator):
        desk.post(address(works, "entry/"), self.given(do="submit"))
        entry = works.employerentrys.get()
        assert entry.stage is Stage.SUBMITTED
        assert approve_item(by=curator, item=entry).live

    def test_the_commitment_is_claimed_by_those_on_the_list_only(self, desk, works):
        answer = desk.post(address(works, "entry/"), self.given(is_technician_signatory="on"))
        assert answer.status_code == 422
        assert "not on the list" in answer.content.decode()

    def test_a_second_writer_is_told(self, desk, works):
        desk.post(address(works, "entry/"), self.given())
        seen = works.employerentrys.get().version
        desk.post(address(works, "entry/"), self.given(version=seen, size="large"))
        answer = desk.post(address(works, "entry/"), self.given(version=seen, size="micro"))
        assert answer.status_code == 409
        assert works.employerentrys.get().draft().size == "large"

    def test_sites_by_postcode_only_where_there_is_one(self, desk, works):
        assert desk.post(address(works, "sites/"), {"name": "X", "postcode": "ZZ99"}).status_code == 422
        desk.post(address(works, "sites/"), {"name": "Main", "postcode": "B4"})
        added = Site.objects.get()
        desk.post(address(works, "sites/"), {"do": f"close:{added.pk}"})
        assert Site.objects.get().is_closed

    def test_another_employers_site_cannot_be_closed(self, desk, works):
        other = employer("Other")
        theirs = site(other, member(other))
        assert desk.post(address(works, "sites/"), {"do": f"close:{theirs.pk}"}).status_code == 404
