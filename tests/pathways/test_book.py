"""The book of routes: read once for a set of editions, in few statements, with every table by its public code."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from evidence.models import Release
from evidence.queries import current_editions
from lmi.queries.context import facts
from pathways.book import Book, LinkRef, SpecialismRef, StandardRef, TLevelRef, forget_book, route_book
from pathways.enums import LinkKind
from pathways.models import DegreeSubject, Link, LinkOverride

pytestmark = pytest.mark.django_db
STANDARD, DEGREE = LinkKind.OCCUPATION_STANDARD, LinkKind.OCCUPATION_DEGREE


@pytest.fixture(autouse=True)
def _read_anew():
    forget_book()
    yield
    forget_book()


@pytest.fixture
def editions():
    return facts().editions


def rows_of(source):
    return Release.objects.get(source_id=source, state="published").row_count


class TestReading:
    def test_every_row_of_the_editions_is_in(self, editions):
        book = route_book(editions)
        assert len(list(book.all_links())) <= rows_of("waymark-links")
        assert len(book.standards) == rows_of("apprenticeship-standards")
        assert len(book.tlevels) == rows_of("tlevels") == 28
        assert len(book.specialisms) == rows_of("tlevel-specialisms") == 96
        assert len(book.entries) == 412
        assert sum(map(len, book.courses.values())) == rows_of("waymark-courses")
        assert len(book.offers) == rows_of("waymark-offer-dates")
        assert len(book.degree_subjects) == DegreeSubject.objects.count()

    def test_one_statement_when_in_memory_and_few_when_not(
        self, editions, django_assert_num_queries, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(16):
            route_book(editions)
        with django_assert_num_queries(1):
            route_book(editions)

    def test_it_is_the_same_book_until_something_changes(self, editions):
        assert route_book(editions) is route_book(facts().editions)

    def test_another_edition_of_pay_makes_no_other_book(self, editions):
        latest = Release.objects.get(pk=editions.latest("ashe-14"))
        older = Release.objects.filter(source_id="ashe-14", state="published").exclude(slot=latest.slot).first()
        pinned = current_editions([older.key])
        assert pinned.etag != editions.etag
        assert route_book(pinned) is route_book(editions)

    def test_without_an_edition_its_part_is_empty(self):
        Release.objects.filter(source_id__in=["waymark-links", "waymark-courses"]).update(state="withdrawn")
        book = route_book(facts().editions)
        assert (list(book.all_links()), book.courses) == ([], {})
        assert book.standards

    def test_qualifications_that_courses_name_have_titles(self, editions):
        book = route_book(editions)
        named = {qan for rows in book.courses.values() for row in rows for qan in row.qans}
        assert len(named) > 300
        assert {qan for qan in named if not book.qualifications.get(qan)} == set()


class TestLinks:
    def test_both_ends_tell_the_same(self, editions):
        book = route_book(editions)
        for link in book.all_links():
            assert link in book.links(link.kind, link.source)
            assert link in book.linked_from(link.kind, link.target)

    def test_the_surest_stand_first(self, editions):
        links = route_book(editions).links(STANDARD, "5241")
        assert [link.confidence for link in links] == sorted(
            (link.confidence for link in links), key=["high", "medium", "low"].index
        )
        assert list(links) == sorted(links, key=lambda link: link.order)

    def test_nothing_links_from_an_unknown_code(self, editions):
        book = route_book(editions)
        assert book.links(STANDARD, "0000") == book.linked_from(STANDARD, "ST9999") == ()

    def test_degree_subjects_go_by_their_present_codes(self, editions):
        subject = DegreeSubject.objects.exclude(former=[]).filter(level=3).order_by("code").first()
        former = next(code for code in subject.former if code != subject.code)
        release = Release.objects.get(source_id="waymark-links", state="published")
        Link.objects.filter(release=release, kind=DEGREE, source="9223").delete()
        Link.objects.create(
            release=release,
            kind=DEGREE,
            source="9223",
            target=former,
            role="useful",
            basis="editorial",
            confidence="low",
        )
        assert [link.target for link in route_book(editions).links(DEGREE, "9223")] == [subject.code]

    def test_a_decision_is_in_the_next_book(self, editions):
        before = route_book(editions)
        LinkOverride.objects.create(kind=STANDARD, source="5241", target="ST0152", decision="drop", reason="Wrong.")
        after = route_book(editions)
        assert after is not before
        assert "ST0152" in {link.target for link in before.links(STANDARD, "5241")}
        assert "ST0152" not in {link.target for link in after.links(STANDARD, "5241")}

    def test_taking_a_decision_back_counts_too(self, editions):
        LinkOverride.objects.create(kind=STANDARD, source="5241", target="ST0152", decision="drop", reason="Wrong.")
        route_book(editions)
        LinkOverride.objects.all().delete()
        assert "ST0152" in {link.target for link in route_book(editions).links(STANDARD, "5241")}

    def test_of_two_decisions_made_at_once_the_later_seen_counts_too(self, editions):
        with connection.cursor() as cursor:
            serial = "pg_get_serial_sequence('pathways_linkoverrideevent', 'pgh_id')"
            cursor.execute(f"select nextval({serial})")  # the number of a decision that is not seen yet
            (number,) = cursor.fetchone()
            LinkOverride.objects.create(kind=STANDARD, source="5241", target="ST0257", decision="drop", reason="B.")
            route_book(editions)
            cursor.execute(f"select setval({serial}, %s, false)", [number])
        LinkOverride.objects.create(kind=STANDARD, source="5241", target="ST0152", decision="drop", reason="A.")
        assert "ST0152" not in {link.target for link in route_book(editions).links(STANDARD, "5241")}


class TestWhatCanBeStarted:
    @pytest.mark.parametrize(
        ("status", "under_revision", "is_open"),
        [
            ("live", False, True),
            ("in_development", True, True),
            *((status, False, False) for status in ("in_development", "proposed", "paused", "retired", "defunded")),
        ],
    )
    def test_standards(self, status, under_revision, is_open):
        standard = StandardRef("ST1", "", 3, None, None, "standard", status, "", under_revision)
        assert standard.is_open is is_open

    def test_units_are_not_for_school_leavers(self):
        kinds = {"standard": True, "foundation": True, "unit": False}
        for kind, expected in kinds.items():
            assert StandardRef("X", "", 2, None, None, kind, "live", "", False).is_for_school_leavers is expected

    def test_the_early_years_standard_under_revision_stays_open(self, editions):
        standard = route_book(editions).standards["ST0135"]
        assert (standard.status, standard.is_under_revision, standard.is_open) == ("in_development", True, True)


class TestNewestVersion:
    def book(self, *versions):
        tlevels = {n: TLevelRef(n, "", "", date(2021, 9, 1), None, state, by) for n, state, by in versions}
        return Book({}, {}, {}, tlevels, {}, {}, {}, {}, {})

    @pytest.mark.parametrize(
        ("versions", "newest"),
        [
            ([(1, "open", ())], 1),
            ([(1, "superseded", (2,)), (2, "open", ())], 2),
            ([(1, "superseded", (2,)), (2, "superseded", (3,)), (3, "open", ())], 3),
            ([(1, "closed", ())], 1),
            ([(1, "open", (2,)), (2, "open", ())], 1),
        ],
    )
    def test_of_a_t_level(self, versions, newest):
        assert self.book(*versions).newest(1).number == newest

    def test_one_that_no_list_has(self):
        assert self.book((1, "open", ())).newest(9) is None
        assert self.book((1, "superseded", (9,))).newest(1).number == 1

    def test_a_specialism_names_each_version_to_start_once(self):
        book = self.book((1, "superseded", (3,)), (2, "superseded", (3,)), (3, "open", ()), (4, "closed", ()))
        found = book.can_be_started(SpecialismRef(7, "", (1, 2, 3, 4, 5)))
        assert [version.number for version in found] == [3]

    def test_a_ring_ends(self):
        assert self.book((1, "superseded", (2,)), (2, "superseded", (1,))).newest(1).number in (1, 2)


def test_order_of_links_is_total():
    links = [
        LinkRef(STANDARD, source, target, "qualifies", "editorial", confidence)
        for source in ("1", "2")
        for target in ("a", "b")
        for confidence in ("low", "high")
    ]
    assert len({link.order for link in links}) == len(links)
