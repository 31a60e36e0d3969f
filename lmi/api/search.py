"""`search/` and `suggest/`: what words find, and what a reader may be typing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers as s

from evidence.api.base import ReadView
from evidence.api.params import LONGEST_VALUE, PageParams, Params
from evidence.api.schema import LEVEL, ReleaseRef, documents, listed, one_of, shape, text
from evidence.api.shapes import Shapes
from evidence.queries import Editions
from lmi.search import GroupChoice, SearchHit, Suggestion, Why, search_occupations, suggest

MOST_RESULTS = 100
MOST_SUGGESTIONS = 8


def _words(about: Any) -> s.CharField:
    return s.CharField(max_length=LONGEST_VALUE, help_text=about)


class SearchParams(PageParams):
    """Of a search."""

    q = _words(_("Words for a job, a kind of work, or a SOC 2020 code, as people type them."))


class SuggestParams(Params):
    """Of suggestions; they come from the published editions only, so no other can be named."""

    release = None  # type: ignore[assignment]  # removes the field that every other address takes
    q = _words(_("The beginning of a name."))


SuggestionShape = shape(
    "Suggestion",
    _("A name, and the unit group it leads to."),
    text=text(),
    soc2020=text(_("SOC 2020 unit group.")),
    title=text(_("Title of the unit group.")),
    kind=text(_("Where the name comes from: unit_group, related, coding_index or synonym.")),
    url=s.URLField(help_text=_("Page of the unit group.")),
)
SuggestionsShape = shape("Suggestions", _("Names, likeliest first."), results=SuggestionShape(many=True))
HitShape = shape(
    "SearchResult",
    _("A unit group found."),
    soc2020=text(_("SOC 2020 code.")),
    title=text(),
    level=LEVEL,
    url=s.URLField(help_text=_("Its page.")),
    api=s.URLField(help_text=_("Its address in this API.")),
    matched=text(_("The name of this work that matched best.")),
    why=one_of(Why.values, help_text=_("How it matched.")),
    score=s.FloatField(help_text=_("Higher ranks first; compares results of one query only.")),
)
GroupShape = shape(
    "SearchGroup",
    _("A wider group to choose from, where a word spans kinds of work."),
    soc2020=text(_("SOC 2020 minor group.")),
    title=text(),
    url=s.URLField(help_text=_("Its page.")),
    units=s.ListField(child=s.CharField(), help_text=_("Its unit groups among the results.")),
)
AnswerShape = listed(
    HitShape,
    groups=GroupShape(many=True),
    corrected=text(_("What was looked for, where the words were not known as typed."), allow_blank=True),
    nearest=SuggestionShape(many=True, help_text=_("Names much like the query; only where there are no results.")),
    browse=s.URLField(help_text=_("The page that lists all careers.")),
    sources=ReleaseRef(many=True, help_text=_("The editions that the names come from.")),
)


class _SearchView(ReadView):
    """What both addresses share. Curators change what they answer, so the ETag is of the body."""

    etag_by_edition = False

    def unit_page(self, code: str) -> str:
        """The address of a unit group's page."""
        return self.request.build_absolute_uri(reverse("students:occupation-detail", args=[code]))

    def suggestions(self, found: Sequence[Suggestion]) -> list[dict[str, str]]:
        """Suggestions, or the names nearest to a query, as plain data."""
        return [
            {
                "text": one.text,
                "soc2020": one.soc2020,
                "title": one.title,
                "kind": one.kind,
                "url": self.unit_page(one.soc2020),
            }
            for one in found
        ]


@documents(
    _("Search"),
    _(
        "Unit groups for the words of a job or a kind of work, best match first: slang, slips of the pen and whole "
        "questions included. A word that spans kinds of work also has `groups` to choose from. At most 100 results."
    ),
    AnswerShape,
    operation="search",
)
class Search(_SearchView):
    """`search/`"""

    params_class = SearchParams

    def answer(self, **path: str) -> Any:
        """One page of what was found."""
        found = search_occupations(self.params["q"], editions=self.editions, limit=MOST_RESULTS, today=localdate())
        rows, envelope = self.page_of(found.results)
        shapes = Shapes(self.request)
        return {
            **envelope,
            "results": [self._hit(hit) for hit in rows],
            "groups": [self._group(group) for group in found.groups],
            "corrected": found.corrected,
            "nearest": self.suggestions(found.nearest),
            "browse": self.request.build_absolute_uri(reverse("students:occupation-list")),
            "sources": [shapes.release(ref) for ref in found.sources],
        }

    def _hit(self, hit: SearchHit) -> dict[str, Any]:
        return {
            "soc2020": hit.soc2020,
            "title": hit.title,
            "level": "unit",
            "url": self.unit_page(hit.soc2020),
            "api": self.request.build_absolute_uri(reverse("api:occupation-detail", args=[hit.soc2020])),
            "matched": hit.matched_name,
            "why": hit.why.value,
            "score": hit.score,
        }

    def _group(self, group: GroupChoice) -> dict[str, Any]:
        page = reverse("students:group-detail", args=[group.soc2020])
        address = self.request.build_absolute_uri(page)
        return {"soc2020": group.soc2020, "title": group.title, "url": address, "units": list(group.units)}


@documents(
    _("Suggestions"),
    _("Up to eight names of work that begin, or have a word that begins, with what was typed."),
    SuggestionsShape,
    operation="suggest",
)
class Suggest(_SearchView):
    """`suggest/`"""

    params_class = SuggestParams

    def find_editions(self) -> Editions:
        """None: looking them up would take longer than answering."""
        return Editions(refs={}, by_source={})

    def answer(self, **path: str) -> Any:
        """The names, likeliest first."""
        return {"results": self.suggestions(suggest(self.params["q"], MOST_SUGGESTIONS))}


urlpatterns: list[URLPattern | URLResolver] = [
    path("search/", Search.as_view(), name="search"),
    path("suggest/", Suggest.as_view(), name="suggest"),
]
