"""Made-up people, visits and counts that show the components of the ambassadors' side; never shown in production."""

from __future__ import annotations

from datetime import date
from typing import Any

from portal.blocks import RotaPerson, RotaSlot, StandingItem, StatTile, week
from portal.charts import AreaMap, AreaValue, Band
from portal.charts.tiles import LAYOUT

BANDS = (
    Band("fewer than 1 school in 10", 0.1),
    Band("1 to 2 in 10", 0.2),
    Band("2 to 4 in 10", 0.4),
    Band("4 or more in 10"),
)
CONTEXT = ("schools with no encounter recorded here (sample)", "September 2025 to August 2026")


def context() -> dict[str, Any]:
    """What the section of people in the gallery needs."""
    return {
        "people": people(),
        "visits": visits(),
        "standing": standing(),
        "sample_week": week([1, 3], [1, 2, 3]),
        "stat_tiles": stat_tiles(),
        "rota": rota(),
        "region_map": region_map(),
        "authority_map": authority_map(),
        "desk_links": [("Overview", "#people", True), ("Requests (2)", "#people", False), ("Visits", "#people", False)],
    }


def people() -> list[dict[str, Any]]:
    """One person with everything, one with little."""
    return [
        {
            "name": "Amina S.",
            "does": "Electrical design engineer",
            "employer": "Sampleshire Power (sample)",
            "occupation": "Electrical engineers",
            "route": [("GCSEs", ""), ("Level 3 apprenticeship", "#people"), ("HNC in the evenings", ""), ("Today", "")],
            "reasons": ["offers mock interviews", "took an apprenticeship", "free on Tuesdays"],
            "activities": ["Mock interview", "Talk", "Careers carousel"],
            "distance": "within 15 miles",
        },
        {
            "name": "Tom",
            "does": "Laboratory technician",
            "employer": "",
            "occupation": "",
            "route": [("T Level in science", ""), ("Straight into work", "")],
            "reasons": ["works with chemistry at GCSE"],
            "activities": ["Visit to a lab or workplace"],
            "distance": "within 5 miles",
        },
        {
            "name": "Wilhelmina-Konstantina A.",
            "does": "Principal research and development laboratory coordinator",
            "employer": "The Extraordinarily Long Named Sample Company for Materials",
            "occupation": "Natural and social science professionals not elsewhere classified",
            "route": [("A levels", ""), ("Degree", ""), ("Came back after a break", ""), ("Changed career", "")],
            "reasons": [],
            "activities": ["Group mentoring online, run by the school"],
            "distance": "online",
        },
    ]


def visits() -> list[dict[str, Any]]:
    """A visit at every kind of place on its way."""
    days = {"proposed": date(2026, 3, 2), "accepted": date(2026, 3, 4), "confirmed": date(2026, 3, 9)}
    return [
        {"state": "proposed", "when": {"proposed": days["proposed"]}, "reason": ""},
        {"state": "confirmed", "when": days, "reason": ""},
        {"state": "done", "when": days | {"done": date(2026, 3, 24)}, "reason": ""},
        {"state": "cancelled", "when": days | {"cancelled": date(2026, 3, 20)}, "reason": "The school cannot go ahead"},
    ]


def standing() -> tuple[StandingItem, ...]:
    """A checklist with every state."""
    return (
        StandingItem("Your introduction", "done", due_on=date(2028, 3, 2)),
        StandingItem("Your profile", "done", "What you do, where, and what you offer."),
        StandingItem("Your check", "waiting", "The scheme decides. You need do nothing now."),
        StandingItem(
            "Safeguarding training",
            "missing",
            "About 40 minutes (sample).",
            href="#people",
            action="Begin the training",
        ),
        StandingItem("Your check is looked at again", "due", "We write to you before.", date(2027, 3, 1)),
    )


def stat_tiles() -> tuple[StatTile, ...]:
    """A dashboard's numbers, one of them unknown."""
    period = "September 2025 to August 2026"
    return (
        StatTile(1234, "people", "ambassadors who are active", "on 22 November 2026 (sample)", href="#people"),
        StatTile("71%", "", "of requests met within 10 days", f"{period} (sample)"),
        StatTile(4875.5, "hours", "given to schools", f"{period} (sample)"),
        StatTile(None, "", "pupils reached", period, reason="too few answers"),
    )


def rota() -> tuple[RotaSlot, ...]:
    """An event's slots: full, short, empty."""
    amina, tom = RotaPerson("Amina S.", "Electrical design engineer", "#people"), RotaPerson("Tom", "Technician")
    return (
        RotaSlot("9:00 to 10:30", "Mock interviews", "Hall", (amina, tom, RotaPerson("Li", note="online")), 3),
        RotaSlot("10:45 to 12:00", "Careers carousel", "Library", (tom,), 4),
        RotaSlot("13:00 to 14:00", "Talk"),
    )


def region_map() -> AreaMap:
    """Regions: one held back, one unknown."""
    areas = []
    for index, (code, (_column, _row, name)) in enumerate(LAYOUT.items()):
        share = None if index == 4 else (index * 37 % 60) / 100
        schools = 1200 + index * 113
        areas.append(
            AreaValue(
                code,
                " ".join(name),
                share,
                text=f"{round(schools * (share or 0)):,} of {schools:,}",
                short=f"{round((share or 0) * 100)}%",
                hidden=index == 1,
                href="#people",
            )
        )
    ordered = tuple(sorted(areas, key=lambda area: (area.hidden or area.share is None, -(area.share or 0))))
    return AreaMap(
        "g-regions",
        "Sample: schools with no encounter recorded here",
        ordered,
        BANDS,
        column="Schools",
        context=CONTEXT,
        summary="A sample sentence says which region has the largest share.",
        order="Ordered by share, largest first.",
        marked="E12000003",
    )


def authority_map() -> AreaMap:
    """Made-up authorities, some of them close together."""
    areas = tuple(
        AreaValue(
            f"X{index:08}",
            f"Sample authority {index + 1}",
            (index * 23 % 55) / 100,
            text=f"{index * 23 % 55} of 100",
            hidden=index in (3, 8),
            latitude=53.2 + (index * 0.618) % 1.1,
            longitude=-2.4 + (index * index * 0.173) % 1.9,
        )
        for index in range(18)
    )
    return AreaMap(
        "g-authorities",
        "Sample: authorities of one region",
        areas,
        BANDS,
        column="Schools",
        context=CONTEXT,
        order="Ordered by name.",
        marked="X00000005",
    )
