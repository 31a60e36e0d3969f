"""Why an employer should tell young people about its work here, and how that goes."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from foundation.access import PUBLIC_FACTS


class Why(TemplateView):
    """`/employers/why/`: reasons, steps, what is checked and what it costs; no facts of ours."""

    access = PUBLIC_FACTS
    template_name = "employers/why.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The way here."""
        return super().get_context_data(**kwargs) | {
            "crumbs": [(_("Employers"), reverse("employers:home")), (_("Why and how"), "")],
        }
