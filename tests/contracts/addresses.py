"""An example of every address of the site."""

from __future__ import annotations

from django.urls import reverse

from foundation.addresses import Address

# Values for the parts of addresses; a new part fails the walk until it stands here.
EXAMPLES: dict[str, str] = {
    "soc2020": "5241",
    "code": "52",
    "slug": "ashe-14",
    "key": "ashe-14-2025-provisional",
    "letter": "e",
    "area": "E12000007",
    "name": "electricians-and-electrical-fitters",
    "reference": "ST0152",
    "number": "22",
    "qan": "60302288",
    "stage": "alevel",
    "cah": "CAH11-01-01",
    "family": "medicine",
    "provider": "10000055",
    "provider_id": "leeds",
    "uidb36": "1",
    "employer": "an-employer",
    "profile": "a-role",
    "subject": "maths",
    "encounter": "1",
    "request_id": "1",
    "id": "1",
    "token_id": "1",
    "organisation_id": "1",
    "membership_id": "1",
    "invitation_id": "1",
    "token": "a-token",
    "kind": "organisation",
    "item": "example-works",
    "organisation": "an-employer",
    "pk": "1",
    "step": "pay",
    "opportunity": "a-day",
    "offer": "1",
    "slot": "1",
    "visit": "1",
    "story": "a-story",
    "person": "0a1b2c3d4e5f",
    "concern": "1",
    "module": "welcome",
    "batch": "1",
    "pair": "1",
    "merge": "1",
}
# The same part means another thing at these addresses.
EXAMPLES_AT: dict[str, dict[str, str]] = {
    "picture": {"name": "logos/example.webp"},
    "api:organisation-detail": {"slug": "an-employer"},
    "reports:report": {"kind": "employer", "item": "an-employer"},
    "api:area-detail": {"code": "E12000007"},
    "api:area-work": {"code": "E08000035"},
    "api:area-outlook": {"code": "E08000035"},
    "api:school-subject-detail": {"slug": "physics"},
    "open:school-subject-detail": {"slug": "physics"},
    "students:vacancy-detail": {"reference": "9900000102"},
    "api:vacancy-detail": {"reference": "9900000102"},
    "school-visits:step": {"step": "what"},
    "ambassadors:story-step": {"step": "way"},
    "api:story-detail": {"slug": "a-story"},
    "ambassadors:step": {"step": "you"},
}
# Without these the address answers 400 by design.
QUERIES: dict[str, str] = {
    "api:search": "q=electrician",
    "api:suggest": "q=elec",
    "api:compare": "soc2020=5241,2313",
    "api:route-list": "occupation=5241",
    "api:outcome-industries": "subject=CAH11-01-01",
    "employers:supply": "soc2020=5241&area=E08000035",
    "educators:compare": "soc2020=5241&soc2020=2313",
    "educators:lookup": "codes=ST0152%0A60358300%0A5241%0Azzz",
    "educators:provision": "sector=digital&area=Leeds",
    "employers:apprentices": "standard=ST0152&area=LS1",
}


def path_of(address: Address) -> str:
    """An example of the address, with the query it needs; fails for a part without example."""
    values = EXAMPLES | EXAMPLES_AT.get(address.name, {})
    path = reverse(address.name, kwargs={part: values[part] for part in address.parts})
    query = QUERIES.get(address.name)
    return f"{path}?{query}" if query else path
