"""Rate limits of the API."""

from __future__ import annotations

from typing import Any

from rest_framework.throttling import SimpleRateThrottle


class AddressThrottle(SimpleRateThrottle):
    """So many requests per network address and minute (settings API_RATE); never reads the user."""

    scope = "address"

    def get_cache_key(self, request: Any, view: Any) -> str:
        """One counter for each address."""
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}
