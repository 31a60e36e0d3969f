"""Other schemes' lists: upload, match columns and words, check dry, have them brought in (by `import_runs`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.support import acting, line, require
from accounts.models import User
from accounts.permissions import Permission
from ambassadors.actions.import_runs import KIND, KnownPeople, checker_of, is_running
from ambassadors.enums import BatchState
from ambassadors.importing.fields import BY_KEY
from ambassadors.importing.guessing import (
    LEAVE_OUT,
    MOST_WORDS,
    guess_columns,
    guess_values,
    plain,
    words_of_column,
)
from ambassadors.importing.reading import read_list
from ambassadors.models import ColumnMapping, ImportBatch, ImportRow, Scheme
from foundation import outbox
from foundation.spreadsheets import BadSpreadsheetError

_MAY_MATCH = (BatchState.UPLOADED, BatchState.CHECKED)


def upload_list(*, by: User, scheme: Scheme, upload: File[Any], mapping: ColumnMapping | None = None) -> ImportBatch:
    """Keep a list's lines, with its columns and words guessed (by a saved mapping first).

    Raises PermissionDenied, and ValidationError by field `table` for a file that cannot be read.
    """
    require(by, Permission.AMBASSADOR_IMPORT)
    if mapping is not None and mapping.scheme_id != scheme.pk:
        raise ValidationError({"mapping": _("This mapping belongs to another scheme.")})
    try:
        found = read_list(upload)
    except BadSpreadsheetError as error:
        raise ValidationError({"table": str(error)}) from error
    with acting(by, "upload_list"):
        batch = ImportBatch.objects.create(
            scheme=scheme,
            by=by,
            file_name=line(str(upload.name or ""), "table", 400)[:160],
            checksum=found.checksum,
            headings=found.headings,
            columns=guess_columns(found.headings, mapping.columns if mapping else None),
            rows=len(found.lines),
        )
        rows = (ImportRow(batch=batch, number=number, cells=cells) for number, cells in found.lines)
        ImportRow.objects.bulk_create(rows, batch_size=2000)
        batch.values = _guessed(batch, mapping.values if mapping else None)
        batch.save(update_fields=["values"])
    return batch


def match_columns(*, by: User, batch: ImportBatch, columns: Mapping[str, str]) -> ImportBatch:
    """Say which of our fields is which column ("" for none). Raises ValidationError by field."""
    chosen = {key: heading for key, heading in columns.items() if heading}
    with _matching(by, batch, "match_columns") as row:
        problems: dict[str, str] = {}
        for key, heading in chosen.items():
            if key not in BY_KEY or heading not in row.headings:
                problems[key] = _("Choose a column of the list.")
            elif list(chosen.values()).count(heading) > 1:
                problems[key] = _("This column is chosen twice.")
        if "email" not in chosen:
            problems["email"] = _("Choose the column with the email address.")
        if not {"given_name", "full_name"} & set(chosen):
            problems["given_name"] = _("Choose the column with the first name, or with the whole name.")
        if problems:
            raise ValidationError(problems)
        row.columns = {key: chosen[key] for key in BY_KEY if key in chosen}
        row.values = _guessed(row, row.values)
    return row


def match_words(*, by: User, batch: ImportBatch, values: Mapping[str, Mapping[str, str]]) -> ImportBatch:
    """Say what their words mean: by field, their word to our code, or "-" to leave it out."""
    with _matching(by, batch, "match_words") as row:
        kept: dict[str, dict[str, str]] = {}
        for key, words in values.items():
            if key not in row.columns or not BY_KEY[key].has_words:
                raise ValidationError({key: _("This cannot be changed here.")})
            codes = {*BY_KEY[key].choices, LEAVE_OUT, ""}
            if not set(words.values()) <= codes:
                raise ValidationError({key: _("Choose one of the listed words.")})
            kept[key] = {plain(word): code for word, code in words.items() if code}
        row.values = {**row.values, **kept}
    return row


def save_mapping(*, by: User, batch: ImportBatch, name: str) -> ColumnMapping:
    """Keep a batch's columns and words for the scheme's next list; the same name is written over."""
    require(by, Permission.AMBASSADOR_IMPORT)
    tidy = line(name, "name", 80, _("Give the mapping a name."))
    with acting(by, "save_mapping"):
        kept, _made = ColumnMapping.objects.update_or_create(
            scheme=batch.scheme,
            name=tidy,
            defaults={
                "columns": batch.columns,
                "values": batch.values,
                "saved_by": by,
                "saved_at": timezone.now(),
            },
        )
    return kept


def check_batch(*, by: User, batch: ImportBatch, today: date) -> ImportBatch:
    """The dry run: what each line would become. Nobody is made; mistakes are kept beside their lines.

    `made` counts who would be new, `refused` the lines with mistakes; the rest is known already.
    """
    with _matching(by, batch, "check_batch") as row:
        known = KnownPeople(row.scheme)
        checker = checker_of(row, today)
        row.made = row.refused = 0
        wrong: list[ImportRow] = []
        row.lines.exclude(errors=[]).update(errors=[])
        for one in row.lines.order_by("number").iterator():
            checked = checker.check(one.number, one.cells)
            if checked.person is None:
                one.errors = [list(problem) for problem in checked.problems]
                wrong.append(one)
            elif known.find(checked) is None:
                row.made += 1
        row.refused = len(wrong)
        ImportRow.objects.bulk_update(wrong, ["errors"], batch_size=500)
        row.state = BatchState.CHECKED
    return row


def discard_batch(*, by: User, batch: ImportBatch) -> None:
    """Throw an uploaded list away, with its lines."""
    require(by, Permission.AMBASSADOR_IMPORT)
    with acting(by, "discard_batch"):
        row = _locked(batch)
        if row.state not in _MAY_MATCH:
            raise ValidationError(_("This list has been brought in."))
        row.delete()


def start_import(*, by: User, batch: ImportBatch) -> ImportBatch:
    """Have a checked list brought in by a worker; one that failed, or whose worker is gone, starts again."""
    require(by, Permission.AMBASSADOR_IMPORT)
    with acting(by, "start_import"):
        row = _locked(batch)
        if row.state == BatchState.RUNNING and is_running(row, timezone.now()):
            raise ValidationError(_("This list is being brought in already."))
        if row.state not in (BatchState.CHECKED, BatchState.FAILED, BatchState.RUNNING):
            raise ValidationError(_("Check the list first."))
        row.state, row.problem = BatchState.RUNNING, ""
        row.save(update_fields=["state", "problem"])
        outbox.put(KIND, {"batch": row.pk})
    return row


def column_words(batch: ImportBatch) -> dict[str, list[tuple[str, int]]]:
    """By field, every word of its column with how often it is there; of a column with too many only the commonest."""
    wanted = {key: batch.headings.index(heading) for key, heading in batch.columns.items() if BY_KEY[key].has_words}
    if not wanted:
        return {}
    cells = list(batch.lines.order_by("number").values_list("cells", flat=True))
    return {
        key: words_of_column(BY_KEY[key], (line_cells[place] for line_cells in cells if line_cells))[:MOST_WORDS]
        for key, place in wanted.items()
    }


def _guessed(batch: ImportBatch, saved: Mapping[str, Mapping[str, str]] | None) -> dict[str, dict[str, str]]:
    words = {key: [word for word, _count in found] for key, found in column_words(batch).items()}
    return guess_values(batch.columns, words, saved)


@contextmanager
def _matching(by: User, batch: ImportBatch, action: str) -> Iterator[ImportBatch]:
    """One transaction about a list that is not brought in yet; what was changed is saved and has to be checked anew."""
    require(by, Permission.AMBASSADOR_IMPORT)
    with acting(by, action):
        row = _locked(batch)
        if row.state not in _MAY_MATCH:
            raise ValidationError(_("This list has been brought in."))
        row.state = BatchState.UPLOADED
        yield row
        row.save()


def _locked(batch: ImportBatch) -> ImportBatch:
    return ImportBatch.objects.select_for_update(of=("self",)).select_related("scheme").get(pk=batch.pk)
