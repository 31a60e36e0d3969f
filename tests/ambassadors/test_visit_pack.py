"""The visit pack: what it says to reception, staff and visitor, and that it is one page."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from structlog.testing import capture_logs

from ambassadors.documents import Fact, Part, Sheet, Visitor, VisitPack, visit_pack_pdf, visit_sheet
from ambassadors.documents.visit_pack import LONGEST, LONGEST_OF_OTHERS
from tests.foundation.pdf_reading import pages, sizes, tags, unpacked

VISITOR = Visitor(
    given_name="Amina",
    family_name="Example",
    what_they_do="Electrical engineer",
    employer="Example Grid",
    check_confirmed_on="3 November 2026",
)
PACK = VisitPack(
    visitor=VISITOR,
    scheme="STEM Ambassadors",
    activity="Careers talk",
    when="Monday 14 June 2027, 1.30pm to 2.30pm",
    school="Example High School",
    staff_present="Mr T. Sample",
    safeguarding_lead="Ms J. Instance",
    safeguarding_contact="0113 496 0001",
    address="1 High Street, Leeds",
    arrive_by="1.15pm",
    getting_in="Main door",
    staff_contact="0113 496 0000",
    subject="Physics",
    class_name="Year 9",
    group_size="28 pupils",
    aim="Meet an engineer",
    access_needs="Step-free way",
    coordinator="Yorkshire hub",
    coordinator_contact="0113 496 0002",
    reference="V-41",
    made_on="22 November 2026",
)
ONLINE = dataclasses.replace(PACK, is_online=True, joining="A link from the school")
YOUNG = dataclasses.replace(VISITOR, is_under_18=True, companion="Sam Example, parent")


def part(pack: VisitPack, key: str) -> Part:
    (found,) = [one for one in visit_sheet(pack).parts if one.key == key]
    return found


def words(sheet: Sheet) -> str:
    """All that a sheet says."""
    said = [sheet.title, sheet.lede, sheet.above, sheet.foot]
    for one in sheet.parts:
        said += [one.heading, *one.lines, *one.blanks, *(f"{fact.label}: {fact.value}" for fact in one.facts)]
    return "\n".join(said)


def filled(letters: str, **more: Any) -> VisitPack:
    """A pack with every text as long as `letters`."""
    texts = {name.name: letters for name in dataclasses.fields(VisitPack) if name.type == "str"}
    visitor = Visitor(**{name.name: letters for name in dataclasses.fields(Visitor) if name.type == "str"})
    return VisitPack(**{**texts, "visitor": visitor, **more})


def test_everything_given_is_said() -> None:
    said = words(visit_sheet(PACK))

    texts = {**dataclasses.asdict(PACK), **dataclasses.asdict(VISITOR)}
    missing = [name for name, value in texts.items() if isinstance(value, str) and value and value not in said]
    assert missing == []


def test_identity_is_checked_and_no_certificate_is_asked_for() -> None:
    reception = part(PACK, "reception")

    assert "photo identity" in reception.lines[0]
    assert "STEM Ambassadors confirmed on 3 November 2026" in reception.lines[1]
    assert reception.lines[2].startswith("Do not ask to see a certificate")
    assert reception.blanks == ("Identity checked by", "Time")
    assert reception.tone == "beacon"


def test_a_visitor_whom_the_scheme_has_not_confirmed_must_not_begin() -> None:
    unsure = dataclasses.replace(PACK, visitor=dataclasses.replace(VISITOR, check_confirmed_on=""))
    reception = part(unsure, "reception")

    assert "must not begin" in reception.lines[1]
    assert "confirmed on" not in words(visit_sheet(unsure))
    assert "has done that part" not in words(visit_sheet(unsure))
    assert reception.tone == "clay"


def test_what_to_do_if_worried_begins_with_danger_and_ends_with_the_record() -> None:
    first, child, adult, last = part(PACK, "worried").lines

    assert "999" in first
    assert "Ms J. Instance, 0113 496 0001" in child
    assert "head teacher" in adult
    assert "designated officer" in adult
    assert "Raise a concern" in last


def test_the_code_of_conduct_has_five_lines() -> None:
    assert len(part(PACK, "conduct").lines) == 5


def test_somebody_under_18_has_no_family_name_and_no_employer_anywhere() -> None:
    pack = dataclasses.replace(PACK, visitor=YOUNG)
    said = words(visit_sheet(pack)).replace(YOUNG.companion, "").replace("Example High School", "")

    assert YOUNG.name == "Amina"
    assert "Example" not in said
    assert part(pack, "who").facts[-1] == Fact("Adult who comes along", "Sam Example, parent")


def test_somebody_under_18_without_an_adult_cannot_begin() -> None:
    who = part(dataclasses.replace(PACK, visitor=dataclasses.replace(YOUNG, companion="")), "who")

    assert "cannot begin" in who.facts[-1].value
    assert who.tone == "clay"


def test_a_workplace_is_named_unless_the_visitor_is_under_18() -> None:
    site = dataclasses.replace(PACK, place="Grid Works, Unit 4", is_workplace=True)
    young = dataclasses.replace(site, visitor=YOUNG)

    assert Fact("Where you meet", "Grid Works, Unit 4") in part(site, "when").facts
    assert Fact("Where you meet", "At a workplace: the coordinator knows which") in part(young, "when").facts
    for hidden in ("Grid Works", PACK.address, "Main door"):
        assert hidden not in words(visit_sheet(young))


def test_an_adult_s_pack_names_no_companion() -> None:
    adult = dataclasses.replace(VISITOR, companion="Sam Sample")

    assert "Sam Sample" not in words(visit_sheet(dataclasses.replace(PACK, visitor=adult)))


def test_online_the_school_hosts_and_nobody_is_sent_to_an_address() -> None:
    said = words(visit_sheet(ONLINE))

    assert "No one-to-one and no private chat" in said
    assert "A link from the school" in said
    assert PACK.address not in said
    assert "Main door" not in said
    assert "online" not in {one.key for one in visit_sheet(PACK).parts}


def test_without_a_member_of_staff_or_a_lead_the_page_says_what_to_do() -> None:
    bare = dataclasses.replace(PACK, staff_present="", staff_contact="", safeguarding_lead="", safeguarding_contact="")

    assert "cannot begin" in part(bare, "room").facts[0].value
    assert "ask reception" in part(bare, "worried").lines[1]


def test_empty_parts_leave_no_label_behind() -> None:
    empty = filled("", scheme="STEM Ambassadors", when="1 June 2027", school="Example School")

    assert all(fact.value for one in visit_sheet(empty).parts for fact in one.facts)
    assert "Address" not in words(visit_sheet(empty))


@pytest.mark.parametrize(
    "pack",
    [PACK, ONLINE, dataclasses.replace(PACK, visitor=YOUNG, is_demo=True), filled("Word"), filled("")],
    ids=["full", "online", "young-demo", "short", "empty"],
)
def test_a_usual_pack_is_one_page_in_type_that_can_be_read(pack: VisitPack) -> None:
    content = visit_pack_pdf(pack)

    assert pages(content) == 1
    ((usual, _count),) = sizes(content).most_common(1)
    assert usual >= 9.5
    assert min(sizes(content)) >= 7.5  # labels and small print


@pytest.mark.parametrize("letters", ["Wider ", "Www", "w" * 60 + "@"], ids=["words", "unbroken", "address"])
@pytest.mark.parametrize("is_online", [True, False], ids=["online", "in-person"])
def test_the_longest_pack_is_still_one_page(letters: str, is_online: bool) -> None:
    with capture_logs() as logs:
        content = visit_pack_pdf(filled((letters * 100)[:400], is_online=is_online, is_demo=True))

    assert logs == []
    assert pages(content) == 1


def test_what_is_cut_says_that_there_is_more() -> None:
    said = words(visit_sheet(dataclasses.replace(PACK, access_needs="Ramp and " * 60, reference="V " * 60)))

    assert "… (more on the visit’s page)" in said
    assert max(len(line) for line in said.splitlines()) < max(LONGEST.values()) + 3 * LONGEST_OF_OTHERS


def test_the_file_is_titled_and_tagged_and_a_demo_is_marked() -> None:
    content = visit_pack_pdf(PACK)

    assert "/Title(Visit pack: Example High School, Monday 14 June 2027, 1.30pm to 2.30pm)" in unpacked(content)
    assert tags(content).count("H1") == 1
    assert tags(content).count("H2") == len(visit_sheet(PACK).parts)
    demo = visit_pack_pdf(dataclasses.replace(PACK, is_demo=True))
    assert tags(demo).count("P") == tags(content).count("P") + 1
