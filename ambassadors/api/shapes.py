"""Stories and counts as JSON."""

from __future__ import annotations

from ambassadors.queries.stories import Stop, StoryView
from evidence.api.shapes import area_ref
from evidence.figures import Reason
from lmi.api.shapes import Json
from pathways.api.shapes import PathwayShapes


class StoryShapes(PathwayShapes):
    """Stories for one request; no SQL."""

    def story_ref(self, view: StoryView) -> Json:
        """A story in a list."""
        known, groups = self.facts.places.places, self.facts.soc.groups
        return {
            "slug": view.slug,
            "name": view.name,
            "role": view.role,
            "region": area_ref(self.facts.places.ref(view.region)) if view.region in known else None,
            "occupations": [
                {"soc2020": code, "title": groups[code].title, "url": self.address("students:occupation-detail", code)}
                for code in view.occupations
                if code in groups
            ],
            "subjects": list(view.subjects),
            "routes": list(view.routes),
            "published_on": view.published_at.date().isoformat() if view.published_at else None,
            "photo": self.address("picture", view.photo) if view.photo else None,
            "photo_says": view.photo_says or None if view.photo else None,
            "is_demo": view.is_demo,
            "url": self.address("people:detail", view.slug),
            "api": self.address("api:story-detail", view.slug),
        }

    def story(self, view: StoryView) -> Json:
        """A story with all that it says."""
        return {
            **self.story_ref(view),
            "stops": [_stop(stop) for stop in view.stops],
            "typical_day": view.typical_day,
            "advice": view.advice,
        }


def count_of(
    measure: str, value: int | None, *, unit: str, period: str, population: str, area: Json | None = None
) -> Json:
    """A count of what is recorded here; without a value it is so small that somebody could be made out."""
    return {
        "measure": measure,
        "value": value,
        "unit": unit,
        "period": period,
        "area": area,
        "population": population,
        "quality": None,
        "reason": str(Reason.DISCLOSIVE) if value is None else None,
        "release": None,
    }


def _stop(stop: Stop) -> Json:
    return {"kind": stop.kind or None, "kind_words": stop.kind_words or None, "words": stop.words, "age": stop.age}
