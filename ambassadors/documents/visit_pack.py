"""The visit pack: one page for reception, the school's staff and the visitor."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ambassadors.documents.people import Person
from ambassadors.documents.sheets import Part, Sheet, facts, shortened
from foundation.pdf import render_pdf

TEMPLATE = "ambassadors/documents/visit_pack.typ"
# Letters that a text may have: with all of them this long the page still fits on A4, which the tests hold.
LONGEST = {
    "address": 220,
    "getting_in": 180,
    "aim": 180,
    "access_needs": 240,
    "joining": 180,
    "what_they_do": 100,
    "employer": 100,
    "given_name": 60,
    "family_name": 60,
    "companion": 120,
    "school": 120,
    "place": 120,
    "staff_present": 120,
    "safeguarding_lead": 120,
    "safeguarding_contact": 120,
}
LONGEST_OF_OTHERS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor(Person):
    """Who comes. Of somebody under 18 the employer is not kept either, whatever was given.

    `check_confirmed_on` is the day the scheme confirmed that the decision this visit needs is in date.
    """

    what_they_do: str = ""
    employer: str = ""
    check_confirmed_on: str = ""
    companion: str = ""

    def __post_init__(self) -> None:
        Person.__post_init__(self)
        if self.is_under_18:
            object.__setattr__(self, "employer", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPack:
    """All that a visit pack says, in words ready to print; empty ones are left out or said to be missing.

    `place` is where everybody meets when that is not the school, `is_workplace` that it is an employer's
    site: of a visitor under 18 that site is not kept.
    """

    visitor: Visitor
    scheme: str
    activity: str
    when: str
    school: str
    staff_present: str
    safeguarding_lead: str
    safeguarding_contact: str
    place: str = ""
    address: str = ""
    arrive_by: str = ""
    getting_in: str = ""
    staff_contact: str = ""
    subject: str = ""
    class_name: str = ""
    group_size: str = ""
    aim: str = ""
    access_needs: str = ""
    is_workplace: bool = False
    is_online: bool = False
    joining: str = ""
    coordinator: str = ""
    coordinator_contact: str = ""
    reference: str = ""
    made_on: str = ""
    is_demo: bool = False

    def __post_init__(self) -> None:
        if self.is_workplace and self.visitor.is_under_18:
            for name in ("place", "address", "getting_in"):
                object.__setattr__(self, name, "")


def visit_sheet(pack: VisitPack) -> Sheet:
    """The words of the page, in order, for the HTML page and the PDF alike; in the language now active.

    Texts longer than the page has room for are cut, and say that there is more.
    """
    pack = _cut(pack)
    parts = [_who(pack), _when(pack), _reception(pack), _room(pack), _conduct()]
    if pack.is_online:
        parts.append(_online())
    return Sheet(
        title=_("Visit pack"),
        lede=f"{pack.visitor.name} · {pack.school}",
        above=" · ".join(words for words in (pack.scheme, pack.reference) if words),
        parts=(*parts, _worried(pack)),
        foot=_foot(pack),
        is_demo=pack.is_demo,
    )


def visit_pack_pdf(pack: VisitPack) -> bytes:
    """The pack as a tagged PDF of exactly one A4 page; raises foundation.pdf.PrintError when it cannot be made."""
    sheet = visit_sheet(pack)
    title = f"{sheet.title}: {pack.school}, {pack.when}"
    return render_pdf(TEMPLATE, dataclasses.asdict(sheet), title=title, is_demo=pack.is_demo)


def _who(pack: VisitPack) -> Part:
    who = pack.visitor
    is_alone = who.is_under_18 and not who.companion
    companion = who.companion
    if is_alone:
        companion = _("Nobody is named yet. The visit cannot begin without one: ring the coordinator.")
    return Part(
        "who",
        _("Who comes"),
        facts=facts(
            (_("Name"), who.name),
            (_("What they do"), who.what_they_do),
            (_("From"), who.employer),
            (_("Adult who comes along"), companion if who.is_under_18 else ""),
        ),
        tone="clay" if is_alone else "sky",
        width="half",
    )


def _when(pack: VisitPack) -> Part:
    where = [(_("School or college"), pack.school)]
    if pack.is_online:
        where.append((_("Online"), pack.joining or _("The school hosts the session and sends the way in.")))
    else:
        place = pack.place
        if pack.is_workplace and not place:
            place = _("At a workplace: the coordinator knows which")
        where += [(_("Where you meet"), place), (_("Address"), pack.address), (_("Getting in"), pack.getting_in)]
    return Part(
        "when",
        _("When and where"),
        facts=facts((_("When"), pack.when), (_("Be there by"), pack.arrive_by), *where),
        tone="sky",
        width="half",
    )


def _reception(pack: VisitPack) -> Part:
    if pack.is_online:
        identity = _("Before pupils join, ask for photo identity, held to the camera. Name and face must match.")
    else:
        identity = _("Ask for photo identity on arrival. Name and face must match. Then sign the visitor in.")
    if pack.visitor.check_confirmed_on:
        said = _("%(scheme)s confirmed on %(day)s that the decision this visit needs has been made and is in date.")
        check = said % {"scheme": pack.scheme, "day": pack.visitor.check_confirmed_on}
        certificate = _(
            "Do not ask to see a certificate: the scheme has done that part. In doubt, ring the coordinator."
        )
    else:
        said = _("%(scheme)s has not confirmed this visitor. The visit must not begin until the coordinator does.")
        check = said % {"scheme": pack.scheme}
        certificate = _("A certificate shown by the visitor does not stand in for that. Do not ask to see one.")
    return Part(
        "reception",
        _("At reception") if not pack.is_online else _("Before the session"),
        (identity, check, certificate),
        facts((_("Coordinator"), _joined(pack.coordinator, pack.coordinator_contact))),
        (_("Identity checked by"), _("Time")),
        tone="beacon" if pack.visitor.check_confirmed_on else "clay",
    )


def _room(pack: VisitPack) -> Part:
    missing = _("Nobody is named yet. The visit cannot begin without one.")
    return Part(
        "room",
        _("With the class"),
        facts=facts(
            (_("Stays present throughout"), _joined(pack.staff_present, pack.staff_contact) or missing),
            (_("Activity"), _joined(pack.activity, pack.subject)),
            (_("Class"), _joined(pack.class_name, pack.group_size)),
            (_("Aim"), pack.aim),
            (_("Access needs"), pack.access_needs or _("None given")),
        ),
        tone="plain" if pack.staff_present else "clay",
        width="half",
    )


def _conduct() -> Part:
    return Part(
        "conduct",
        _("Code of conduct for visitors"),
        lines=(
            _("Stay with the named member of staff. Never be alone with a pupil."),
            _("Give pupils no contact details, and take none."),
            _("Take no pictures and make no recordings, unless the school has agreed to it before."),
            _("Be fair and kind in word and deed. Keep to what suits the age of the class, and sell nothing."),
            _("If a pupil tells you something worrying, listen, promise no secrecy, and pass it on at once."),
        ),
        width="half",
        is_numbered=True,
    )


def _online() -> Part:
    return Part(
        "online",
        _("Rules for the online session"),
        lines=(
            _("The school hosts the session, lets people in and can end it at any moment."),
            _("A member of staff is present from the first minute to the last."),
            _("No one-to-one and no private chat: pupils ask through the staff, or where all can read it."),
            _("Nobody records, unless the school has approved it before."),
        ),
    )


def _worried(pack: VisitPack) -> Part:
    lead = _joined(pack.safeguarding_lead, pack.safeguarding_contact) or _("ask reception now who that is")
    return Part(
        "worried",
        _("If you are worried"),
        lines=(
            _("Somebody is in immediate danger: ring 999."),
            _("About a child: tell the school’s safeguarding lead at once: %(lead)s.") % {"lead": lead},
            _(
                "About what an adult said or did: tell the head teacher, who knows whom to contact "
                "(in England the local authority designated officer)."
            ),
            _("Then record it with “Raise a concern” on the visit’s page. It replaces and delays none of these steps."),
        ),
        tone="clay",
    )


def _foot(pack: VisitPack) -> str:
    said = _("Only for those who need it for this visit. Destroy it afterwards.")
    if pack.made_on:
        said = f"{_('Printed from Waymark on %(day)s.') % {'day': pack.made_on}} {said}"
    return said


def _joined(*words: str) -> str:
    return ", ".join(one for one in words if one)


def _cut(pack: VisitPack) -> VisitPack:
    """The same pack with nothing in it longer than the page has room for."""
    visitor = dataclasses.replace(pack.visitor, **_shorter(pack.visitor))
    return dataclasses.replace(pack, visitor=visitor, **_shorter(pack))


def _shorter(of: VisitPack | Visitor) -> dict[str, Any]:
    """Its texts by their names, none longer than it may be."""
    more = _("(more on the visit’s page)")
    shorter = {}
    for field in dataclasses.fields(of):
        value, most = getattr(of, field.name), LONGEST.get(field.name, LONGEST_OF_OTHERS)
        if isinstance(value, str):
            shorter[field.name] = shortened(value, most, more if most >= 180 else "")
    return shorter
