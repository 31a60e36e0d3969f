"""Opening publishers' files with suspicion: size, packing, encoding and columns are checked first."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from python_calamine import CalamineWorkbook

from evidence.importing.contract import Limits, RefusedFileError

Cell = object
ZIPPED = {".xlsx", ".xlsm", ".zip"}


def checksum(files: Sequence[Path]) -> str:
    """SHA-256 over the files' names and bytes, in name order."""
    digest = hashlib.sha256()
    for path in sorted(files, key=lambda p: p.name):
        digest.update(path.name.encode())
        with path.open("rb") as handle:
            while chunk := handle.read(1 << 20):
                digest.update(chunk)
    return digest.hexdigest()


def check_size(path: Path, limits: Limits) -> None:
    """Refuse a file that is missing, empty, too large, or unpacks to more than the limit."""
    if not path.is_file():
        raise RefusedFileError("the file does not exist", path.name)
    size = path.stat().st_size
    if size == 0:
        raise RefusedFileError("the file is empty", path.name)
    if size > limits.max_bytes:
        raise RefusedFileError(f"the file has {size:,} bytes, over the limit of {limits.max_bytes:,}", path.name)
    if path.suffix in ZIPPED:
        _check_zip(path, limits)
    elif path.suffix == ".gz":
        _check_gzip(path, limits)


def _check_zip(path: Path, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile as error:
        raise RefusedFileError("the workbook is damaged or cut short", path.name) from error
    if unpacked > limits.max_unpacked_bytes:
        raise RefusedFileError(
            f"the file unpacks to {unpacked:,} bytes, over the limit of {limits.max_unpacked_bytes:,}", path.name
        )


def _check_gzip(path: Path, limits: Limits) -> None:
    total = 0
    try:
        with gzip.open(path, "rb") as handle:
            while chunk := handle.read(1 << 20):
                total += len(chunk)
                if total > limits.max_unpacked_bytes:
                    raise RefusedFileError(f"the file unpacks to over {limits.max_unpacked_bytes:,} bytes", path.name)
    except (OSError, EOFError) as error:
        raise RefusedFileError("the file is damaged or cut short", path.name) from error


def _open_text(path: Path, encoding: str) -> IO[str]:
    if path.suffix == ".gz":
        return io.TextIOWrapper(gzip.open(path, "rb"), encoding=encoding, newline="")
    return path.open(encoding=encoding, newline="")


def csv_rows(
    path: Path, columns: Sequence[str] | None, *, delimiter: str = ",", encoding: str = "utf-8-sig"
) -> Iterator[tuple[int, list[str]]]:
    """Lines of a delimited file after its header, as (line number, cells).

    `columns` is the exact header; None skips the check and yields the header line too.
    Raises RefusedFileError for another header, another encoding, or a last line cut short.
    """
    with _open_text(path, encoding) as handle:
        reader = csv.reader(handle, delimiter=delimiter)
        line = 0
        try:
            if columns is not None:
                check_columns(next(reader, []), columns, path)
            for cells in reader:
                line = reader.line_num
                if columns is not None and len(cells) != len(columns):
                    raise RefusedFileError(
                        f"a row of {len(cells)} cells where {len(columns)} belong; the file may be cut short",
                        path.name,
                        line,
                    )
                yield line, cells
        except UnicodeDecodeError as error:
            raise RefusedFileError(
                f"not {encoding} text near byte {error.start} after line {line}", path.name, line
            ) from error
        except csv.Error as error:
            raise RefusedFileError(f"not readable as a table: {error}", path.name, reader.line_num) from error


def check_columns(found: Sequence[str], expected: Sequence[str], path: Path) -> None:
    """Refuse a header that is not exactly the expected one, saying what differs."""
    if list(found) == list(expected):
        return
    missing = [name for name in expected if name not in found]
    extra = [name for name in found if name not in expected]
    if missing or extra:
        parts = [f"missing: {', '.join(missing)}"] if missing else []
        parts += [f"not expected: {', '.join(extra)}"] if extra else []
        raise RefusedFileError("the columns changed; " + "; ".join(parts)[:400], path.name, 1)
    raise RefusedFileError("the columns are in another order", path.name, 1)


def open_workbook(path: Path) -> CalamineWorkbook:
    """A workbook of any Excel kind; raises RefusedFileError when it cannot be read."""
    try:
        return CalamineWorkbook.from_path(path)
    except Exception as error:  # calamine raises several unrelated kinds
        raise RefusedFileError("the workbook is damaged or of another kind", path.name) from error


def sheet_rows(workbook: CalamineWorkbook, sheet: str, path: Path) -> Iterator[tuple[int, list[Cell]]]:
    """Rows of one sheet as (line number from 1, cells); raises RefusedFileError when it is not there."""
    if sheet not in workbook.sheet_names:
        raise RefusedFileError(f"the workbook has no sheet {sheet!r}", path.name)
    rows = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    yield from enumerate(rows, start=1)
