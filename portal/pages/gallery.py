"""The component gallery: every component in every state, on sample figures; not in production."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from foundation.access import PUBLIC_UNCACHED, declares
from portal.pages import gallery_people
from portal.pages import gallery_samples as samples

SECTIONS = [
    ("Figures", "figures"),
    ("Charts", "charts"),
    ("Finding", "finding"),
    ("Trails", "trails"),
    ("Tables", "tables"),
    ("Messages", "messages"),
    ("People and visits", "people"),
    ("Words", "words"),
]


@declares(PUBLIC_UNCACHED)
def gallery(request: HttpRequest) -> HttpResponse:
    """Show the components; 404 unless settings.DEBUG or settings.GALLERY."""
    if not (settings.DEBUG or settings.GALLERY):
        raise Http404
    context = {
        "sections": SECTIONS,
        "figures": samples.figures(),
        "line_chart": samples.line_chart(),
        "gap_chart": samples.gap_chart(),
        "monthly_chart": samples.monthly_chart(),
        "bar_chart": samples.bar_chart(),
        "falling_chart": samples.falling_chart(),
        "band_chart": samples.band_chart(),
        "share_bar": samples.share_bar(),
        "share_missing": samples.share_bar("g-share-none", missing=True),
        "tile_map": samples.tile_map(),
        "empty_chart": samples.empty_chart(),
        "page": Paginator(range(230), 10).get_page(request.GET.get("page", 7)),
        "params": request.GET,
        "crumbs": [("Start", "/"), ("Students and parents", "/students/"), ("Sample occupation", "")],
        "letters": [("A", "?letter=A", True), ("B", "?letter=B", False), ("C", "", False), ("D", "?letter=D", False)],
        "errors": [("“London” is not a postcode we know", "area"), ("That edition does not exist", "")],
        "options": [("1", "Managers (sample)"), ("5", "Skilled trades (sample)")],
        "chips": [("Skilled trades", "?area=x"), ("North East", "?group=5")],
        "downloads": [
            ("CSV (sample)", "?format=csv"),
            ("Excel (sample)", "?format=xlsx"),
            ("JSON (sample)", "?format=json"),
        ],
    }
    return render(request, "open/gallery.html", context | gallery_people.context())
