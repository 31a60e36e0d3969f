"""What the addresses about occupations and areas share: the facts of the request and looking codes up in them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from evidence.api.base import ReadView
from evidence.queries import Editions
from foundation.problems import UnknownThing
from lmi.api.shapes import LmiShapes
from lmi.queries.context import Facts, facts
from lmi.register import ALL_OCCUPATIONS, UK, Group, Place


class FactsView(ReadView):
    """A reading view with the editions and registers of its request; finding them takes one SQL statement."""

    facts: Facts

    def editions_for(self, keys: Sequence[str]) -> Editions:
        """Gather registers along with the editions."""
        self.facts = facts(keys)
        return self.facts.editions

    @property
    def shapes(self) -> LmiShapes:
        """Turns facts into JSON for this request."""
        if not hasattr(self, "_shapes"):
            self._shapes = LmiShapes(self.request, self.facts)
        return self._shapes

    def group(self, code: str, field: str = "soc2020") -> Group:
        """The group with this code, or 404."""
        found = self.facts.soc.groups.get(code)
        if found is None:
            words = _("There is no occupation or group with the SOC 2020 code “%(code)s”.")
            raise UnknownThing(field, words % {"code": code[:20]})
        return found

    def occupation_at(self, code: str) -> Group:
        """The occupation or wider group with this code, or 404; "all occupations" is none of them."""
        if code == ALL_OCCUPATIONS:
            raise UnknownThing("soc2020", _("The code 0 stands for all occupations: see lmi/pay/?soc2020=0."))
        return self.group(code)

    def place(self, code: str, field: str = "area") -> Place:
        """The area with this code, or 404."""
        found = self.facts.places.places.get(code)
        if found is None:
            words = _("There is no area with the code “%(code)s”; see areas/ for the codes.")
            raise UnknownThing(field, words % {"code": code[:20]})
        return found

    @property
    def area(self) -> str:
        """The area that was asked for, the UK unless one was."""
        code: str = self.params.get("area") or UK
        return self.place(code).code
