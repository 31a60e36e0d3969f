"""Just enough of PDF to check what was written: objects and streams, also packed ones, as text."""

from __future__ import annotations

import re
import zlib
from collections import Counter

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def unpacked(content: bytes) -> str:
    """The file's objects and streams, deflated ones unpacked, as Latin-1 text."""
    parts = [content]
    for found in STREAM.finditer(content):
        try:
            parts.append(zlib.decompress(found[1]))
        except zlib.error:
            continue  # plain already: the first part has it
    return b"\n".join(parts).decode("latin-1")


def tags(content: bytes) -> list[str]:
    """The kind of every structure element of the file."""
    return re.findall(r"/S/(\w+)/P \d+ 0 R", unpacked(content))


def fonts(content: bytes) -> set[str]:
    """The fonts of the file, without the letters that mark a subset."""
    return set(re.findall(r"/FontName/[A-Z]{6}\+([\w-]+)", unpacked(content)))


def sizes(content: bytes) -> Counter[float]:
    """The sizes of type in points, each with how many pieces of text have it."""
    return Counter(float(size) for size in re.findall(r"/f\d+ ([\d.]+) Tf", unpacked(content)))


def pages(content: bytes) -> int:
    """How many pages the file has."""
    return len(re.findall(r"/Type/Page\b(?!s)", unpacked(content)))
