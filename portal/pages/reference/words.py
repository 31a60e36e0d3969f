"""Words that the reference pages share: levels, roles of links, and what a link rests on."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pathways.book import LinkRef
from pathways.enums import Confidence, LinkBasis, LinkRole

_SAME_AS: dict[int, Promise] = {
    1: gettext_lazy("same level as GCSE grades 3 to 1"),
    2: gettext_lazy("same level as GCSE grades 9 to 4"),
    3: gettext_lazy("same level as A levels"),
    4: gettext_lazy("same level as an HNC, one step above A levels"),
    5: gettext_lazy("same level as an HND or foundation degree"),
    6: gettext_lazy("same level as a degree"),
    7: gettext_lazy("same level as a master’s degree"),
    8: gettext_lazy("same level as a doctorate"),
}
_ROLES: dict[str, Promise] = {
    LinkRole.QUALIFIES: gettext_lazy("Finishing it makes you able to do this work."),
    LinkRole.TOWARDS: gettext_lazy("A step towards this work: more training or experience comes after it."),
    LinkRole.FURTHER: gettext_lazy("For people who are already in this work."),
    LinkRole.REQUIRED: gettext_lazy("Needed for this work."),
    LinkRole.POSSIBLE: gettext_lazy("Open to people in this work."),
}
_BASES: dict[str, Promise] = {
    LinkBasis.PUBLISHED: gettext_lazy("from a published link"),
    LinkBasis.TITLE: gettext_lazy("from a match of titles"),
    LinkBasis.EDITORIAL: gettext_lazy("our editors’ judgement"),
}
_CONFIDENCE: dict[str, Promise] = {
    Confidence.HIGH: gettext_lazy("sure"),
    Confidence.MEDIUM: gettext_lazy("fairly sure"),
    Confidence.LOW: gettext_lazy("not sure: to be checked"),
}


def level_name(level: int | None) -> str:
    """ "Level 3"; words where the list gives none."""
    return _("Level %(level)s") % {"level": level} if level else _("level not given")


def same_as(level: int | None) -> str:
    """ "same level as A levels"; empty where no level is given."""
    return str(_SAME_AS.get(level or 0, ""))


def level_in_words(level: int | None) -> str:
    """ "Level 3: same level as A levels"."""
    words = same_as(level)
    return f"{level_name(level)}: {words}" if words else level_name(level)


def role_words(role: str) -> str:
    """What a link's role means to somebody who reads it from the other end."""
    return str(_ROLES.get(role, ""))


def link_basis(link: LinkRef) -> str:
    """The small print of a link: what it rests on and how sure it is."""
    if link.checked:
        return _("Link checked by our editors.")
    said = {"basis": _BASES[link.basis], "sure": _CONFIDENCE[link.confidence]}
    return _("Link: %(basis)s; %(sure)s.") % said
