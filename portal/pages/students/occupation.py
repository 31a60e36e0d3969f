"""The students' page of one occupation: its facts in one fixed order, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ambassadors.queries.stories import stories_of_occupation
from employers.queries.directory import profiles_of_occupation
from evidence.figures import Figure, Reason, ReleaseRef, Unit
from foundation.access import PUBLIC_NAMES_SOMEONE
from lmi.enums import Level
from lmi.models.notes import NoteKind
from lmi.places import PlaceAnswer
from lmi.queries.employment import PlaceShare
from lmi.queries.occupation import OccupationFacts, occupation_facts
from lmi.queries.outlook import Outlook
from lmi.queries.pay import PayRange, typical_pay
from lmi.queries.standing import advert_standing
from lmi.register import ENGLAND, UK
from portal.charts.model import releases_of
from portal.pages.shared import FactsPage, api_twin, group_or_404, permalink, today, with_query
from portal.pages.students import charts, words
from portal.pages.students.crumbs import group_crumbs
from portal.pages.students.people.words import cards_of
from portal.pages.students.plain_names import plain_name
from portal.pages.students.ways import Ways, ways_into

NAME_SOURCES = ("soc-2020", "soc-2020-related-titles", "soc-2020-index")
RELATED_SOURCE = "onet-related"
MOST_PROFILES = 6
MOST_PEOPLE = 3


@dataclass(frozen=True, slots=True)
class Here:
    """What is known of the occupation where the reader lives; `outlook` only where it is narrower than England's."""

    place: PlaceAnswer
    pay: PayRange
    people: PlaceShare | None
    outlook: Outlook | None


class OccupationDetail(FactsPage):
    """One unit group, at /students/careers/5241/."""

    # It names employers, so that one who is suspended is gone on the next request.
    access = PUBLIC_NAMES_SOMEONE
    template_name = "students/occupation_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or the way to it from an address that carries a name, or the code of a wider group."""
        code: str = kwargs["soc2020"]
        if "slug" in kwargs or len(code) < 4:
            group = group_or_404(self.facts, code)
            name = "students:occupation-detail" if group.level == Level.UNIT else "students:group-detail"
            pairs = [(key, value) for key, values in request.GET.lists() for value in values]
            return HttpResponsePermanentRedirect(with_query(reverse(name, args=[code]), pairs))
        return super().get(request, *args, **kwargs)

    def page_context(self) -> dict[str, Any]:
        """The facts in the page's order, then what they rest on."""
        code: str = self.kwargs["soc2020"]
        group_or_404(self.facts, code)
        place = self.place()
        near = place.area.code if place and place.in_england else ""
        known = occupation_facts(self.facts, code, near=near)
        here = self._here(known, place) if place else None
        drawn = _drawn(known, _region(place))
        shown = [*_box_figures(known), *charts.figures_of(list(drawn.values())), *_here_figures(here)]
        area = place.area.code if place else ""
        ways = ways_into(self.facts, code, today())
        releases = self._releases(shown, known, ways)
        return {
            "known": known,
            "ways": ways,
            "group": known.group,
            "kicker": plain_name(code[:3]),
            "crumbs": group_crumbs(self.facts, code, known.group.title),
            "here": here,
            "here_title": _title(place) if place else "",
            "jumps": _jumps(),
            "area_text": self.param("area"),
            "area_error": next((text for text, field in self.problems if field == "area"), ""),
            "held_back": charts.industries_held_back(known.industries),
            "minor_words": words.group_share(len(self.facts.soc.units_in(code[:3]))),
            "releases": releases,
            "permalink": permalink(
                reverse("students:occupation-detail", args=[code]), self.facts.editions, releases, ("area", area)
            ),
            "twin": api_twin("occupation-detail", code, query=[("area", area), *self.editions_asked]),
            "alike": [one for one in known.related if one.strength is not None],
            "same_group": [one for one in known.related if one.strength is None],
            "related_source": RELATED_SOURCE,
            "entry_words": words.entry_words(advert_standing(self.facts, code)),
            **_words(known),
            **self._absent(code),
            **self._told(code, place),
            **drawn,
        }

    def _told(self, code: str, place: PlaceAnswer | None) -> dict[str, Any]:
        """What employers here say of the work, and people who do it."""
        told = profiles_of_occupation(self.facts, today(), code, MOST_PROFILES)
        # With a place the page has no statement to spare for people: it leads to them instead.
        people = [] if place else stories_of_occupation(code, today(), MOST_PEOPLE)
        return {
            "employers_told": told[:MOST_PROFILES],
            "employers_more": len(told) > MOST_PROFILES,
            "people_cards": cards_of(self.facts, people),
            "people_title": _("People who do this work"),
            "people_elsewhere": place is not None,
        }

    def _here(self, known: OccupationFacts, place: PlaceAnswer) -> Here:
        code, area = known.group.code, place.area.code
        outlook = known.near_outlook
        narrower = outlook if outlook and outlook.growth.area.code != ENGLAND else None
        people = next((one for one in known.regions if one.code == _region(place)), None)
        return Here(place, typical_pay(self.facts, code, area), people, narrower)

    def _absent(self, code: str) -> dict[str, Figure]:
        """Figures that say why there is none, for the facts box."""
        reason = Reason.NOT_PUBLISHED
        return {
            "no_outlook": self.facts.missing("outlook_growth", Unit.PERCENT_A_YEAR, reason, code=code, area=UK),
            "no_adverts": self.facts.missing("adverts_12_months", Unit.ADVERTS, reason, code=code, area=UK),
        }

    def _releases(self, figures: list[Figure], known: OccupationFacts, ways: Ways) -> tuple[ReleaseRef, ...]:
        """Every edition the page was made from, each once: figures first, then ways in, names and related work."""
        slugs = [*NAME_SOURCES, *([RELATED_SOURCE] if any(one.strength is not None for one in known.related) else [])]
        others = [self.facts.editions.ref(pk) for pk in self.facts.editions.of(*slugs)]
        return tuple(dict.fromkeys([*releases_of(figures), *ways.releases, *others]))


def _jumps() -> list[tuple[str, str]]:
    return [
        (_("How to get into it"), "ways-in"),
        (_("Employers who told us"), "employers"),
        (_("Pay over the years"), "pay-over-time"),
        (_("Pay where you live"), "where-you-live"),
        (_("Where the jobs are"), "where-jobs-are"),
        (_("Who you could work for"), "industries"),
        (_("Women and men"), "women-and-men"),
        (_("Jobs like this one"), "jobs-like-this"),
        (_("Where these facts come from"), "sources"),
    ]


def _words(known: OccupationFacts) -> dict[str, Any]:
    outlook, adverts = known.outlook, known.adverts
    return {
        "also_called": words.also_called(known.names.shown),
        "notes": [(str(NoteKind(note.kind).label), note) for note in known.notes],
        "not_elsewhere": "n.e.c" in known.group.title,
        "pay_words": words.pay_words(known.pay),
        "hours_words": words.hours_words(known.hours),
        "outlook_words": words.outlook_words(outlook) if outlook else "",
        "growth": words.growth_direction(outlook) if outlook else None,
        "advert_trend": words.advert_direction(adverts) if adverts else None,
    }


def _title(place: PlaceAnswer) -> str:
    """The authority's name first where a postcode or town was asked for: "Leeds (LS1 4AP)"."""
    return place.area.name if place.name == place.area.name else f"{place.area.name} ({place.name})"


def _region(place: PlaceAnswer | None) -> str:
    """The code that the maps pick out: the place's region, or its nation outside England."""
    wider = (place.region or place.nation) if place else None
    return wider.code if wider else ""


def _drawn(known: OccupationFacts, marked: str) -> dict[str, Any]:
    return {
        "pay_line": charts.pay_line(known.pay_series),
        "pay_map": charts.pay_map(charts.comparable(known.pay_by_region), marked),
        "jobs_map": charts.jobs_map(known.regions, marked),
        "industry_bars": charts.industry_bars(known.industries),
        "sex_bar": charts.sex_bar(known.sex) if known.sex else None,
    }


def _box_figures(known: OccupationFacts) -> list[Figure]:
    figures = [known.pay.median, known.pay.p25, known.pay.p75, known.hours, known.people]
    if known.outlook:
        figures += [known.outlook.growth, known.outlook.net_change, known.outlook.replacement]
    if known.adverts:
        figures += [known.adverts.year_total, known.adverts.change_percent, known.adverts.per_1000]
    return figures


def _here_figures(here: Here | None) -> list[Figure]:
    if here is None:
        return []
    local = [here.pay.median, *([here.people.people] if here.people else [])]
    return [*local, *([here.outlook.growth] if here.outlook else [])]
