"""Which fields of accounts are personal, why they are kept and how each is erased."""

from __future__ import annotations

from accounts.signin.personal import CLEAN, FIELDS
from foundation.personal_data import PersonalField, declare_clean, register_personal

# Model -> field -> (purpose, how it is erased). Each model here has an audit table with the same fields.
_AUDITED: dict[str, dict[str, tuple[str, str]]] = {
    "User": {
        "email": ("signing in and mail about the account", "blank"),
        "display_name": ("how colleagues see the person", "blank"),
    },
    "Organisation": {
        "name": ("which organisation it is; of a sole trader, the person's own", "keep"),
        "slug": ("the address of its page", "keep"),
        "kind": ("which organisation it is", "keep"),
        "identifier_kind": ("which organisation it is", "keep"),
        "identifier": ("public register", "keep"),
        "evidence": ("verifying an organisation that no register has", "keep"),
        "urn": ("public register", "keep"),
        "ukprn": ("public register", "keep"),
        "website": ("verifying the organisation", "keep"),
        "phone": ("the number it publishes, for a call back", "keep"),
        "domain": ("verifying the organisation", "keep"),
        "domain_token": ("verifying the organisation", "keep"),
        "state": ("whether it is verified", "keep"),
        "state_reason": ("telling its members why", "keep"),
        "decided_by": ("audit of decisions: who, by number", "keep"),
    },
    "Membership": {
        "user": ("who acts for the organisation", "delete_row"),
        "role": ("who acts for the organisation", "delete_row"),
        "state": ("who acts for the organisation", "delete_row"),
        "confirmed_by": ("audit of decisions: who, by number", "keep"),
    },
    "Invitation": {
        "email": ("sending the invitation", "delete_row"),
        "role": ("what the invitation is for", "delete_row"),
        "invited_by": ("telling the invited person who asks", "keep"),
    },
    "Verification": {
        "email": ("proof that the person speaks for the organisation", "delete_row"),
        "call_number": ("the organisation's published number", "delete_row"),
        "call_source": ("where that number is published", "delete_row"),
        "call_note": ("what was said in the call", "delete_row"),
        "called_by": ("audit of decisions: who, by number", "keep"),
        "by_hand": ("why a curator decided without the two proofs", "delete_row"),
        "state": ("how far it has come", "delete_row"),
        "reason": ("telling the person why", "delete_row"),
        "decided_by": ("audit of decisions: who, by number", "keep"),
    },
    "ApiToken": {
        "user": ("for whom the program acts", "delete_row"),
        "name": ("telling tokens apart", "delete_row"),
        "prefix": ("telling tokens apart", "delete_row"),
    },
    "Report": {
        "target_kind": ("which item is reported", "keep"),
        "target_id": ("which item is reported", "keep"),
        "target_title": ("which item is reported", "keep"),
        "path": ("where it was seen", "keep"),
        "reason": ("complaints log (Online Safety Act 2023, section 21)", "keep"),
        "text": ("complaints log; may name somebody", "blank"),
        "reporter": ("telling the reporter the outcome", "blank"),
        "state": ("complaints log", "keep"),
        "outcome": ("complaints log", "keep"),
        "decided_by": ("audit of decisions: who, by number", "keep"),
    },
}


def declare() -> None:
    """Declare all of it, the audit tables' columns too."""
    for model, fields in _AUDITED.items():
        for name, (purpose, erasure) in fields.items():
            trail = erasure if erasure == "keep" else "blank"
            register_personal(
                PersonalField(f"accounts.{model}", name, purpose, erasure),
                PersonalField(f"accounts.{model}Event", name, f"audit trail: {purpose}", trail),
            )
        _declare_trail(model)
    _declare_trail("UserRole")
    register_personal(
        PersonalField("accounts.User", "password", "signing in", "blank"),
        PersonalField("accounts.User", "last_login", "finding unused accounts", "blank"),
        PersonalField("accounts.User", "date_joined", "retention", "delete_row"),
        PersonalField("accounts.UserRole", "user", "who holds the role", "delete_row"),
        PersonalField("accounts.UserRoleEvent", "user", "audit trail: who held the role, by number", "keep"),
        PersonalField("accounts.Invitation", "token_hash", "knowing the invitation again", "delete_row"),
        PersonalField("accounts.Verification", "mail_token_hash", "knowing the mail's link again", "delete_row"),
        PersonalField("accounts.ApiToken", "token_hash", "knowing the token again", "delete_row"),
    )
    register_personal(*FIELDS)
    declare_clean("accounts.AgeRule", *CLEAN)


def _declare_trail(model: str) -> None:
    register_personal(
        PersonalField(f"accounts.{model}Event", "pgh_obj", "audit trail: what it is about, by number", "keep"),
        PersonalField(f"accounts.{model}Event", "pgh_label", "audit trail: which kind of change", "keep"),
    )
