"""What code says of published and editorial rows, and what rows say of each other, agrees: no code without its row."""

from __future__ import annotations

import pytest

from pathways.enums import LinkKind, OfferStatus
from pathways.filters import FUNDED
from pathways.models import (
    CourseFamily,
    DegreeSubject,
    Link,
    OfferDate,
    Qualification,
    Registration,
    RouteActivity,
    RouteEarnings,
    Specialism,
    Standard,
    TLevel,
    TLevelStatus,
)
from pathways.queries.after_gcses import ACTIVITY_WORDS, CATEGORY_WORDS, GROUP_WORDS
from pathways.queries.provision import _TLEVEL_SECTORS
from pathways.queries.qualifications import OFFER_WORDS
from pathways.registers import REGISTERS
from pathways.routing import generic
from pathways.routing.build import ENTRY_OF_LEVEL
from pathways.routing.kinds import APPRENTICESHIP_OF_LEVEL
from portal.pages.reference.levels import COMING
from portal.pages.reference.registrations import LADDERS

pytestmark = pytest.mark.django_db


def values(model, *columns):
    rows = model.objects.order_by().values_list(*columns, flat=len(columns) == 1).distinct()
    return set(rows)


class TestEditors:
    def test_registers_that_links_name_have_a_name(self):
        named = set(Link.objects.filter(kind=LinkKind.OCCUPATION_REGISTRATION).values_list("target", flat=True))
        assert named - REGISTERS.keys() - values(Registration, "postnominal") == set()

    def test_course_families_name_degree_subjects(self):
        codes = {code for row in DegreeSubject.objects.all() for code in (row.code, *row.former)}
        wrong = {row.family: [c for c in row.subjects if c not in codes] for row in CourseFamily.objects.all()}
        assert {family: missing for family, missing in wrong.items() if missing} == {}

    def test_every_version_of_a_t_level_has_one_status(self):
        assert sorted(values(TLevelStatus, "number")) == sorted(values(TLevel, "number"))

    def test_what_replaced_a_t_level_exists_and_can_be_started(self):
        states = {row.number: row for row in TLevelStatus.objects.all()}
        for row in states.values():
            assert set(row.replaced_by) <= states.keys(), row.number
            if row.status == OfferStatus.SUPERSEDED:
                assert any(states[number].status == OfferStatus.OPEN for number in row.replaced_by), row.number
            if row.status == OfferStatus.OPEN:
                assert not row.replaced_by, row.number

    def test_dated_offers_that_code_names_exist(self):
        named = {*generic._TECHNICAL_OFFERS, generic.OVER_21_ENDED, *COMING.values()}
        assert named - values(OfferDate, "offer") == set()


class TestPublishers:
    def test_every_specialism_is_offered_by_a_version_that_exists(self):
        versions = values(TLevel, "number")
        for row in Specialism.objects.all():
            assert row.tlevels, row.number
            assert set(row.tlevels) <= versions, row.number

    def test_every_level_of_an_apprenticeship_is_a_kind_of_step(self):
        levels = values(Standard, "level") - {None}
        assert levels <= APPRENTICESHIP_OF_LEVEL.keys()
        assert levels <= ENTRY_OF_LEVEL.keys()

    def test_every_group_of_young_people_has_words(self):
        groups = values(RouteEarnings, "family", "group") | values(RouteActivity, "family", "group")
        assert groups <= GROUP_WORDS.keys()
        assert values(RouteActivity, "activity") <= ACTIVITY_WORDS.keys()
        split = RouteEarnings.objects.exclude(breakdown__in=["all", "region"]).values_list("category", flat=True)
        assert set(split) <= CATEGORY_WORDS.keys()

    def test_every_kind_of_funding_has_words_in_filter_and_page(self):
        held = {offer for funding in Qualification.objects.values_list("funding", flat=True) for offer in funding}
        assert list(FUNDED) == list(OFFER_WORDS)
        assert held <= FUNDED.keys()

    def test_sectors_of_t_levels_are_those_of_the_register(self):
        register, tlevels = values(Standard, "sector"), values(TLevel, "sector")
        assert register >= _TLEVEL_SECTORS.keys()
        assert {name.casefold() for name in _TLEVEL_SECTORS.values()} <= {name.casefold() for name in tlevels}
        joined = {_TLEVEL_SECTORS.get(name, name).casefold() for name in register}
        assert {name for name in tlevels if name.casefold() not in joined} == set()

    def test_every_registration_stands_on_a_ladder(self):
        assert {slug for _title, slugs in LADDERS for slug in slugs} == values(Registration, "slug")
