"""Many role profiles from a table: the template, a dry check of every row, then drafts of all or none."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from employers.actions.bulk import create_drafts
from employers.bulk import (
    COLUMNS,
    MOST_ROWS,
    BulkReading,
    errors_csv,
    read_bulk,
    rows_of_file,
    template_csv,
    template_xlsx,
)
from foundation.spreadsheets import BadSpreadsheetError, Row
from portal.pages.employers.desk.base import DeskPage
from portal.pages.mistakes import Pair, first_words

MOST_SHOWN = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class BulkUpload(DeskPage):
    """Choose a file."""

    template_name = "employers/desk/bulk.html"

    @property
    def key(self) -> str:
        """Where the session keeps the rows between the check and the decision."""
        return f"bulk:{self.organisation.pk}"

    def crumbs(self) -> list[Pair]:
        """Below the desk."""
        return [*super().crumbs(), (_("Upload many"), "")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the columns are."""
        return super().get_context_data(columns=COLUMNS, most=MOST_ROWS, **kwargs)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Keep the rows for the check page; a file that cannot be read is said at once."""
        upload = request.FILES.get("table")
        try:
            if upload is None:
                raise BadSpreadsheetError(_("Choose the file to upload."))
            rows = rows_of_file(upload)
            if not rows:
                raise BadSpreadsheetError(_("The file has headings but no rows."))
        except BadSpreadsheetError as error:
            return self.render_to_response(self.get_context_data(errors=[(str(error), "table")]), status=422)
        request.session[self.key] = {"name": str(upload.name)[:100], "rows": [[row.line, row.values] for row in rows]}
        return redirect(self.desk_address("bulk-check"))


class BulkCheck(BulkUpload):
    """Every row as it would become a draft, or what is wrong with it."""

    template_name = "employers/desk/bulk_check.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The check; without a file back to choosing one."""
        if self.key not in request.session:
            return redirect(self.desk_address("bulk"))
        if request.GET.get("errors") == "csv":
            response = HttpResponse(errors_csv(self.reading.errors), content_type="text/csv; charset=utf-8")
            response.headers["Content-Disposition"] = 'attachment; filename="role-profiles-errors.csv"'
            return response
        return self.render_to_response(self.get_context_data())

    @cached_property
    def reading(self) -> BulkReading:
        """The kept rows, read anew."""
        kept = self.request.session[self.key]["rows"]
        return read_bulk([Row(line, values) for line, values in kept], self.organisation)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Rows and errors; of many only the first are listed."""
        reading = self.reading
        return super().get_context_data(
            name=self.request.session[self.key]["name"],
            rows=reading.rows[:MOST_SHOWN],
            row_count=len(reading.rows),
            wrong=reading.errors[:MOST_SHOWN],
            wrong_count=len(reading.errors),
            shown=MOST_SHOWN,
            **kwargs,
        )

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Make the drafts: all of them or none."""
        if self.key not in request.session:
            return redirect(self.desk_address("bulk"))
        if request.POST.get("do") != "create" or self.reading.errors:
            return self.render_to_response(self.get_context_data(), status=422)
        try:
            made = create_drafts(by=self.person, organisation=self.organisation, rows=self.reading.rows)
        except ValidationError as error:
            return self.render_to_response(self.get_context_data(errors=[(first_words(error), "")]), status=422)
        del request.session[self.key]
        said = ngettext("%(many)d draft made.", "%(many)d drafts made.", len(made)) % {"many": len(made)}
        messages.success(request, said)
        return redirect(self.desk_address("home"))


class BulkTemplate(DeskPage):
    """The template as a workbook or CSV."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file; 404 for another kind."""
        made = {"xlsx": (template_xlsx, XLSX), "csv": (template_csv, "text/csv; charset=utf-8")}
        if self.kwargs["kind"] not in made or not self.organisation:
            raise Http404
        make, media = made[self.kwargs["kind"]]
        response = HttpResponse(make(), content_type=media)
        response.headers["Content-Disposition"] = f'attachment; filename="role-profiles.{self.kwargs["kind"]}"'
        return response
