"""The curators' desk: organisations, people, the audit trail, reports, and requests about personal data."""

from __future__ import annotations

# Each registers its addresses, its queue and its way in from the menu.
from accounts.desk import data_requests, organisations, people, reports, trail  # noqa: F401 - each registers its screens
