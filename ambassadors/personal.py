"""Which fields of the ambassadors' scheme are personal, how each is erased, and how rows lead to a person.

What is kept names people by number only; the number leads to nobody once the ambassador's own row is emptied. What
safeguarding rests on (concerns, refusals, suspensions) is kept with its basis, and somebody looks before anything of
such a person is erased or copied: `ambassadors.erasing`.
"""

from __future__ import annotations

from django.apps import apps
from django.db.models import Model, Q

from accounts.audit import withhold_from_desk
from accounts.data_rights.rows import mentions
from accounts.models import User
from foundation.personal_data import Person, PersonalField, Subject, declare_clean, register_personal, register_subject

# Field -> (purpose, how it is erased).
_Fields = dict[str, tuple[str, str]]

SAFEGUARDING = (
    "safeguarding of children: kept, UK GDPR Article 17(3)(b) and (e), Data Protection Act 2018 Schedule 1 paragraph 18"
)
_OFFERED = ("what the ambassador offers schools", "blank")
_WHO = ("who the ambassador is, for schools that booked them", "blank")
_BY = ("audit: who, by number", "keep")
_ASKED = ("what the school asked for", "keep")
_OF_THE_SCHOOL = ("safety of pupils: whom the school named", "scrub")
_STORY = ("the story that the ambassador tells", "delete_row")
_OFFER = ("what the organisation offers", "keep")
_CONCERN = (SAFEGUARDING, "keep")
_LIST = ("bringing another scheme's people in", "keep")

_PERSONAL: dict[str, _Fields] = {
    "Ambassador": {
        "user": ("whose record it is, by number", "keep"),
        "code": ("its address: a random word that says nothing", "keep"),
        **dict.fromkeys(("given_name", "family_name", "email", "phone", "employer", "employer_name"), _WHO),
        **dict.fromkeys(("job_title", "discipline", "level", "occupations", "routes", "route_references"), _OFFERED),
        **dict.fromkeys(("subjects", "topics", "activities", "phases", "languages"), _OFFERED),
        **dict.fromkeys(("outcode", "latitude", "longitude", "area"), ("visits near enough", "blank")),
        "region": ("counts of regions", "keep"),
        "nation": ("counts of regions", "keep"),
        "adult_from": ("protecting ambassadors under 18", "blank"),
        "companion": ("protecting ambassadors under 18", "blank"),
        "access_needs": ("what the ambassador needs to take part; may say something of their health", "blank"),
        "standing": ("whether schools may be offered somebody", "keep"),
        "standing_reason": ("why a coordinator suspended or somebody paused", "blank"),
    },
    "SchemeMembership": {"reference": ("which scheme knows the ambassador, and how", "delete_row")},
    "Availability": {"is_away": ("when the ambassador is free", "delete_row")},
    "VettingDecision": {
        "kind": ("what was decided after a check; criminal-offence data", "delete_row"),
        "outcome": ("what was decided after a check; criminal-offence data", "delete_row"),
        "decided_by": _BY,
    },
    "VettingLook": {"looked_by": ("who looked at what is held about checks, by number", "keep"), "page": _BY},
    "Training": {"done_on": ("what the ambassador has learned", "delete_row")},
    "Observation": {"note": ("quality of visits", "delete_row"), "observed_by": _BY},
    "Story": {
        **dict.fromkeys(("slug", "state", "role", "steps", "typical_day", "advice", "photo_says", "region"), _STORY),
        **dict.fromkeys(("shown", "returned_for"), _STORY),
        "decided_by": _BY,
    },
    "PeerWish": {"is_open": ("being paired with a peer", "delete_row")},
    "PeerPair": {"ended_by": ("being paired with a peer: who, by number", "keep")},
    "PeerMeeting": {"goal": ("what two peers worked on, by number", "keep")},
    "Visit": {
        **dict.fromkeys(("nation", "setting", "state", "end_reason"), ("record of the school's encounter", "keep")),
        "proposed_by": _BY,
        "passed_on_by": _BY,
    },
    "VisitMessage": {"sent_by": _BY},
    "VisitFeedback": {"side": ("quality of visits", "keep"), "given_by": _BY},
    "VisitRequest": {
        "asked_by": ("which teacher asked", "blank"),
        **dict.fromkeys(("staff_name", "staff_phone", "safeguarding_name", "safeguarding_contact"), _OF_THE_SCHOOL),
        **dict.fromkeys(("state", "step", "activity", "mode", "subject", "topic", "occupation", "route"), _ASKED),
        **dict.fromkeys(("phase", "language", "outcode", "area", "region", "nation", "end_reason"), _ASKED),
    },
    "OfferBooking": {
        "booked_by": ("which teacher booked", "blank"),
        **dict.fromkeys(("staff_name", "safeguarding_contact"), _OF_THE_SCHOOL),
    },
    "EncounterOffer": {
        **dict.fromkeys(("title", "about", "activity", "mode", "outcode", "region"), _OFFER),
        "approved_by": _BY,
        "made_by": ("which colleague wrote it", "blank"),
    },
    "CoordinatorArea": {
        **dict.fromkeys(("region", "coordinator", "alternate"), ("who answers for a region, by number", "keep")),
    },
    "ColumnMapping": {
        **dict.fromkeys(("name", "columns", "values"), _LIST),
        "saved_by": ("who keeps the mapping", "blank"),
    },
    "ImportBatch": {
        **dict.fromkeys(("file_name", "checksum", "headings", "columns", "values", "state"), _LIST),
        "problem": ("why a list could not be brought in", "scrub"),
        "by": _BY,
    },
    "ImportRow": dict.fromkeys(("cells", "errors"), ("a line of another scheme's list", "delete_row")),
    "DuplicatePair": {
        "reasons": ("whether two records are one person", "delete_row"),
        "state": ("whether two records are one person", "keep"),
        "decided_by": _BY,
    },
    "Merge": {
        "before": ("undoing a merge", "blank"),
        "merged_by": _BY,
        "undone_by": _BY,
    },
    "Concern": {
        **dict.fromkeys(("about", "person", "raised_by", "words", "level", "handler", "alternate"), _CONCERN),
        **dict.fromkeys(("referral", "referral_reason", "state", "outcome"), _CONCERN),
    },
    "ConcernNote": dict.fromkeys(("words", "written_by"), _CONCERN),
}  # fmt: skip

# Written by coordinators or others about somebody: a reviewer reads it before it goes into a copy. What is kept for
# safeguarding is kept word for word. `standing` is never empty: every ambassador's copy waits for a reviewer, so that
# waiting tells nobody that there is a concern about them.
_REVIEW = {
    "Ambassador": dict.fromkeys(("standing", "standing_reason"), "safeguarding"),
    "Concern": dict.fromkeys(("words", "referral_reason", "outcome"), "safeguarding"),
    "ConcernNote": {"words": "safeguarding"},
    "Observation": {"note": "third_party"},
}
_CLEAN = ("Scheme", "SchoolPlace", "MessageTemplate", "VettingRule", "SchemeRule", "TrainingModule")

# Not in the trail that administrators read: one of them may be whom a concern is about, and every look at what is held
# about checks is noted on the coordinators' desk.
_OFF_THE_DESK = ("Concern", "ConcernNote", "VettingDecision", "Ambassador.standing_reason", "Merge.before")
_ACTIONS_OFF_THE_DESK = ("raise_concern", "suspend_for_concern", "record_decision")


def _row_taken_from_a_list(person: Person) -> Q:
    """Lines of other schemes' lists that hold one of the person's addresses."""
    return mentions(["cells"], person.addresses)


def _taken_into_the_persons(person: Person) -> Q:
    """Records that were merged into the person's own."""
    return Q(merged_into__user=person.number) | Q(merged_into__merged_into__user=person.number)


def _through(*references: str) -> tuple[str, ...]:
    """Paths to the person by references to ambassadors, also from a record that was taken into theirs."""
    return tuple(f"{reference}__{way}user" for reference in references for way in ("", "merged_into__"))


_SUBJECTS: dict[str, tuple[Subject, ...]] = {
    "Ambassador": ("user", _taken_into_the_persons),
    **dict.fromkeys(
        ("SchemeMembership", "Availability", "VettingDecision", "Training", "Observation", "Story", "PeerWish"),
        _through("ambassador"),
    ),
    "VettingLook": ("looked_by", *_through("ambassador")),
    "PeerPair": _through("first", "second"),
    "PeerMeeting": _through("pair__first", "pair__second"),
    "DuplicatePair": _through("first", "second"),
    "Merge": _through("kept", "absorbed"),
    "Visit": _through("ambassador", "companion"),
    "VisitMessage": ("sent_by", *_through("visit__ambassador")),
    "VisitFeedback": ("given_by", *_through("visit__ambassador")),
    "CoordinatorArea": ("coordinator", "alternate"),
    "ImportRow": (*_through("ambassador"), _row_taken_from_a_list),
    "Concern": ("person", "raised_by", *_through("ambassador")),
    "ConcernNote": ("written_by", "concern__person", *_through("concern__ambassador")),
}


def declare() -> None:
    """Declare all of it, the audit tables' columns too."""
    for model, fields in _PERSONAL.items():
        review = _REVIEW.get(model, {})
        register_personal(
            *(
                PersonalField(f"ambassadors.{model}", name, purpose, erasure, review=review.get(name, ""))
                for name, (purpose, erasure) in fields.items()
            )
        )
        _declare_trail(model, fields)
    for model, subjects in _SUBJECTS.items():
        register_subject(f"ambassadors.{model}", *subjects)
    declare_clean(*(f"ambassadors.{model}" for model in _CLEAN))
    withhold_from_desk(*(f"ambassadors.{name}" for name in _OFF_THE_DESK), actions=_ACTIONS_OFF_THE_DESK)


def _declare_trail(model: str, fields: _Fields) -> None:
    """Declare an audit table's columns like those it records; people stay in it by number."""
    trail: type[Model] | None = getattr(apps.get_model("ambassadors", model), "pgh_event_model", None)
    if trail is None:
        return
    label = trail._meta.label
    register_personal(PersonalField(label, "pgh_label", "audit trail: which kind of change", "keep"))
    review = _REVIEW.get(model, {})
    for field in trail._meta.concrete_fields:
        if field.name in fields:
            purpose, erasure = fields[field.name]
            how = "keep" if erasure == "keep" or field.related_model is User else "blank"
            why = review.get(field.name, "")
            register_personal(PersonalField(label, field.name, f"audit trail: {purpose}", how, review=why))
