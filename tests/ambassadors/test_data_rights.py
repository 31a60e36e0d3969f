"""Copies, erasure and keeping of what the scheme holds: the person goes, what safeguarding rests on does not."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.data_rights.actions import RequestStateError, ask, carry_out_erasure, release_copy, withhold
from accounts.data_rights.erasure import ErasureError, erase_person
from accounts.data_rights.export import build_export, to_review
from accounts.data_rights.retention import apply_retention
from accounts.models import DataRequest, User
from accounts.models.data_rights import Law, RequestKind, RequestState
from ambassadors.enums import (
    ConcernAbout,
    ConcernLevel,
    ConcernState,
    ReferralDecision,
    Standing,
    VettingKind,
    VettingOutcome,
)
from ambassadors.enums import (
    RequestState as Asked,
)
from ambassadors.models import (
    Ambassador,
    Availability,
    Concern,
    ConcernNote,
    CoordinatorArea,
    ImportBatch,
    ImportRow,
    Scheme,
    SchemeMembership,
    Story,
    Training,
    TrainingModule,
    VettingDecision,
    VettingLook,
    VisitRequest,
)
from tests.accounts.planting import make, places_with
from tests.accounts.signing_in import person
from tests.ambassadors.builders import ambassador, decision

pytestmark = pytest.mark.django_db
NIGHT = datetime(2027, 3, 1, 3, 30, tzinfo=UTC)
WORDS = "quizzaciously"


def with_account(name: str, **fields) -> Ambassador:
    user = person(f"{name.lower()}@example.org", "ambassador", display_name=name)
    return ambassador(name, check="", user=user, email=user.email, **fields)


@pytest.fixture
def ada() -> Ambassador:
    made = with_account(
        "Zephyrine",
        family_name="Quillfeather",
        phone="01632 960123",
        job_title="Thaumaturge",
        access_needs="step-free",
        languages=["cy"],
        travel_miles=20,
    )
    decision(made, VettingKind.IDENTITY)
    Availability.objects.create(ambassador=made, mornings=[1])
    Training.objects.create(ambassador=made, module=TrainingModule.objects.first(), done_on=date(2026, 2, 1))
    SchemeMembership.objects.create(ambassador=made, scheme=Scheme.objects.first(), reference="SA-99181")
    Story.objects.create(ambassador=made, slug="zephyrine-story", role="Thaumaturge", steps=[{"words": WORDS}])
    return made


@pytest.fixture
def reviewer() -> User:
    return person("reviewer@example.org", "administrator")


@pytest.fixture
def coordinators() -> tuple[User, User]:
    return person("first@example.org", "coordinator"), person("second@example.org", "coordinator")


def concern_about(ada: Ambassador, coordinators: tuple[User, User], **fields) -> Concern:
    first, second = coordinators
    known = {"about": ConcernAbout.AMBASSADOR, "words": f"She {WORDS} hummed", "raised_by": second}
    concern = Concern.objects.create(ambassador=ada, handler=first, alternate=second, **known | fields)
    ConcernNote.objects.create(concern=concern, written_by=first, words="Spoke with the school")
    return concern


def closed(concern: Concern) -> None:
    concern.state, concern.level, concern.outcome = ConcernState.CLOSED, ConcernLevel.LOW, "Talked over"
    concern.referral = ReferralDecision.NOT_NEEDED
    concern.save()


def copy_of(user: User) -> dict[str, list[dict]]:
    made = build_export(user=user, now=timezone.now())
    return {section["model"]: section["rows"] for section in made["sections"]}


def test_copy_holds_everything_about_an_ambassador(ada):
    VettingLook.objects.create(looked_by=person("looker@example.org", "coordinator"), ambassador=ada, page="checks")
    held = copy_of(ada.user)
    assert held["ambassadors.Ambassador"][0]["fields"]["family_name"] == "Quillfeather"
    for model in ("VettingDecision", "VettingLook", "Availability", "Training", "SchemeMembership", "Story"):
        assert len(held[f"ambassadors.{model}"]) == 1, model


def test_copy_holds_what_was_merged_into_ones_record_and_nobody_elses(ada):
    old = ambassador("Zeph", check="", email="old.address@example.org", merged_into=ada, standing=Standing.LEFT)
    with_account("Somebody")
    rows = copy_of(ada.user)["ambassadors.Ambassador"]
    assert {row["id"] for row in rows} == {ada.pk, old.pk}


def test_record_from_another_list_is_found_by_its_address():
    user = person("listed@example.org")
    listed = ambassador("Listed", check="", email="Listed@example.org")
    assert [row["id"] for row in copy_of(user)["ambassadors.Ambassador"]] == [listed.pk]


def test_erased_ambassador_leaves_a_number_in_no_list(ada):
    address = ada.email
    erase_person(user=ada.user, now=timezone.now())
    ada.refresh_from_db()
    assert (ada.given_name, ada.family_name, ada.job_title, ada.languages) == ("", "", "", [])
    assert (ada.latitude, ada.outcode, ada.standing) == (None, "", Standing.LEFT)
    for words in (address, "Zephyrine", "Quillfeather", "Thaumaturge", "960123", "SA-99181", WORDS, "zephyrine-story"):
        assert places_with(words) == [], words
    for model in (Availability, VettingDecision, Training, SchemeMembership, Story):
        assert not model.objects.filter(ambassador=ada).exists()


def test_erasing_again_changes_nothing(ada):
    for _time in range(2):
        erase_person(user=User.objects.get(pk=ada.user_id), now=timezone.now())
    assert Ambassador.objects.get(pk=ada.pk).standing == Standing.LEFT


def test_open_concern_stands_against_erasure(ada, coordinators, reviewer):
    concern_about(ada, coordinators)
    request = ask(by=ada.user, kind=RequestKind.ERASURE)
    withhold(by=reviewer, request=request, reference="ambassadors.Ambassador", law=Law.LEGAL_CLAIMS, reason="open")
    with pytest.raises(ErasureError, match="still open"):
        carry_out_erasure(by=reviewer, request=request)
    ada.refresh_from_db()
    assert (ada.family_name, ada.standing) == ("Quillfeather", Standing.ACTIVE), "nothing was changed"


def test_closed_concern_needs_a_decision_and_is_kept_with_it(ada, coordinators, reviewer):
    concern = concern_about(ada, coordinators)
    closed(concern)
    request = ask(by=ada.user, kind=RequestKind.ERASURE)
    with pytest.raises(ErasureError, match="on record"):
        carry_out_erasure(by=reviewer, request=request)
    withhold(by=reviewer, request=request, reference="ambassadors.Ambassador", law=Law.LEGAL_CLAIMS, reason="harm")
    carry_out_erasure(by=reviewer, request=request)
    ada.refresh_from_db()
    concern.refresh_from_db()
    assert (ada.family_name, ada.standing) == ("Quillfeather", Standing.LEFT)
    assert (concern.words, concern.notes.count()) == (f"She {WORDS} hummed", 1)


def test_concern_may_be_kept_without_the_name(ada, coordinators):
    concern = concern_about(ada, coordinators)
    closed(concern)
    erase_person(user=ada.user, kept={"ambassadors.Concern"}, now=timezone.now())
    ada.refresh_from_db()
    concern.refresh_from_db()
    assert (ada.family_name, concern.words) == ("", f"She {WORDS} hummed")


def test_words_of_a_concern_stay_as_they_are_when_who_raised_it_goes(ada, coordinators):
    teacher = person("witness@example.org", "teacher", display_name="A Witness")
    concern = concern_about(ada, coordinators, raised_by=teacher, words="Call me: witness@example.org")
    erase_person(user=teacher, now=timezone.now())
    concern.refresh_from_db()
    assert concern.words == "Call me: witness@example.org"
    held = [place for place in places_with("witness@example.org") if not place.startswith("ambassadors_concern")]
    assert held == []


@pytest.mark.parametrize("what", ["refused", "suspended"])
def test_refusal_and_suspension_need_a_decision_as_well(ada, what):
    if what == "refused":
        decision(ada, VettingKind.DBS_ENHANCED, outcome=VettingOutcome.REFUSED)
    else:
        Ambassador.objects.filter(pk=ada.pk).update(standing=Standing.SUSPENDED)
    with pytest.raises(ErasureError, match="on record"):
        erase_person(user=ada.user, now=timezone.now())
    erase_person(user=ada.user, kept={"ambassadors.VettingDecision"}, now=timezone.now())
    ada.refresh_from_db()
    assert ada.family_name == ""
    assert ada.standing == (Standing.LEFT if what == "refused" else Standing.SUSPENDED)


def test_coordinator_hands_over_before_being_erased(ada, coordinators):
    first, second = coordinators
    concern_about(ada, coordinators)
    with pytest.raises(ErasureError, match="wait with this person"):
        erase_person(user=first, now=timezone.now())
    Concern.objects.update(handler=second, alternate=person("third@example.org", "coordinator"))
    CoordinatorArea.objects.create(region="E12000003", coordinator=second, alternate=first)
    with pytest.raises(ErasureError, match="answers for a region"):
        erase_person(user=first, now=timezone.now())


def test_whom_an_open_concern_is_about_reads_nothing_of_it(ada, coordinators, reviewer):
    concern = concern_about(ada, coordinators)
    request = ask(by=ada.user, kind=RequestKind.ACCESS)
    DataRequest.objects.filter(pk=request.pk).update(state=RequestState.REVIEW)
    assert to_review(ada.user)["ambassadors.Concern"] == [concern.pk]
    with pytest.raises(RequestStateError, match=f"ambassadors.Concern:{concern.pk}"):
        release_copy(by=reviewer, request=request)
    for reference in ("ambassadors.Concern", "ambassadors.ConcernNote"):
        withhold(by=reviewer, request=request, reference=reference, law=Law.CRIME, reason="open", told=False)
    release_copy(by=reviewer, request=request)
    copy = json.dumps(DataRequest.objects.get(pk=request.pk).content)
    assert "Quillfeather" in copy
    assert not [words for words in ("hummed", "Spoke with", "ambassadors.Concern") if words in copy]


def test_unused_account_with_a_concern_goes_to_a_reviewer_and_not_out_by_night(ada, coordinators):
    concern_about(ada, coordinators)
    old = NIGHT - timedelta(days=900)
    User.objects.filter(pk=ada.user_id).update(date_joined=old, last_login=old)
    for days in (0, 31, 32):
        apply_retention(now=NIGHT + timedelta(days=days))
    ada.refresh_from_db()
    assert ada.family_name == "Quillfeather"
    request = DataRequest.objects.get(subject=ada.user)
    assert (request.kind, request.state) == (RequestKind.ERASURE, RequestState.REVIEW)


def test_teachers_names_leave_their_school_s_requests():
    teacher = person("teacher@example.org", "teacher", display_name="Marigold Brown")
    request = make(
        VisitRequest, teacher, staff_name="Marigold Brown", safeguarding_contact="Ask for teacher@example.org"
    )
    erase_person(user=teacher, now=timezone.now())
    request.refresh_from_db()
    assert (request.asked_by_id, request.staff_name, request.safeguarding_contact) == (
        None, "[erased]", "Ask for [erased]",
    )  # fmt: skip
    assert places_with("Marigold Brown") == places_with("teacher@example.org") == []


def outcome(what: str) -> int:
    return next(row.erased for row in apply_retention(now=NIGHT) if row.what == what)


def test_decisions_end_six_months_after_somebody_left_but_refusals_stay(ada):
    decision(ada, VettingKind.DBS_ENHANCED, outcome=VettingOutcome.REFUSED)
    Ambassador.objects.filter(pk=ada.pk).update(standing=Standing.LEFT, standing_since=NIGHT - timedelta(days=182))
    assert outcome("vetting-decisions") == 0
    Ambassador.objects.filter(pk=ada.pk).update(standing_since=NIGHT - timedelta(days=184))
    assert outcome("vetting-decisions") == 1
    assert [row.outcome for row in VettingDecision.objects.filter(ambassador=ada)] == [VettingOutcome.REFUSED]


def test_replaced_decisions_end_and_standing_ones_do_not(ada):
    row = decision(ada, VettingKind.DBS_BASIC)
    VettingDecision.objects.filter(pk=row.pk).update(replaced_at=NIGHT - timedelta(days=184))
    assert outcome("vetting-decisions") == 1
    assert list(VettingDecision.objects.filter(ambassador=ada).values_list("kind", flat=True)) == ["identity"]


def test_nothing_of_somebody_with_an_open_concern_ends_by_itself(ada, coordinators):
    concern_about(ada, coordinators)
    Ambassador.objects.filter(pk=ada.pk).update(standing=Standing.LEFT, standing_since=NIGHT - timedelta(days=900))
    assert outcome("vetting-decisions") == 0


def test_lines_of_a_list_that_was_left_lying_are_dropped():
    batch = ImportBatch.objects.create(scheme=Scheme.objects.first(), created_at=NIGHT - timedelta(days=31))
    young = ImportBatch.objects.create(scheme=Scheme.objects.first(), created_at=NIGHT - timedelta(days=29))
    for one in (batch, young):
        ImportRow.objects.create(batch=one, number=1, cells=["Somebody"])
    assert outcome("imported-lines") == 1
    assert list(ImportRow.objects.values_list("batch", flat=True)) == [young.pk]


def test_names_of_staff_leave_old_requests_and_their_trail():
    teacher = person("teacher@example.org", "teacher")
    safe = dict.fromkeys(("says_present", "says_risk_assessed", "says_conduct", "says_identity"), True)
    contacts = {"staff_name": WORDS, "staff_phone": "01632 960999", "safeguarding_contact": f"{WORDS} again"}
    old = make(VisitRequest, teacher, state=Asked.DONE, **safe, **contacts)
    VisitRequest.objects.filter(pk=old.pk).update(changed_at=NIGHT - timedelta(days=366))
    assert outcome("visit-contacts") == 1
    assert places_with(WORDS) == places_with("960999") == []
    assert outcome("visit-contacts") == 0
