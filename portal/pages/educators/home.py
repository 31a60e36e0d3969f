"""The door of the educators' side."""

from __future__ import annotations

from typing import Any

from portal.pages.shared import FactsPage


class EducatorsHome(FactsPage):
    """Quick ways to the explorer, a comparison, a place, the sources and the API."""

    template_name = "educators/home.html"

    def page_context(self) -> dict[str, Any]:
        """Nothing but the doors."""
        return {}
