"""What each step of a role profile needs beside its own fields: choices, figures, and its rows as they stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.signing import BadSignature, Signer
from django.db import models
from django.utils.text import slugify

from accounts.models import Organisation
from employers.forms import naming
from employers.forms.profile import Hinted
from employers.forms.rows import Rows, Values
from employers.forms.steps import Step
from employers.models import RoleProfile, Site
from employers.soc_help import suggest_units
from foundation.pictures import clean_picture
from lmi.enums import Level
from lmi.queries.context import Facts, facts
from lmi.queries.pay import PayRange, typical_pay
from pathways.models import Registration
from pathways.queries.registrations import REGISTRATIONS

LARGEST_PICTURE, PICTURE_SIDE = 8_000_000, 1600  # bytes, pixels
Choices = list[tuple[Any, Any]]
_RELATED = {"sites": "profile_sites"}


def initial_of(draft: RoleProfile, step: Step) -> dict[str, Any]:
    """What the form of a step shows of a version."""
    found: dict[str, Any] = {}
    for name in step.fields:
        match name:
            case "sites":
                found[name] = [row.site_id for row in draft.profile_sites.all()]
            case "skills":
                found[name] = "\n".join(row.name for row in draft.skills.all())
            case _:
                found[name] = getattr(draft, name)
    return found


def rows_of(draft: RoleProfile, step: Step) -> dict[str, Rows]:
    """The lists of a step as they stand, each with a row to begin with."""
    made = {}
    held = naming.book() if step.rows else None
    for name, form in step.rows.items():
        values = [_row(held, name, row, draft.organisation) for row in getattr(draft, name).all()]
        made[name] = Rows(name, form, values or ([] if name == "photos" else [{}]), bound=False)
    return made


def _row(held: Any, name: str, row: Any, organisation: Organisation) -> Values:
    if name == "preferred":
        kept = {"grade": row.grade, "level": row.level, "weight": row.weight}
        return {
            "kind": row.kind,
            "code": row.subject,
            "words": _sentence(naming.title_in(held, row.kind, row.subject)),
            **kept,
        }
    if name == "ways_in":
        words = naming.title_in(held, naming.LIST_OF_WAY.get(row.kind, ""), row.reference)
        return {"kind": row.kind, "code": row.reference, "words": words, "note": row.note}
    if name == "photos":
        return {"image": sign_picture(organisation, row.image.name), "alternative": row.alternative}
    return {"title": row.title, "address": row.address}


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def occupation_choices(draft: RoleProfile, title: str, look_for: str, chosen: str) -> Choices:
    """Unit groups to choose from: the chosen one first, then what the search says about the title or the words."""
    listed: dict[str, tuple[str, Any]] = {}
    groups = facts().soc.groups
    for code in dict.fromkeys((chosen, draft.soc2020)):
        if code in groups and groups[code].level == Level.UNIT:
            listed[code] = (code, Hinted(groups[code].title))
    text = "" if look_for else draft.what_you_do
    for unit in suggest_units(look_for or title, text):
        listed.setdefault(unit.code, (unit.code, Hinted(unit.title, unit.why)))
    return list(listed.values())


def site_choices(organisation: Organisation) -> Choices:
    """Open sites by number."""
    return [(site.pk, str(site)) for site in Site.objects.filter(organisation=organisation, is_closed=False)]


def registration_choices() -> Choices:
    """Professional registrations of the list that we hold."""
    rows = Registration.objects.of_releases(facts().editions.of(REGISTRATIONS)).order_by("body", "indicative_level")
    return [(row.slug, Hinted(f"{row.title} ({row.postnominal})", row.body)) for row in rows]


def official_pay(code: str) -> PayRange | None:
    """What people in the occupation are paid, by the official figures; None without an occupation."""
    known: Facts = facts()
    if not code or code not in known.soc.groups:
        return None
    return typical_pay(known, code)


def keep_picture(organisation: Organisation, upload: File[Any]) -> str:
    """Store an uploaded picture; returns its signed name. Raises BadPicture with words for the sender."""
    picture = clean_picture(upload, max_side=PICTURE_SIDE, max_bytes=LARGEST_PICTURE)
    folder = slugify(organisation.slug)
    return sign_picture(organisation, default_storage.save(f"profiles/{folder}/{picture.name}", picture))


def sign_picture(organisation: Organisation, name: str) -> str:
    """A picture's name that only this organisation's forms can send back."""
    return Signer(salt=f"picture:{organisation.pk}").sign(name)


def unsign_picture(organisation: Organisation, signed: str) -> str:
    """The name; "" for one that we did not sign for this organisation."""
    try:
        return Signer(salt=f"picture:{organisation.pk}").unsign(signed)
    except BadSignature:
        return ""


def as_if(draft: RoleProfile, changes: Mapping[str, Any], children: Mapping[str, list[dict[str, Any]]]) -> RoleProfile:
    """The version with these answers in it, unsaved: for showing beside another."""
    for name, value in changes.items():
        setattr(draft, name, value)
    for name, rows in children.items():
        relation: Any = draft._meta.get_field(_RELATED.get(name, name))
        getattr(draft, _RELATED.get(name, name)).set([_made(relation.related_model, row) for row in rows])
    return draft


def _made(model: type[models.Model], row: dict[str, Any]) -> models.Model:
    if model.__name__ == "ProfileSite":
        return model(site_id=row["site"])
    return model(**row)
