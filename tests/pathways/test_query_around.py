"""What lies around a standard or T Level: whose surroundings count, each thing once, nothing that cannot be started."""

from __future__ import annotations

from pathways.book import Book, LinkRef, StandardRef
from pathways.enums import Confidence, LinkKind
from pathways.queries.around import around_standard, around_tlevel


def standard(reference: str, level: int, **changes: object) -> StandardRef:
    usual: dict[str, object] = {"status": "live", "kind": "standard", "is_under_revision": False} | changes
    return StandardRef(reference, reference, level, 24, 9000, sector="", **usual)  # type: ignore[arg-type]


def link(kind: str, source: str, target: str, role: str, confidence: str = Confidence.HIGH) -> LinkRef:
    return LinkRef(kind, source, target, role, "editorial", confidence)


def book(standards: list[StandardRef], links: list[LinkRef]) -> Book:
    forward: dict[tuple[str, str], tuple[LinkRef, ...]] = {}
    backward: dict[tuple[str, str], tuple[LinkRef, ...]] = {}
    for one in links:
        forward[one.kind, one.source] = (*forward.get((one.kind, one.source), ()), one)
        backward[one.kind, one.target] = (*backward.get((one.kind, one.target), ()), one)
    held = {one.reference: one for one in standards}
    return Book(forward, backward, held, {}, {}, {}, {}, {}, {})


STANDARD, MOVE, REGISTER = (
    LinkKind.OCCUPATION_STANDARD,
    LinkKind.OCCUPATION_PROGRESSION,
    LinkKind.OCCUPATION_REGISTRATION,
)


def test_lower_same_and_higher_standards_that_can_be_started():
    standards = [
        *(standard("ST1", 3), standard("ST2", 2), standard("ST3", 4), standard("ST4", 3)),
        *(standard("ST5", 4, status="retired"), standard("AU1", 2, kind="unit")),
    ]
    links = [link(STANDARD, "1111", one.reference, "qualifies") for one in standards]
    around = around_standard(book(standards, links), "ST1")
    assert [one.reference for one in around.before] == ["ST2"]
    assert [one.reference for one in around.same] == ["ST1", "ST4"]
    assert [one.reference for one in around.after] == ["ST3"]


def test_only_work_that_it_qualifies_for_brings_its_surroundings():
    links = [
        link(STANDARD, "1111", "ST1", "towards"),
        link(STANDARD, "2222", "ST1", "qualifies", Confidence.LOW),
        *(link(MOVE, "1111", "3333", "next"), link(MOVE, "2222", "4444", "next"), link(MOVE, "2222", "1111", "next")),
        *(link(REGISTER, "2222", "EngTech", "possible"), link(REGISTER, "2222", "nmc", "required")),
    ]
    around = around_standard(book([standard("ST1", 3)], links), "ST1")
    assert [one.source for one in around.links] == ["2222", "1111"]
    assert [one.target for one in around.moves] == ["4444"]  # 1111 is linked already
    assert [one.target for one in around.registrations] == ["nmc", "EngTech"]


def test_subjects_of_at_least_half_of_the_work_needed_ones_first():
    subject = LinkKind.OCCUPATION_SUBJECT
    links = [
        *(link(STANDARD, code, "ST1", "qualifies") for code in ("1111", "2222", "3333", "4444")),
        *(link(subject, "1111", "alevel:physics", "useful"), link(subject, "2222", "alevel:physics", "useful")),
        *(link(subject, "1111", "gcse:maths", "required"), link(subject, "2222", "gcse:maths", "useful")),
        *(link(subject, "1111", "gcse:music", "useful"), link(subject, "1111", "gcse:no-such-thing", "useful")),
    ]
    around = around_standard(book([standard("ST1", 3)], links), "ST1")
    assert [(help_.subject.code, help_.required) for help_ in around.subjects] == [
        ("gcse:maths", True),
        ("alevel:physics", False),
    ]


def test_sure_links_of_a_t_level_bring_their_surroundings_and_each_occupation_stands_once():
    kind = LinkKind.OCCUPATION_TLEVEL
    links = [
        *(link(kind, "1111", "7", "towards"), link(kind, "1111", "8", "towards")),
        link(kind, "2222", "8", "towards", Confidence.MEDIUM),
        *(link(MOVE, "1111", "3333", "next"), link(MOVE, "2222", "4444", "next")),
    ]
    around = around_tlevel(book([], links), [7, 8])
    assert [one.source for one in around.links] == ["1111", "2222"]
    assert [one.target for one in around.moves] == ["3333"]


def test_nothing_linked_has_nothing_around():
    around = around_standard(book([standard("ST1", 3)], []), "ST1")
    assert (around.links, around.before, around.after, around.moves, around.subjects) == ((), (), (), (), ())
