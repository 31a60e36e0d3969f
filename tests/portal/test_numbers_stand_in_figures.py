"""On the pages of routes and reference, pounds and per cent stand only where source, period and quality are told."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
PAGES = [
    *("/levels/", "/standards/", "/standards/ST0152/", "/standards/ST0135/", "/standards/ST0780/", "/tlevels/"),
    *("/tlevels/22/", "/qualifications/60302288/", "/subjects/", "/subjects/school/alevel/physics/"),
    *("/subjects/degree/", "/subjects/degree/CAH11-01-01/", "/course-families/", "/course-families/medicine/"),
    *("/providers/?near=LS1", "/providers/10000055/", "/providers/10004927/", "/outcomes/", "/registrations/"),
    *("/students/routes/", "/students/careers/5241/routes/", "/students/careers/2211/routes/"),
    *("/students/careers/5241/moves/", "/educators/provision/?sector=digital", "/educators/links/"),
    "/employers/apprentices/?standard=ST0152&area=LS1",
]
NUMBER = re.compile(r"£\s?\d|\d\s?%|\d per cent")
VOID = {"br", "img", "input", "meta", "link", "hr", "col", "source", "wbr"}
# Components that tell source, period and quality themselves, or stand in a section that does.
FIGURES = {"figure", "figure-inline", "chart", "plot", "data", "ranked", "tiles", "legend"}
# Our own words: how much of an apprenticeship is work, and sums of a route, which the page takes apart below.
OURS = {"needs", "step-title", "route-name", "money-lines"}
# A note of the money side, with its publication behind it.
CITED = "Fees are the most that may be asked"


class Numbers(HTMLParser):
    """Texts with pounds or per cent, and the classes of everything around them."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, set[str]]] = []
        self.found: list[tuple[str, set[str]]] = []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append((tag, set((dict(attrs).get("class") or "").split())))

    def handle_startendtag(self, tag, attrs):
        """Nothing stands in an element that closes itself."""

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        tags = {tag for tag, _ in self.open}
        if NUMBER.search(data) and not tags & {"script", "style", "title"}:
            self.found.append((" ".join(data.split())[:120], set().union(*(names for _, names in self.open))))


@pytest.mark.parametrize("path", PAGES)
def test_no_number_stands_bare(path):
    response = Client().get(path)
    assert response.status_code == 200
    page = Numbers()
    page.feed(response.content.decode())

    bare = [(text, names) for text, names in page.found if not names & (FIGURES | OURS)]
    ours = [text for text, names in page.found if names & OURS and not names & FIGURES]

    assert [text for text, _ in bare if not text.startswith(CITED) and "75 to 85 per cent" not in text] == []
    assert all("per cent of the" in text or "£" in text for text in ours), ours
    if any(names & FIGURES for _, names in page.found):
        assert re.search(r'href="/sources/[a-z]', response.content.decode()), (
            "numbers, and no word of where they are from"
        )
