"""The curators' desk: requests about personal data."""

from __future__ import annotations

from accounts.desk import data_requests  # noqa: F401  # registers its addresses and its queue
