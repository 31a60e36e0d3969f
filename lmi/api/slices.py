"""`lmi/pay/`, `lmi/employment/`, `lmi/outlook/`, `lmi/adverts/`: rows of the figure tables, written by PostgreSQL."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.api.base import raw_json
from evidence.api.schema import documents, listed
from foundation.problems import UnknownThing
from lmi.api import params, schema
from lmi.api.base import FactsView
from lmi.queries.slice_tables import ADVERTS, EMPLOYMENT, OUTLOOK, PAY, Table
from lmi.queries.slices import Asked, read_slice

_ABOUT = gettext_lazy(
    "Rows as published, one a fact key, in the order of their key. Every measure is an object with its unit and its "
    "quality, or the reason why it has no value. `release` names the edition of a row; `releases` cites each once. "
    "Where a group or area that you name has no rows at all, the nearest wider one answers: `level` and `area` then "
    "say what was `asked`."
)


class RowsView(FactsView):
    """Rows of one figure table, with what a subclass says beside them."""

    table: ClassVar[Table]

    def codes(self) -> tuple[str, ...]:
        """Groups that were asked for."""
        return tuple(self.params.get("soc2020", ()))

    def areas(self) -> tuple[str, ...]:
        """Areas that were asked for."""
        return tuple(self.params.get("area", ()))

    def beside(self) -> dict[str, Any]:
        """What stands before the rows."""
        return {}

    def find(self, **path: str) -> None:
        """Codes that do not exist are 404, never an empty list."""
        for code in self.codes():
            self.group(code)
        for code in self.areas():
            self.place(code)
        industry = self.params.get("industry", "*").upper()
        if industry != "*" and industry not in self.facts.industries:
            raise UnknownThing("industry", _("There is no industry section %(code)s.") % {"code": industry})

    def answer(self, **path: str) -> HttpResponse:
        """The page, most of it as PostgreSQL wrote it."""
        page, size = self.params["page"], self.params["page_size"]
        filters = {name: self.params[name] for name in self.table.filters if name in self.params}
        if "industry" in filters:
            filters["industry"] = filters["industry"].upper()
        asked = Asked(self.codes(), self.areas(), filters, size, (page - 1) * size)
        found = read_slice(self.facts, self.table, asked)
        envelope = {**self.beside(), **self.envelope(found.count)}
        if not found.count:
            envelope["note"] = _("Nothing is published for these values, nor for a wider group or area.")
        refs = [self.facts.editions.ref(pk) for pk in found.release_ids]
        envelope["releases"] = {ref.key: self.shapes.release(ref) for ref in sorted(refs, key=lambda ref: ref.key)}
        head = json.dumps(envelope, ensure_ascii=False, separators=(",", ":"))
        return raw_json(f'{head[:-1]},"results":{found.rows}}}')


@documents(gettext_lazy("Pay and hours"), _ABOUT, listed(schema.PayRow, **schema.rows_extra()), operation="lmi_pay")
class PaySlice(RowsView):
    """`lmi/pay/`"""

    table = PAY
    params_class = params.PaySliceParams


@documents(
    gettext_lazy("People in work"),
    _ABOUT,
    listed(schema.EmploymentRow, **schema.rows_extra()),
    operation="lmi_employment",
)
class EmploymentSlice(RowsView):
    """`lmi/employment/`"""

    table = EMPLOYMENT
    params_class = params.EmploymentSliceParams


@documents(
    gettext_lazy("Outlook to 2035"),
    _ABOUT,
    listed(schema.OutlookRow, **schema.rows_extra()),
    operation="lmi_outlook",
)
class OutlookSlice(RowsView):
    """`lmi/outlook/`"""

    table = OUTLOOK
    params_class = params.OutlookSliceParams


@documents(
    gettext_lazy("New online adverts"),
    _ABOUT,
    listed(schema.AdvertRow, **schema.rows_extra()),
    operation="lmi_adverts",
)
class AdvertSlice(RowsView):
    """`lmi/adverts/`"""

    table = ADVERTS
    params_class = params.AdvertSliceParams
