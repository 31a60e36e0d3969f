"""An example context for every mail template: whoever adds a template adds its line."""

from __future__ import annotations

from datetime import date
from typing import Any

EXAMPLES: dict[str, dict[str, Any]] = {
    "mail_check": {"queued": "09:30:00, 22 November 2026"},
    # Data rights
    "data_copy_ready": {"request": {"pk": 12}, "kept_until": date(2026, 11, 29)},
    "data_request_refused": {"request": {"pk": 12}, "answer": "We hold nothing under this address."},
    "data_request_extended": {"request": {"pk": 12}, "reason": "It concerns many records.", "due_on": date(2027, 2, 22)},
    "erasure_done": {"request": {"pk": 12}, "exemptions": ["Erasure: needed for legal claims"]},
    "account_unused": {"erased_on": date(2026, 12, 22)},
}
