"""Layouts, errors, gallery and budgets: pages stay clean, small and the same for every reader."""

from __future__ import annotations

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.portal.rendering import render

TEMPLATES = Path(settings.BASE_DIR) / "templates"
COMPONENTS = sorted((TEMPLATES / "components").rglob("*.html"))


class Page(HTMLParser):
    """Ids, references and attributes of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.references: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes.append((name, value or ""))
            if name == "id":
                self.ids.append(value or "")
            if name in ("aria-labelledby", "aria-describedby", "for"):
                self.references += (value or "").split()


@pytest.fixture
def gallery(client: Client, settings: pytest.FixtureRequest) -> str:
    settings.GALLERY = True  # type: ignore[attr-defined]
    return client.get(reverse("open:gallery")).content.decode()


class TestGallery:
    def test_shows_every_component(self, gallery: str) -> None:
        sources = "".join(path.read_text() for path in (TEMPLATES / "open").glob("gallery*.html"))
        inner = "".join(path.read_text() for path in COMPONENTS) + (TEMPLATES / "layouts/base.html").read_text()
        for path in COMPONENTS:
            name = str(path.relative_to(TEMPLATES / "components").with_suffix("")).replace("/", ".").replace("_", "-")
            assert re.search(rf"<c-{re.escape(name)}[\s/>]", sources + inner), f"{name} is shown nowhere"

    def test_says_that_its_figures_are_samples(self, gallery: str) -> None:
        assert "All figures here are samples" in gallery

    def test_is_not_there_in_production(self, settings: pytest.FixtureRequest, client: Client) -> None:
        settings.GALLERY = False  # type: ignore[attr-defined]
        settings.DEBUG = False  # type: ignore[attr-defined]
        assert client.get("/gallery/").status_code == 404

    def test_ids_are_unique_and_every_reference_leads_somewhere(self, gallery: str) -> None:
        page = Page(gallery)
        assert len(page.ids) == len(set(page.ids))
        assert set(page.references) <= set(page.ids)

    def test_keeps_the_content_security_policy(self, gallery: str) -> None:
        page = Page(gallery)
        names = {name for name, _value in page.attributes}
        assert "style" not in names
        assert not {name for name in names if name.startswith("on")}
        assert "style" not in page.tags
        assert not re.search(r"<script(?![^>]*\bsrc=)", gallery)

    def test_asks_no_other_site_for_anything(self, gallery: str) -> None:
        addresses = [value for name, value in Page(gallery).attributes if name in ("src", "href", "action")]
        assert not [address for address in addresses if address.startswith(("http:", "https:", "//"))]

    def test_holds_nothing_about_the_reader(self, gallery: str) -> None:
        assert "csrfmiddlewaretoken" not in gallery


# Mail, and pages of people who are signed in or about to be: `private, no-store`, never kept by a cache.
PERSONAL = (
    *("account/", "mfa/", "usersessions/", "socialaccount/", "desk/", "employers/desk/", "emails/"),
    *("educators/encounter_request.html", "educators/opportunities/detail.html", "employers/encounter_answer.html"),
    *("ambassadors/", "educators/ambassadors/", "educators/encounter_offers/book"),
)
# Pages for everybody that lie beside those of signed-in people.
PUBLIC_BESIDE = (
    *("ambassadors/home.html", "ambassadors/safeguarding.html"),
    *("educators/ambassadors/about.html", "educators/ambassadors/coverage.html"),
)


def is_personal(path: Path) -> bool:
    """Whether a template is of a page that may know its reader; what others show is asked of their answers too."""
    name = path.relative_to(TEMPLATES).as_posix()
    return name.startswith(PERSONAL) and name not in PUBLIC_BESIDE


PUBLIC = [path for path in sorted(TEMPLATES.rglob("*.html")) if not is_personal(path)]


class TestTemplates:
    @pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
    def test_every_component_declares_its_parameters_with_defaults(self, path: Path) -> None:
        declared = re.search(r"<c-vars(.*?)/>", path.read_text(), re.S)
        assert declared
        bare = re.sub(r'[:\w-]+="[^"]*"', "", declared[1]).strip()
        assert bare == ""

    @pytest.mark.parametrize("path", PUBLIC, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
    def test_public_templates_know_nothing_about_the_reader(self, path: Path) -> None:
        source = path.read_text()
        for word in ("request.", "csrf_token", "perms.", "{% for message in", "session", "style=", "onclick="):
            assert word not in re.sub(r"\{#.*?#\}", "", source), f"{path.name}: {word}"

    @pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
    def test_templates_stay_short(self, path: Path) -> None:
        assert len(path.read_text().splitlines()) <= 150


class TestLayouts:
    @pytest.mark.parametrize("audience", ["ambassadors", "educators", "employers", "students"])
    def test_each_audience_is_marked_in_the_navigation_and_by_its_class(self, audience: str) -> None:
        html = render(f'{{% extends "layouts/{audience}.html" %}}')
        assert f'class="aud-{audience}"' in html
        assert f'href="/{audience}/" aria-current="true"' in html
        assert html.count("aria-current") == 1

    def test_the_open_side_marks_none(self) -> None:
        assert "aria-current" not in render('{% extends "layouts/open.html" %}')

    def test_the_page_declares_its_language_and_can_be_skipped_into(self) -> None:
        html = render('{% extends "layouts/open.html" %}')
        assert '<html lang="en-gb"' in html
        assert '<a class="skip" href="#main">' in html
        assert '<main id="main"' in html

    def test_every_block_can_be_filled(self) -> None:
        blocks = ("title", "description", "alternate", "breadcrumbs", "heading", "content", "scripts")
        source = "".join(f"{{% block {name} %}}[{name}]{{% endblock %}}" for name in blocks)
        html = render('{% extends "layouts/open.html" %}' + source)
        assert all(f"[{name}]" in html for name in blocks)

    @pytest.mark.parametrize("status", [400, 403, 404, 429, 500, 503])
    def test_errors_say_what_happened_and_what_to_do(self, status: int) -> None:
        html = render(f'{{% extends "{status}.html" %}}')
        main = html[html.index("<main") : html.index("</main>")]
        assert "<h1>" in main
        assert f"Error {status}" in main
        assert 'href="/"' in main

    def test_the_same_bytes_whatever_the_reader_prefers(self) -> None:
        languages = ("en", "cy")
        assert len({Client().get("/gallery/", headers={"accept-language": name}).content for name in languages}) == 1


BUILD = Path(settings.BASE_DIR) / "static" / "build"


@pytest.mark.skipif(not BUILD.exists(), reason="assets are not built: npm run build")
class TestBudgets:
    @pytest.mark.parametrize(("name", "limit"), [("waymark.css", 25), ("waymark.js", 40)])
    def test_style_and_script_stay_small(self, name: str, limit: int) -> None:
        assert len(gzip.compress((BUILD / name).read_bytes())) <= limit * 1024

    def test_the_font_stays_small_and_brings_its_licence(self) -> None:
        fonts = list((BUILD / "fonts").glob("*.woff2"))
        assert fonts
        assert sum(font.stat().st_size for font in fonts) <= 60 * 1024
        assert "SIL OPEN FONT LICENSE" in (BUILD / "fonts" / "LICENSE").read_text().upper()

    def test_nothing_of_another_brand_is_shipped(self) -> None:
        css = (BUILD / "waymark.css").read_text()
        for word in ("GDS Transport", "crown", "crest"):
            assert word.lower() not in css.lower()

    def test_the_style_sheet_asks_no_other_site(self) -> None:
        addresses = re.findall(r"url\(([^)]*)\)", (BUILD / "waymark.css").read_text())
        assert addresses
        assert all(address.strip("'\"").startswith(("fonts/", "data:")) for address in addresses)

    def test_the_gallery_page_stays_within_the_budget_of_a_page(self, gallery: str) -> None:
        assert len(gzip.compress(gallery.encode())) <= 30 * 1024
