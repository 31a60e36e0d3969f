"""The demo set's ambassadors: who they are, what they offer, where, how they came into it."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from accounts.models import Organisation, User
from ambassadors.choices import LANGUAGES
from ambassadors.demo.drawing import Job, Place, World, employer_of, jobs, moment, rng_for, texts, weighted
from ambassadors.enums import Activity, Phase, RouteTaken, Standing
from ambassadors.models import Ambassador, Availability, Scheme, SchemeMembership
from ambassadors.topics import TOPICS

MINORS, STORIES, BARRED = range(60, 72), 100, range(40, 60)
HOME = "E12000003"  # the region of the demo school and of the demo ambassador
# How people came into their work, by the first digit of its SOC 2020 code.
_ROUTES = {
    "2": {"degree": 56, "degree_apprenticeship": 12, "apprenticeship": 9, "changed_career": 8, "higher_technical": 7,
          "returned": 5, "armed_forces": 3},
    "3": {"apprenticeship": 36, "college": 16, "higher_technical": 14, "degree": 12, "t_level": 8, "changed_career": 7,
          "armed_forces": 4, "straight_to_work": 3},
    "5": {"apprenticeship": 60, "college": 16, "straight_to_work": 8, "changed_career": 6, "armed_forces": 5,
          "t_level": 5},
    "8": {"straight_to_work": 50, "apprenticeship": 30, "changed_career": 20},
}  # fmt: skip
_LEVELS = {"apprenticeship": 3, "t_level": 3, "college": 3, "straight_to_work": 2, "higher_technical": 5}
_REFERENCES = {
    "apprenticeship": "standard",
    "degree_apprenticeship": "standard",
    "t_level": "tlevel",
    "degree": "degree",
}
_ACTIVITIES = {"talk": 85, "carousel": 65, "mock_interview": 45, "project": 30, "lab_visit": 20, "online_mentoring": 18,
               "shadowing": 15}  # fmt: skip
_PHASES = {"ks2": 35, "ks3": 75, "ks4": 85, "post_16": 70}
_STANDINGS = {"active": 80, "in_checks": 6, "applied": 6, "paused": 4, "left": 3, "suspended": 1}
_YOUNG = ("3111", "3113", "3132", "5223", "5231", "5241")  # work that people of 16 and 17 learn
_NEEDS = (
    "Step-free way to the room",
    "A seat while speaking",
    "A hearing loop or a quiet room",
    "Large print of plans",
)


def code_of(number: int) -> str:
    """The code of ambassador number so many."""
    return f"de3{number:09x}"


class Crowd:
    """Draws the ambassadors, each by their number alone, so that number 7 is the same however many there are."""

    def __init__(self, world: World, today: date, employers: list[Organisation]) -> None:
        self.world, self.today, self.employers = world, today, employers

    def person(self, number: int, **forced: Any) -> Ambassador:
        """Ambassador number so many. `forced` fields, and `job` and `place`, take the place of what would be drawn."""
        rng = rng_for("person", number)
        job: Job = forced.pop("job", None) or weighted(rng, jobs())
        place: Place = forced.pop("place", None) or weighted(rng, self.world.places)
        fields = self._name(rng, number) | self._work(rng, job) | self._offer(rng, job) | self._standing(rng, number)
        fields |= place.fields() | {"code": code_of(number), "is_demo": True} | forced
        return Ambassador(**fields)

    def minor(self, number: int, companion: Ambassador) -> Ambassador:
        """Somebody of 16 or 17, with a companion: an apprentice or a T Level student, sessions online too."""
        rng = rng_for("minor", number)
        job = rng.choice([one for one in jobs() if one.soc2020 in _YOUNG])
        standing = Standing.ACTIVE if number < MINORS.start + 8 else (Standing.IN_CHECKS, Standing.APPLIED)[number % 2]
        return self.person(
            number,
            job=job,
            adult_from=self.today + timedelta(days=rng.randint(60, 600)),
            companion=companion,
            routes=[rng.choice((RouteTaken.APPRENTICESHIP, RouteTaken.T_LEVEL))],
            route_references=[],
            level=2,
            job_title="Apprentice" if rng.random() < 0.7 else "T Level student",
            phases=[Phase.KS3, Phase.KS4, Phase.POST_16],
            activities=[Activity.TALK, Activity.CAROUSEL],
            standing=standing,
            online=True,
            phone="",
        )

    def _name(self, rng: Random, number: int) -> dict[str, Any]:
        names = texts("names.json")
        given, family = rng.choice(names["given"]), rng.choice(names["family"])
        plain = family.lower().replace("'", "")
        domain = rng.choice(("post", "mail", "letters"))
        return {
            "given_name": given,
            "family_name": family,
            "email": f"{given.lower()}.{plain}{number}@{domain}.demo.waymark.example",
            # Numbers that Ofcom keeps free for drama: they ring nobody.
            "phone": f"07700 900{rng.randint(0, 999):03d}" if rng.random() < 0.8 else "",
        }

    def _work(self, rng: Random, job: Job) -> dict[str, Any]:
        shares = _ROUTES[job.soc2020[0]]
        route = rng.choices(list(shares), weights=list(shares.values()))[0]
        before = [RouteTaken.COLLEGE] if route == "degree_apprenticeship" and rng.random() < 0.4 else []
        known = self.world.routes.get((job.soc2020, _REFERENCES.get(route, "")), [])
        employer = rng.choice(self.employers) if self.employers and rng.random() < 0.15 else None
        return {
            "employer": employer,
            "employer_name": employer.name if employer else employer_of(rng, job.discipline),
            "job_title": rng.choice(job.titles),
            "occupations": [job.soc2020],
            "discipline": job.discipline,
            "routes": [*before, route],
            "route_references": [rng.choice(known)] if known else [],
            "level": max(_LEVELS.get(route, job.level), min(job.level, 5)) if route in _LEVELS else job.level,
        }

    def _offer(self, rng: Random, job: Job) -> dict[str, Any]:
        topics = rng.sample(job.topics, min(len(job.topics), rng.randint(2, 5)))
        in_person, online = rng.random() < 0.9, rng.random() < 0.55
        spoken = rng.sample(list(LANGUAGES)[1:], 1) if rng.random() < 0.2 else []
        return {
            "topics": topics,
            "subjects": sorted({TOPICS[slug].subject for slug in topics}),
            "activities": _some(rng, _ACTIVITIES) or ["talk"],
            "phases": _some(rng, _PHASES) or ["ks4"],
            "languages": ["en", *spoken],
            "in_person": in_person or not online,
            "online": online,
            "travel_miles": rng.choices((5, 10, 15, 20, 25, 30, 50), weights=(8, 22, 28, 16, 12, 10, 4))[0],
            "yearly_limit": rng.choices((3, 4, 6, 8, 10, 12), weights=(15, 20, 35, 15, 10, 5))[0],
            "access_needs": rng.choice(_NEEDS) if rng.random() < 0.04 else "",
            "represents": rng.random() < 0.2,
        }

    def _standing(self, rng: Random, number: int) -> dict[str, Any]:
        kept = number < STORIES + len(texts("stories.json"))  # people whom the demo set needs
        drawn = rng.choices(list(_STANDINGS), weights=list(_STANDINGS.values()))[0]
        standing = Standing.ACTIVE if kept else Standing(drawn)
        settled = standing in (Standing.ACTIVE, Standing.PAUSED, Standing.LEFT, Standing.SUSPENDED)
        began = self.today - timedelta(days=rng.randint(120, 1400) if settled else rng.randint(2, 45))
        sent = standing != Standing.APPLIED or rng.random() < 0.7
        return {
            "standing": standing,
            "standing_reason": _reason(standing),
            "standing_since": moment(began + timedelta(days=0 if not settled else 30), 12),
            "created_at": moment(began, 9),
            "consented_at": moment(began, 10),
            "applied_at": moment(began, 11) if sent else None,
        }


def _reason(standing: Standing) -> str:
    return "A check was decided against." if standing == Standing.SUSPENDED else ""


def _some(rng: Random, shares: dict[str, int]) -> list[str]:
    return [name for name, share in shares.items() if rng.random() * 100 < share]


def demo_ambassador(crowd: Crowd, user: User, place: Place) -> Ambassador:
    """The demo account's own: an analyst who came by an apprenticeship, with room for everything a desk shows."""
    job = next(one for one in jobs() if one.soc2020 == "3111")
    return crowd.person(
        0,
        user=user,
        email=user.email,
        given_name="Demo",
        family_name="Ambassador",
        employer=None,
        employer_name="Waymark Hill Water (demo)",
        job=job,
        place=place,
        job_title="Water testing technician",
        routes=[RouteTaken.T_LEVEL, RouteTaken.APPRENTICESHIP],
        route_references=[],
        level=4,
        topics=[
            "chemical-analysis",
            "separating-mixtures",
            "drinking-water",
            "acids-and-alkalis",
            "working-scientifically",
        ],
        subjects=["chemistry", "combined-science"],
        activities=Activity.values,
        phases=Phase.values,
        in_person=True,
        online=True,
        travel_miles=50,
        yearly_limit=30,
    )


def availability_of(number: int, person: Ambassador, today: date) -> list[Availability]:
    """When somebody is usually free: two in three have said so, and a few are away for a while."""
    rng = rng_for("availability", number)
    found = []
    if number == 0 or rng.random() < 0.66:
        days = rng.sample(range(5), rng.randint(1, 4))
        found.append(
            Availability(
                ambassador=person,
                mornings=sorted(days),
                afternoons=sorted(day for day in days if rng.random() < 0.7),
            )
        )
    if number != 0 and rng.random() < 0.05:
        first = today + timedelta(days=rng.randint(1, 60))
        found.append(
            Availability(ambassador=person, first_day=first, last_day=first + timedelta(days=13), is_away=True)
        )
    return found


def memberships_of(number: int, person: Ambassador, schemes: dict[str, Scheme]) -> list[SchemeMembership]:
    """Which schemes somebody belongs to: most to STEM Ambassadors, some to another one instead or as well."""
    rng = rng_for("schemes", number)
    others = (
        "apprenticeship-ambassador-network",
        "learned-societies",
        "employers-own",
        "go-construct-stem-ambassadors",
    )
    chosen = ["stem-ambassadors"] if number == 0 or rng.random() < 0.8 else []
    if not chosen or rng.random() < 0.15:
        chosen.append(rng.choice(others))
    joined = person.created_at.date()
    return [
        SchemeMembership(ambassador=person, scheme=schemes[slug], reference=f"D{number:05d}", joined_on=joined)
        for slug in chosen
        if slug in schemes
    ]
