"""How employers like you state what they ask for: the same counts, read by an employer."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.pages.educators.preferences import PreferencePage


class EmployersPreferences(PreferencePage):
    """`/employers/preferences/?soc2020=5223&area=B4&sector=C`."""

    template_name = "employers/preferences.html"

    def page_context(self) -> dict[str, Any]:
        """The employers' own crumbs."""
        return super().page_context() | {
            "crumbs": [(_("Employers"), reverse("employers:home")), (_("What others ask for"), "")],
        }
