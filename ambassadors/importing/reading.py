"""A scheme's list as rows of cells: columns that nobody may bring here are left behind while it is read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _

from ambassadors.importing.opendocument import as_csv, is_opendocument
from foundation.spreadsheets import BadSpreadsheetError, read_rows

MOST_ROWS = 20_000
MOST_BYTES = 12_000_000
# Decisions about checks are made here and never taken from a list, and no certificate's number is kept. Of what
# somebody is (UK GDPR Article 9 and the Equality Act's characteristics) the scheme asks nothing.
_NEVER = re.compile(
    r"\b(dbs|pvg|access ?ni|crb|disclosures?|barred|vetting|vetted|clearances?|cleared|certificates?|criminal"
    r"|convictions?|gender|sex|ethnic\w*|race|religion|faith|disabilit\w+|disabled|orientation|pronouns?|nationality|health|medical"
    r"|passport|national insurance|ni number)\b"
)
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) *[0-9][A-Z]{2}\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReadList:
    """What was read: headings in small letters with _, the headings left behind, each line's cells, the checksum."""

    headings: list[str]
    left_behind: list[str]
    lines: list[tuple[int, list[str]]]
    checksum: str


def read_list(upload: File[Any]) -> ReadList:
    """Read a CSV, .xlsx or .ods list of at most 20,000 people; of a postcode only the first half is kept.

    Raises BadSpreadsheetError, with the line where there is one.
    """
    upload.seek(0)
    content = upload.read(MOST_BYTES + 1)
    checksum = hashlib.sha256(content).hexdigest()
    if len(content) <= MOST_BYTES and is_opendocument(content):
        content = as_csv(content, max_rows=MOST_ROWS + 1)
        rows = read_rows(ContentFile(content), max_rows=MOST_ROWS, max_bytes=len(content))
    else:
        rows = read_rows(upload, max_rows=MOST_ROWS, max_bytes=MOST_BYTES)
    if not rows:
        raise BadSpreadsheetError(_("The file has headings but no rows."))
    found = list(rows[0].values)
    headings = [heading for heading in found if not never_taken(heading)]
    if not headings:
        raise BadSpreadsheetError(_("No column of this file can be brought in."))
    lines = [(row.line, [_cell(row.values[heading]) for heading in headings]) for row in rows]
    return ReadList(headings, [one for one in found if one not in headings], lines, checksum)


def never_taken(heading: str) -> bool:
    """Whether a column of this heading is left behind unread: checks, certificates, what somebody is."""
    return bool(_NEVER.search(heading.replace("_", " ")))


def column_values(headings: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """A line's cells by heading."""
    return dict(zip(headings, cells, strict=True))


def _cell(value: str) -> str:
    whole = _POSTCODE.fullmatch(value.strip())
    return whole[1].upper() if whole else value
