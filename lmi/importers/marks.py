"""Publishers' marks in place of a number, and what they mean to us (../shared/data/README.md, ONS notes)."""

from __future__ import annotations

import math
from collections.abc import Mapping

from evidence.figures import Reason

# ASHE: x = coefficient of variation over 20 %, .. = disclosive, : = not applicable, - = nil or negligible,
# . = unavailable (key of the workbooks).
ASHE_MARKS: Mapping[str, str] = {
    "x": Reason.UNRELIABLE,
    "..": Reason.DISCLOSIVE,
    ":": Reason.NOT_APPLICABLE,
    "-": Reason.NEGLIGIBLE,
    ".": Reason.NOT_PUBLISHED,
    "": Reason.NOT_PUBLISHED,
}
# APS: * = disclosive, c = confidential, low and - as named by ONS and DfE.
APS_MARKS: Mapping[str, str] = {
    "*": Reason.DISCLOSIVE,
    "c": Reason.DISCLOSIVE,
    "low": Reason.LOW,
    "-": Reason.NEGLIGIBLE,
    "": Reason.NOT_PUBLISHED,
}


def read_number(cell: object, marks: Mapping[str, str]) -> tuple[float | None, str]:
    """(value, "") for a number, (None, reason) for a known mark; raises ValueError for anything else."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        value = float(cell)
    else:
        text = str(cell if cell is not None else "").strip()
        if text in marks:
            return None, marks[text]
        value = float(text.replace(",", ""))
    if not math.isfinite(value):
        raise ValueError(f"{cell!r} is no number")
    return value, ""
