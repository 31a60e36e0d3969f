"""The comparisons' outcomes in words that a coordinator reads beside a possible duplicate."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# By comparison and level: the levels are those of data/model.json, 0 where nothing agrees.
_LEVELS = {
    ("start", 0): _("Before comparing, two people picked at random"),
    ("given_name", 4): _("Same given name"),
    ("given_name", 3): _("One given name is a short form of the other"),
    ("given_name", 2): _("Given names are spelled alike"),
    ("given_name", 1): _("One has only an initial, and it fits the other’s given name"),
    ("given_name", 0): _("Different given names"),
    ("family_name", 4): _("A family name shared, as relatives do, with different given names"),
    ("family_name", 3): _("Same family name"),
    ("family_name", 2): _("One’s family name is a former name, or a part, of the other’s"),
    ("family_name", 1): _("Family names are spelled alike"),
    ("family_name", 0): _("Different family names"),
    ("email", 3): _("Same email address"),
    ("email", 2): _("Email addresses start alike at different providers, and not only with the name"),
    ("email", 1): _("Email addresses are one letter apart"),
    ("email", 0): _("Different email addresses"),
    ("phone", 3): _("Same telephone number, as relatives may have"),
    ("phone", 2): _("Same telephone number"),
    ("phone", 1): _("Telephone numbers are one digit apart"),
    ("phone", 0): _("Different telephone numbers"),
    ("outcode", 3): _("Same outcode, as relatives may have"),
    ("outcode", 2): _("Same outcode"),
    ("outcode", 1): _("Different outcodes of the same postcode area"),
    ("outcode", 0): _("Different postcode areas"),
    ("employer", 2): _("Same employer"),
    ("employer", 1): _("Employers’ names are alike"),
    ("employer", 0): _("Different employers"),
    ("work", 3): _("Same job title"),
    ("work", 2): _("Same occupation"),
    ("work", 1): _("Occupations of the same group, or job titles spelled alike"),
    ("work", 0): _("Different occupations"),
}
_RARE = {1: _("%(level)s, and it is a rare one"), -1: _("%(level)s, though a common one")}
_SHARED = _("%(level)s, though others have it too")
_MEANT_UNIQUE = ("email", "phone")


def words_for(compared: str, level: int, rarity: int) -> str:
    """One outcome of one comparison, with what makes it weigh more or less than usual. Raises KeyError if unknown."""
    plain = str(_LEVELS[compared, level])
    if rarity < 0 and compared in _MEANT_UNIQUE:
        return str(_SHARED) % {"level": plain}
    if rarity and compared not in _MEANT_UNIQUE:
        return str(_RARE[rarity]) % {"level": plain}
    return plain
