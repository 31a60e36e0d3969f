"""Small files in the layouts of the providers' lists, for tests."""

from __future__ import annotations

import csv
import gzip
import io

ACTIVATE = "ACTIVATE LEARNING (10004927)"
YEARS = ("2022/23", "2023/24", "2024/25", "2025/26 (Aug to Apr)")


def packed(path, header, rows):
    """A gzipped table."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    path.write_bytes(gzip.compress(text.getvalue().encode()))
    return path


def table(path, header, rows, delimiter=","):
    """A plain table."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, delimiter=delimiter)
        writer.writerow(header)
        writer.writerows(rows)
    return path
