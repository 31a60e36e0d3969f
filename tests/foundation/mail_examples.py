"""An example context for every mail template: whoever adds a template adds its line."""

from __future__ import annotations

from datetime import date
from typing import Any

ITEM = {"title": "Test technician", "organisation": "Example Works", "path": "/employers/desk/example/profiles/1/"}
ENCOUNTER = {
    "request": {
        "school": {"name": "Example School"},
        "employer": {"name": "Example Works"},
        "pupils": 30,
        "first_day": date(2027, 3, 1),
        "last_day": date(2027, 3, 12),
    },
    "kind": "A visit to the workplace",
    "years": "9, 10",
    "subject": "Maths",
    "path": "/employers/encounters/1/",
}
EXAMPLES: dict[str, dict[str, Any]] = {
    "mail_check": {"queued": "09:30:00, 22 November 2026"},
    # Data rights
    "data_copy_ready": {"request": {"pk": 12}, "kept_until": date(2026, 11, 29)},
    "data_request_refused": {"request": {"pk": 12}, "answer": "We hold nothing under this address."},
    "data_request_extended": {"request": {"pk": 12}, "reason": "Many records.", "due_on": date(2027, 2, 22)},
    "erasure_done": {"request": {"pk": 12}, "exemptions": ["Erasure: needed for legal claims"]},
    "account_unused": {"erased_on": date(2026, 12, 22)},
    # Signing in
    "account_confirm": {"code": "ABC-DEF"},
    "account_exists": {"password_reset_url": "https://waymark.example/account/password/reset/"},
    "account_reset": {"password_reset_url": "https://waymark.example/account/password/reset/1-abc/"},
    "account_unknown": {"signup_url": "https://waymark.example/account/sign-up/"},
    "account_email_changed": {"to_email": "new@example.org"},
    "account_changed": {"what": "The password was changed."},
    # Employers' items
    "item_published": ITEM | {"until": date(2027, 11, 22)},
    "item_returned": ITEM | {"reasons": "Say what the shifts are."},
    "item_withdrawn": ITEM | {"reason": "Readers report that the role no longer exists."},
    "item_confirm": ITEM | {"until": date(2027, 11, 22)},
    "item_expired": ITEM | {"until": date(2027, 11, 22)},
    # Encounters
    "encounter_asked": ENCOUNTER,
    "encounter_answered": ENCOUNTER | {"accepted": True, "contact": {"email": "owner@example.org"}},
    # Organisations and members
    "account_news": {
        "heading": "Example Works is verified",
        "says": ["A curator has verified Example Works.", "You can begin."],
        "quote": "Her words\nin two lines",
        "link": "/account/organisations/",
        "link_words": "Open your organisations",
    },
    "invitation": {
        "organisation": "Example Works",
        "role": "Employer member",
        "token": "a-token",
        "until": date(2026, 12, 6),
    },
    "domain_proof": {"organisation": "Oak School", "person": "Ada Example", "token": "a-token"},
}
