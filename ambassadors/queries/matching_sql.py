"""The statement behind `ambassadors.queries.matching`: fixed fragments put together by what was asked for.

Only fragments of this module go into the statement; everything that somebody typed is passed beside it.
"""

from __future__ import annotations

from typing import Final

# Distance in kilometres by the formula of pathways.near and lmi.placenames; null for people without a place.
_KM: Final = """2 * 6371.0 * asin(sqrt(least(1.0, power(sin(radians(a.latitude - %(latitude)s) / 2), 2)
    + cos(radians(%(latitude)s)) * cos(radians(a.latitude)) * power(sin(radians(a.longitude - %(longitude)s) / 2), 2)
)))"""
_TRAVELS: Final = """a.in_person AND a.latitude IS NOT NULL AND a.longitude IS NOT NULL
    AND ambassadors_reach(a.latitude, a.longitude, a.travel_miles::integer)
        @> (SELECT box(here, here) FROM point(%(longitude)s::float8, %(latitude)s::float8) AS here)"""
_WITHIN: Final = "km <= travel_miles * 1.609344"

# What everybody listed has to meet, by the name of what was asked for.
HARD: Final[dict[str, str]] = {
    "activity": "a.activities @> ARRAY[%(activity)s]::varchar[]",
    "phase": "a.phases @> ARRAY[%(phase)s]::varchar[]",
    "region": "a.region = %(region)s",
    "exclude": "a.id <> ALL (%(exclude)s)",
    "only": "a.id = %(only)s",
    # Few hold the check that a night needs: the others are left out before their days are gone through.
    "is_overnight": """EXISTS (
        SELECT FROM ambassadors_vettingdecision d
        WHERE d.ambassador_id = a.id AND d.replaced_at IS NULL AND d.outcome = 'cleared'
            AND d.recheck_due_on > (%(days)s::date[])[1] AND d.kind = ANY (ARRAY(
                SELECT unnest(r.kinds)
                FROM unnest(ambassadors_rules_of(%(days)s::date[], %(nation)s, %(setting)s, true)) AS r
            ))
    )""",
}
# The same for what is only ranked by unless a search asks for it strictly.
STRICT: Final[dict[str, str]] = {
    "topic": "(a.topics @> ARRAY[%(topic)s]::varchar[] OR a.occupations && %(topic_units)s::varchar[]"
    " OR a.discipline = ANY (%(topic_fields)s))",
    "subject": "a.subjects @> ARRAY[%(subject)s]::varchar[]",
    "occupation": "a.occupations @> ARRAY[%(occupation)s]::varchar[]",
    "route": "a.routes @> ARRAY[%(route)s]::varchar[]",
    "language": "a.languages @> ARRAY[%(language)s]::varchar[]",
}
# Points for fit; the numbers are those of `ambassadors.rules.matching`.
_POINTS: Final[dict[str, str]] = {
    "topic": "CASE WHEN %(topic)s = ANY (a.topics) THEN %(points_topic)s"
    " WHEN a.occupations && %(topic_units)s::varchar[] THEN %(points_topic_work)s"
    " WHEN a.discipline = ANY (%(topic_fields)s) THEN %(points_topic_field)s ELSE 0 END",
    "subject": "CASE WHEN %(subject)s = ANY (a.subjects) THEN %(points_subject)s ELSE 0 END",
    "occupation": "CASE WHEN %(occupation)s = ANY (a.occupations) THEN %(points_occupation)s"
    " WHEN a.occupations && %(occupation_units)s::varchar[] THEN %(points_occupation_near)s ELSE 0 END",
    "route": "CASE WHEN %(route)s = ANY (a.routes) THEN %(points_route)s ELSE 0 END",
    "language": "CASE WHEN %(language)s = ANY (a.languages) THEN %(points_language)s ELSE 0 END",
}
_NEAR: Final = "CASE WHEN km <= 5 * 1.609344 THEN %(near_5)s WHEN km <= 10 * 1.609344 THEN %(near_10)s \
WHEN km <= 25 * 1.609344 THEN %(near_25)s WHEN km <= 50 * 1.609344 THEN %(near_50)s ELSE 0 END"

# Rules are read once: nothing in the inner SELECT turns on the person.
_FREE: Final = """(ambassadors_look(
    c.id, c.companion, %(days)s::date[],
    (SELECT ambassadors_rules_of(%(days)s::date[], %(nation)s, %(setting)s, %(overnight)s)),
    %(overnight)s, NULL, false, %(halves)s::integer[], %(minutes)s, %(most)s
)).slots"""
_ASKED: Final = """(SELECT count(*) FROM ambassadors_visit v
    WHERE v.ambassador_id = r.id AND v.proposed_at >= %(asked_from)s AND v.proposed_at < %(asked_until)s)"""
_DETAILS: Final = """b.given_name, b.family_name, b.adult_from, b.job_title, b.employer_name, b.discipline, b.routes,
    b.level, b.occupations, b.subjects, b.topics, b.activities, b.phases, b.languages, b.region, b.is_demo"""


def _fitting(asked_for: frozenset[str], strict: frozenset[str], meets: str) -> str:
    """People who could come by everything but dates and checks, with kilometres and points.

    `meets` is "near" for people who travel to a point, "anywhere" for those who meet in person, "online", or "".
    """
    hard = [HARD[name] for name in sorted(asked_for & HARD.keys())]
    hard += [STRICT[name] for name in sorted(asked_for & strict & STRICT.keys())]
    hard += {"near": [_TRAVELS], "anywhere": ["a.in_person"], "online": ["a.online"], "": []}[meets]
    where = " AND ".join(["a.standing = 'active'", "a.merged_into_id IS NULL", *hard])
    points = " + ".join(["0", *(_POINTS[name] for name in sorted(asked_for & _POINTS.keys()))])
    km = _KM if meets == "near" else "NULL::float8"
    within, near = (f"WHERE {_WITHIN}", _NEAR) if meets == "near" else ("", "0")
    return f"""SELECT id, code, companion, km, (points + {near})::integer AS score FROM (
        SELECT a.id, a.code, a.travel_miles, {km} AS km, {points} AS points,
            CASE WHEN a.adult_from > %(today)s THEN a.companion_id END AS companion
        FROM ambassadors_ambassador a WHERE {where} OFFSET 0
    ) AS placed {within}"""  # noqa: S608 - fragments of this module only


def _may(browsing: bool) -> str:
    return "s.slots IS NOT NULL" if browsing else "cardinality(s.slots) > 0"


def ranked_people(asked_for: frozenset[str], strict: frozenset[str], meets: str, *, browsing: bool) -> str:
    """One page of people in their order, and how many fitted before dates and checks were looked at (`total`).

    There is always a row; its `id` is null when nobody is left. Days are looked at only for as many people as the
    page needs, from the top. `cut` leaves out whoever has fewer points than the person in that place.
    """
    return f"""
    WITH fitting AS MATERIALIZED ({_fitting(asked_for, strict, meets)})
    SELECT t.total, m.id, m.code, m.companion, m.km, m.score, m.asked, m.slots, {_DETAILS}
    FROM (SELECT count(*) AS total FROM fitting) AS t
    LEFT JOIN LATERAL (
        SELECT c.*, s.slots
        FROM (
            SELECT r.*, {_ASKED} AS asked FROM fitting r
            WHERE r.score >= coalesce((SELECT f.score FROM fitting f ORDER BY f.score DESC OFFSET %(cut)s LIMIT 1), 0)
            ORDER BY r.score DESC, asked, r.code
            OFFSET 0
        ) AS c
        CROSS JOIN LATERAL (SELECT {_FREE} AS slots OFFSET 0) AS s
        WHERE {_may(browsing)}
        ORDER BY c.score DESC, c.asked, c.code
        LIMIT %(limit)s OFFSET %(offset)s
    ) AS m ON true
    LEFT JOIN ambassadors_ambassador b ON b.id = m.id
    ORDER BY m.score DESC, m.asked, m.code
    """  # noqa: S608 - fragments of this module only


def counted_people(asked_for: frozenset[str], strict: frozenset[str], meets: str, *, browsing: bool) -> str:
    """How many people fit, dates and checks included, counting no further than `limit`."""
    return f"""
    SELECT count(*) FROM (
        SELECT c.id FROM ({_fitting(asked_for, strict, meets)} OFFSET 0) AS c
        CROSS JOIN LATERAL (SELECT {_FREE} AS slots OFFSET 0) AS s
        WHERE {_may(browsing)} LIMIT %(limit)s
    ) AS found
    """  # noqa: S608 - fragments of this module only


def slots_of_one() -> str:
    """The half days of one person, by the same function."""
    return f"SELECT {_FREE} FROM (SELECT %(who)s::bigint AS id, %(companion)s::bigint AS companion) AS c"  # noqa: S608 - as above
