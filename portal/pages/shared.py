"""What every page of facts shares: the editions an address asks for, mistakes in words, links that keep editions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from evidence.figures import ReleaseRef
from evidence.models import Release
from evidence.queries import ConflictingEditionsError, Editions, UnknownEditionError
from foundation.access import PUBLIC_FACTS
from lmi.enums import Level
from lmi.places import PlaceAnswer, PlaceSuggestion, UnknownPlaceError, resolve_place
from lmi.queries.context import Facts, facts
from lmi.register import Group, UnknownOccupationError
from portal.charts.words import by_source

# Words for the error summary, and the id of the field they are about ("" when there is none).
Problem = tuple[str, str]
MOST_EDITIONS = 40  # more than there are sources; an address with more is a mistake


class NotHere(Http404):
    """Nothing at this address, with words about what was asked for; the error page shows them."""


def group_or_404(page_facts: Facts, code: str) -> Group:
    """The group of the classification, or the error page that names the code."""
    try:
        group = page_facts.soc[code]
        if group.level == Level.ALL:
            raise UnknownOccupationError(code)
        return group
    except UnknownOccupationError:
        said = _("There is no occupation with the code %(code)s in SOC 2020, the UK’s list of occupations.")
        raise NotHere(said % {"code": code}) from None


def today() -> date:
    """The date in the United Kingdom, for queries that take it as a parameter."""
    return timezone.localdate()


def facts_and_problems(release_keys: Sequence[str]) -> tuple[Facts, list[Problem]]:
    """The facts of the named editions; keys that cannot be used are left out and named in words.

    One SQL statement when all keys are right (as `lmi.queries.context.facts`), two more when not.
    """
    # A key has no control characters, and PostgreSQL refuses NUL: with a mark in its place it is merely unknown.
    plain = ("".join(letter if letter.isprintable() else "\ufffd" for letter in key).strip() for key in release_keys)
    keys = list(dict.fromkeys(key for key in plain if key))
    try:
        return facts(keys[:MOST_EDITIONS]), _too_many(keys)
    except (UnknownEditionError, ConflictingEditionsError):
        usable, problems = _usable(keys[:MOST_EDITIONS])
        return facts(usable), problems + _too_many(keys)


def _too_many(keys: Sequence[str]) -> list[Problem]:
    if len(keys) <= MOST_EDITIONS:
        return []
    return [(_("The address names too many editions. We used the first %(count)s.") % {"count": MOST_EDITIONS}, "")]


def _usable(keys: Sequence[str]) -> tuple[list[str], list[Problem]]:
    """One edition a source, the first that was named; the rest as problems."""
    rows = Release.objects.citable().named(keys).values_list("key", "source_id", "source__title")
    known = {key: (source, title) for key, source, title in rows}
    usable: dict[str, str] = {}
    problems: list[Problem] = []
    for key in keys:
        source, title = known.get(key, ("", ""))
        if not source:
            words = _("There is no edition called “%(key)s”. You see the latest one instead.") % {"key": key[:120]}
        elif source in usable:
            said = {"title": title, "key": usable[source]}
            words = _("The address names two editions of “%(title)s”. We used “%(key)s”.") % said
        else:
            usable[source] = key
            continue
        problems.append((words, ""))
    return list(usable.values()), problems


def with_query(address: str, pairs: Iterable[tuple[str, str]]) -> str:
    """An address with these parameters; empty values are left out."""
    query = urlencode([(name, value) for name, value in pairs if value])
    return f"{address}?{query}" if query else address


def permalink(address: str, editions: Editions, releases: Iterable[ReleaseRef], *pairs: tuple[str, str]) -> str:
    """An address that answers the same after the next publication: it names the latest edition of each source used."""
    latest = (editions.latest(source) for source in sorted({release.source for release in releases}))
    keys = [editions.ref(pk).key for pk in latest if pk is not None]
    return with_query(address, [*pairs, *(("release", key) for key in keys)])


def citation(title: str, releases: Iterable[ReleaseRef]) -> str:
    """How to cite a page: its title and every edition behind it."""
    said = {"title": title, "editions": "; ".join(words for _slug, words in by_source(releases))}
    return _("Waymark, “%(title)s”. From: %(editions)s.") % said


def api_twin(name: str, *args: str, query: Iterable[tuple[str, str]] = ()) -> str:
    """The address at which the API answers with the same facts."""
    return with_query(reverse(f"api:{name}", args=args), query)


class FactsPage(TemplateView):
    """A public page of published facts: the same bytes for everybody, GET only.

    Subclasses say what they show in `page_context`; an unusable ?release= is said on the page, the
    rest of the page stays.
    """

    access = PUBLIC_FACTS
    http_method_names = ["get", "head", "options"]
    request: HttpRequest
    offers: Sequence[tuple[str, str]] = ()  # places that may have been meant, as links

    @cached_property
    def _read(self) -> tuple[Facts, list[Problem]]:
        return facts_and_problems(self.request.GET.getlist("release"))

    @property
    def facts(self) -> Facts:
        """The editions and registers that answer this request."""
        return self._read[0]

    @property
    def problems(self) -> list[Problem]:
        """Mistakes in the address, in words; views add theirs."""
        return self._read[1]

    @property
    def editions_asked(self) -> list[tuple[str, str]]:
        """The usable ?release= of this request as pairs, for links and forms that keep them."""
        return [("release", key) for key in self.facts.editions.named]

    def param(self, name: str, longest: int = 200) -> str:
        """A parameter's text without blanks at its ends, control characters or more than `longest` letters."""
        text = self.request.GET.get(name, "")
        return "".join(letter if letter.isprintable() else " " for letter in text[:longest]).strip()

    def place(self, field: str = "area") -> PlaceAnswer | None:
        """The place that ?area= names (a postcode, town, area or code), or None.

        An unknown one is said in words beside the field; `offers` then holds what may have been meant.
        """
        text = self.param("area")
        if not text:
            return None
        try:
            return resolve_place(text, self.facts.editions)
        except UnknownPlaceError as error:
            self.problems.append((error.message, field))
            self.offers = [self._offer(suggestion) for suggestion in error.suggestions]
            return None

    def _offer(self, suggestion: PlaceSuggestion) -> tuple[str, str]:
        words = f"{suggestion.text}, {suggestion.within}" if suggestion.within else suggestion.text
        kept = [(key, value) for key, values in self.request.GET.lists() for value in values if key != "area"]
        return words, with_query(self.request.path, [*kept, ("area", suggestion.value)])

    def page_context(self) -> dict[str, Any]:
        """What the template shows."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page's own context, its problems, the editions to keep, and the way to the latest ones."""
        context = self.page_context()
        pairs = [(name, value) for name, values in self.request.GET.lists() for value in values if name != "release"]
        shared = {
            "problems": self.problems,
            "offers": self.offers,
            "editions_asked": self.editions_asked,
            "latest_address": with_query(self.request.path, pairs) if self.editions_asked else "",
        }
        return shared | context
