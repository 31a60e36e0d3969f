"""Bringing another scheme's people in: upload, match columns and words, the check, the import and its progress."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.permissions import Permission
from ambassadors.actions.claiming import send_invitations, to_invite
from ambassadors.actions.import_runs import DOUBLES, checker_of, is_running, progress_of
from ambassadors.actions.imports import (
    check_batch,
    column_words,
    discard_batch,
    match_columns,
    match_words,
    save_mapping,
    start_import,
    upload_list,
)
from ambassadors.enums import BatchState
from ambassadors.forms.imports import UploadForm
from ambassadors.importing.fields import BY_KEY, FIELDS
from ambassadors.importing.guessing import LEAVE_OUT, plain
from ambassadors.importing.reading import MOST_ROWS
from ambassadors.importing.sheets import problem_words, refused_workbook
from ambassadors.models import ImportBatch
from ambassadors.queries.amalgamation import batches, preview_of, wrong_lines
from foundation.access import needs
from portal.pages.ambassadors.coordinate.base import CoordinatorPage
from portal.pages.mistakes import Pair, first_words, messages_by_field
from portal.pages.shared import today

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PREVIEWED, ERRORS_SHOWN, SAMPLES = 20, 100, 3
_MATCHING = (BatchState.UPLOADED, BatchState.CHECKED)


class Imports(CoordinatorPage):
    """`/ambassadors/coordinate/imports/`: upload a list; lists so far."""

    access = needs(Permission.AMBASSADOR_IMPORT)
    template_name = "ambassadors/coordinate/imports/home.html"
    room = "imports"
    title = gettext_lazy("Bring in another scheme’s people")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and lists, the newest first."""
        shown = {"form": UploadForm(), "page": self.page_of(batches(), 20), "most": MOST_ROWS}
        return super().get_context_data(**{**shown, **kwargs})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Read the list; then to its columns."""
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.refused("form", form)
        given = form.cleaned_data
        try:
            batch = upload_list(by=self.person, scheme=given["scheme"], upload=given["table"], mapping=given["mapping"])
        except ValidationError as error:
            return self.refused("form", form, error)
        return redirect("coordinate:import-columns", batch.pk)


class BatchPage(CoordinatorPage):
    """A page about one list."""

    access = needs(Permission.AMBASSADOR_IMPORT)
    room = "imports"

    @cached_property
    def batch(self) -> ImportBatch:
        """The list."""
        found: ImportBatch = get_object_or_404(batches(), pk=self.kwargs["batch"])
        return found

    @property
    def here(self) -> str:
        """The list's own page."""
        return reverse("coordinate:import", args=[self.batch.pk])

    def heading(self) -> str:
        """The page's title."""
        return str(self.title) or str(self.batch.scheme.name)

    def above(self) -> list[Pair]:
        """Below the lists."""
        return [(_("Lists"), reverse("coordinate:imports"))]

    def steps(self, here: int) -> list[tuple[str, str, str]]:
        """The steps of bringing a list in: words, state, address."""
        names = ("import-columns", "import-words", "import")
        words = (_("Columns"), _("Words"), _("Check"), _("People"))
        found = []
        for number, said in enumerate(words):
            state = "done" if number < here else "here" if number == here else "later"
            address = reverse(f"coordinate:{names[number]}", args=[self.batch.pk]) if number < here else ""
            found.append((said, state, address))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list."""
        return super().get_context_data(**{"list": self.batch, **kwargs})


class MatchingPage(BatchPage):
    """A page on which a list is still being matched; afterwards it leads to the list."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or the list's own."""
        if self.batch.state not in _MATCHING:
            return redirect(self.here)
        return self.render_to_response(self.get_context_data())


class MatchColumns(MatchingPage):
    """`.../imports/<batch>/columns/`: which of their columns is which of our fields."""

    template_name = "ambassadors/coordinate/imports/columns.html"
    title = gettext_lazy("Match the columns")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Our fields with the column chosen for each, and what the columns hold."""
        chosen: dict[str, str] = kwargs.pop("chosen", self.batch.columns)
        wrong: dict[str, str] = kwargs.pop("wrong", {})
        options = [(one, one.replace("_", " ")) for one in self.batch.headings]
        lines = [
            {"field": one, "id": f"column-{one.key}", "value": chosen.get(one.key, ""), "error": wrong.get(one.key, ""),
             "samples": self._samples.get(chosen.get(one.key, ""), "")}
            for one in FIELDS
        ]  # fmt: skip
        unused = [(words, self._samples[one]) for one, words in options if one not in chosen.values()]
        shown = {"lines": lines, "options": options, "unused": unused, "steps": self.steps(0)}
        return super().get_context_data(**{**shown, **kwargs})

    @cached_property
    def _samples(self) -> dict[str, str]:
        """By heading, the first few values."""
        rows = list(self.batch.lines.order_by("number").values_list("cells", flat=True)[:50])
        found = {}
        for place, heading in enumerate(self.batch.headings):
            values = dict.fromkeys(cells[place] for cells in rows if cells[place])
            found[heading] = " · ".join(value[:40] for value in list(values)[:SAMPLES])
        return found

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Keep the columns; then to the words, or to the check where there are none."""
        chosen = {key: request.POST.get(f"column-{key}", "") for key in BY_KEY}
        try:
            batch = match_columns(by=self.person, batch=self.batch, columns=chosen)
        except ValidationError as error:
            wrong = {name: said[0] for name, said in messages_by_field(error)}
            pairs = [(said, f"column-{name}" if name else "") for name, said in wrong.items()]
            return self.wrong(chosen=chosen, wrong=wrong, errors=pairs)
        if any(BY_KEY[key].has_words for key in batch.columns):
            return redirect("coordinate:import-words", batch.pk)
        return _check(self, batch)


class MatchWords(MatchingPage):
    """`.../imports/<batch>/words/`: which of their words is which of ours."""

    template_name = "ambassadors/coordinate/imports/words.html"
    title = gettext_lazy("Match the words")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """By field, their words with how often each is there; those without a match come first."""
        groups, leave_out = [], (LEAVE_OUT, _("Leave it out"))
        for key, found in column_words(self.batch).items():
            known = self.batch.values.get(key, {})
            words = [
                {"id": f"word-{key}-{number}", "word": word, "count": count, "value": known.get(plain(word), "")}
                for number, (word, count) in enumerate(found)
            ]
            words.sort(key=lambda one: bool(one["value"]))
            groups.append(
                {
                    "field": BY_KEY[key],
                    "heading": self.batch.columns[key].replace("_", " "),
                    "words": words,
                    "options": [leave_out, *((code, str(name)) for code, name in BY_KEY[key].choices.items())],
                    "open": sum(not one["value"] for one in words),
                }
            )
        shown = {"groups": groups, "steps": self.steps(1), "open": sum(one["open"] for one in groups)}
        return super().get_context_data(**{**shown, **kwargs})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Keep the words, then check."""
        values = {
            key: {word: request.POST.get(f"word-{key}-{number}", "") for number, (word, _count) in enumerate(found)}
            for key, found in column_words(self.batch).items()
        }
        try:
            batch = match_words(by=self.person, batch=self.batch, values=values)
        except ValidationError as error:
            return self.wrong(errors=[(first_words(error), "")])
        return _check(self, batch)


class Import(BatchPage):
    """`.../imports/<batch>/`: the check, the progress, and who came."""

    def get_template_names(self) -> list[str]:
        """By how far the list is."""
        name = {BatchState.RUNNING: "running", BatchState.DONE: "done"}.get(BatchState(self.batch.state), "check")
        return [f"ambassadors/coordinate/imports/{name}.html"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; a list that was never checked goes on with its columns."""
        if self.batch.state == BatchState.UPLOADED:
            return redirect("coordinate:import-columns", self.batch.pk)
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What belongs to how far it is."""
        batch = self.batch
        shown: dict[str, Any] = {"known": max(batch.rows - batch.made - batch.refused, 0), **self._wrong()}
        if batch.state == BatchState.RUNNING:
            step, lines = progress_of(batch)
            lost = batch.handled < batch.rows and not is_running(batch, timezone.now())
            shown |= {"lines": lines, "compares": step == DOUBLES, "lost": lost, "steps": self.steps(3)}
        elif batch.state == BatchState.DONE:
            shown["to_invite"] = to_invite(batch).count()
        else:
            shown |= {"people": self._preview(), "steps": self.steps(2), "shown": ERRORS_SHOWN}
        return super().get_context_data(**{**shown, **kwargs})

    def _wrong(self) -> dict[str, Any]:
        """Lines with mistakes: the first ones, each mistake by itself."""
        wrong = [
            (row.number, *problem_words(problem, self.batch.columns))
            for row in wrong_lines(self.batch)[:ERRORS_SHOWN]
            for problem in row.errors
        ]
        return {"wrong": wrong, "wrong_count": self.batch.refused}

    def _preview(self) -> list[dict[str, str]]:
        """The first people as they would become."""
        checker = checker_of(self.batch, today())
        lines = self.batch.lines.filter(errors=[]).order_by("number")[:PREVIEWED]
        found = (preview_of(checker.check(row.number, row.cells)) for row in lines)
        return [one for one in found if one]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Bring it in (again), write to those who came, keep the mapping, or throw the list away."""
        do = request.POST.get("do", "")
        if do == "start":
            said = _("The import has begun. You can leave this page.")
            return self.attempt(lambda: start_import(by=self.person, batch=self.batch), said, self.here)
        if do == "invite":
            return self._invite()
        if do == "keep":
            name = request.POST.get("name", "")
            said = _("Kept. Choose it when you upload the next list.")
            return self.attempt(lambda: save_mapping(by=self.person, batch=self.batch, name=name), said, self.here)
        if do == "discard":
            said = _("The list is gone. Nobody was brought in.")
            return self.attempt(
                lambda: discard_batch(by=self.person, batch=self.batch), said, reverse("coordinate:imports")
            )
        raise Http404

    def _invite(self) -> HttpResponse:
        try:
            many = send_invitations(by=self.person, batch=self.batch)
        except ValidationError as error:
            self.say_or_refuse("", error)
        else:
            said = ngettext("%(many)d invitation is on its way.", "%(many)d invitations are on their way.", many)
            messages.success(self.request, said % {"many": many})
        return redirect(self.here)


class RefusedLines(BatchPage):
    """`.../imports/<batch>/refused.xlsx`: lines with mistakes, as they came, with what to do beside them."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The workbook; 404 where there is none."""
        rows = list(wrong_lines(self.batch).values_list("number", "cells", "errors"))
        if not rows:
            raise Http404
        content = refused_workbook(self.batch.headings, self.batch.columns, rows)
        response = HttpResponse(content, content_type=XLSX)
        response.headers["Content-Disposition"] = f'attachment; filename="list-{self.batch.pk}-to-put-right.xlsx"'
        return response


def _check(page: BatchPage, batch: ImportBatch) -> HttpResponse:
    """Check the list dry, then show what came of it."""
    check_batch(by=page.person, batch=batch, today=today())
    return redirect("coordinate:import", batch.pk)
