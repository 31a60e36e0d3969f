"""How names of places are compared, and what a postcode looks like."""

from __future__ import annotations

import math
import re
import unicodedata

# Royal Mail's formats: A9, A99, AA9, AA99, A9A and AA9A, then a digit and two letters.
_OUTCODE = r"[A-Z]{1,2}[0-9](?:[0-9]|[A-Z])?"
_INCODE = r"[0-9][ABD-HJLNP-UW-Z]{2}"  # C, I, K, M, O and V are not used there
_FULL = re.compile(rf"(?P<outcode>{_OUTCODE}){_INCODE}")
_BEGINNING = re.compile(r"[A-Z]{1,2}[0-9]")
_ENDINGS = (
    " district council", " borough council", " county council", " city council", " council", " borough", " city of",
    " county of",
)  # fmt: skip


def fold(name: str) -> str:
    """The form in which names are compared: small letters without accents, marks or "City of"."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    text = plain.casefold().replace("&", " and ").replace("'", "").replace("’", "").replace(".", "")
    text = " ".join(re.sub(r"[^a-z0-9]+", " ", text).split())
    text = re.sub(r"^saint ", "st ", text)
    if text not in {"city of london", "the city of london"}:
        text = re.sub(r"^(the )?(city|county|royal borough|london borough) of ", "", text)
    text = text.removeprefix("the ")
    for ending in _ENDINGS:
        if text.endswith(ending) and len(text) > len(ending):
            return text.removesuffix(ending)
    return text


def outcode_of(text: str) -> str | None:
    """The first half of a postcode, given whole or in part ("ox41jy", "OX4 1", "OX4"); None for anything else."""
    whole = _FULL.fullmatch("".join(text.upper().split()))
    if whole:
        return whole["outcode"]
    first, _, rest = text.upper().strip().partition(" ")
    return first if re.fullmatch(_OUTCODE, first) and re.fullmatch(r"[0-9]?", rest.strip()) else None


def looks_like_postcode(text: str) -> bool:
    """Whether somebody who typed this meant a postcode, well formed or not."""
    return _BEGINNING.match(text.upper().strip()) is not None


def kilometres(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Distance over the Earth's surface (haversine, mean radius 6,371 km)."""
    one, other = math.radians(latitude), math.radians(other_latitude)
    across = math.radians(other_longitude - longitude)
    h = math.sin((other - one) / 2) ** 2 + math.cos(one) * math.cos(other) * math.sin(across / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(h))


def trigrams(folded: str) -> frozenset[str]:
    """Three-letter pieces of each word, padded as pg_trgm pads them."""
    return frozenset(
        padded[n : n + 3] for word in folded.split() for padded in (f"  {word} ",) for n in range(len(padded) - 2)
    )


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared pieces over all pieces, from 0 to 1."""
    return len(one & other) / len(one | other) if one or other else 0.0
