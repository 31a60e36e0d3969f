"""Which fields of employers' items are personal, and how each is erased.

What an organisation publishes about its roles is its own, not a person's; sole traders, photographs and the
contacts of opportunities are where persons come in.
"""

from __future__ import annotations

from foundation.personal_data import PersonalField, declare_clean, register_personal

_OF_THE_ORGANISATION = (
    "EmployerEntry", "EmployerEntryEvent", "Site", "RoleProfile", "RoleProfileEvent", "ProfileSite",
    "PreferredQualification", "ProfileSkill", "ProfileWayIn", "ProfileLink", "ProfilePhoto", "SubjectStatement",
    "SubjectStatementEvent", "StatedSubject", "OpportunityEvent", "CuratorReview", "Vacancy",
)  # fmt: skip
_CLEAN_OPPORTUNITY = (
    "locked_by", "title", "kind", "slug", "about", "soc2020", "tlevel_specialism", "standard", "pay_period",
    "expenses", "apply_address", "apply_words",
)  # fmt: skip


def declare() -> None:
    """Declare all of it."""
    declare_clean(*(f"employers.{model}" for model in _OF_THE_ORGANISATION))
    register_personal(
        PersonalField("employers.Opportunity", "supervisor", "safety of under-18s; a role, not a name", "keep"),
        PersonalField("employers.Opportunity", "safeguarding_contact", "safety of under-18s", "keep"),
        *(
            PersonalField("employers.Opportunity", field, "what the organisation offers", "keep")
            for field in _CLEAN_OPPORTUNITY
        ),
        PersonalField("employers.HostApproval", "approved_by", "who answers for the approval", "blank"),
        PersonalField("employers.HostApprovalEvent", "approved_by", "audit trail: who, by number", "keep"),
        PersonalField("employers.HostApprovalEvent", "pgh_label", "audit trail: which kind of change", "keep"),
    )
    _declare_encounters()
    for model in ("SubmissionState", "DecisionState"):
        register_personal(
            *(
                PersonalField(f"employers.{model}{event}", field, "audit of moderation: who, by number", "keep")
                for event in ("", "Event")
                for field in _TRAIL[model]
            ),
            PersonalField(f"employers.{model}Event", "pgh_label", "audit trail: which kind of change", "keep"),
        )


_TRAIL = {
    "SubmissionState": ("object_id", "requested_by", "status"),
    "DecisionState": ("status", "finished_by", "comment"),
}


_OF_ENCOUNTERS = {
    "asked_by": ("which teacher asked, for the employer to answer", "blank"),
    "answered_by": ("which colleague answered", "blank"),
    "kind": ("what the school asked for", "keep"),
    "subject": ("what the school asked for", "keep"),
    "state": ("what became of it", "keep"),
}


def _declare_encounters() -> None:
    for name, (purpose, erasure) in _OF_ENCOUNTERS.items():
        register_personal(
            PersonalField("employers.EncounterRequest", name, purpose, erasure),
            PersonalField("employers.EncounterRequestEvent", name, f"audit trail: {purpose}", "keep"),
        )
    register_personal(
        PersonalField("employers.EncounterRequestEvent", "pgh_label", "audit trail: which kind of change", "keep")
    )
