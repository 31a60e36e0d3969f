"""Gets a page as a reader does and looks at what stands on it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import Client


@dataclass(frozen=True)
class Page:
    """One answer: status, HTML, and the words a reader sees."""

    response: HttpResponse
    html: str

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def words(self) -> str:
        return words_of("<main" + self.html.partition("<main")[2].partition("</main>")[0])

    def section(self, identifier: str) -> str:
        """The HTML of the section with this id, without the ones after it."""
        found = re.search(rf'<section[^>]*\bid="{identifier}".*?</section>', self.html, re.DOTALL)
        assert found, f"no section {identifier}"
        return found.group(0)

    def section_words(self, identifier: str) -> str:
        return words_of(self.section(identifier))

    @property
    def links(self) -> list[str]:
        return [unescape(address) for address in re.findall(r'<a[^>]+href="([^"]*)"', self.html)]


INLINE = {"a", "abbr", "b", "code", "em", "span", "strong"}


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.kept: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._break(tag)

    def handle_data(self, data: str) -> None:
        self.kept.append(data)

    def _break(self, tag: str) -> None:
        if tag not in INLINE:
            self.kept.append(" ")


def words_of(html: str) -> str:
    """What a reader sees, with single spaces."""
    reader = _Words()
    reader.feed(html)
    return " ".join("".join(reader.kept).split())


def get(path: str, **query: object) -> Page:
    response = Client().get(path, query)
    return Page(response, response.content.decode())
