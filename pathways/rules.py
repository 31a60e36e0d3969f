"""Rules about links and subjects that more than one module needs."""

from __future__ import annotations

from pathways.enums import LinkKind, LinkRole

ROLES_OF: dict[str, tuple[str, ...]] = {
    LinkKind.OCCUPATION_STANDARD: (LinkRole.QUALIFIES, LinkRole.TOWARDS, LinkRole.FURTHER),
    LinkKind.OCCUPATION_TLEVEL: (LinkRole.QUALIFIES, LinkRole.TOWARDS),
    LinkKind.OCCUPATION_DEGREE: (LinkRole.REQUIRED, LinkRole.USUAL, LinkRole.USEFUL),
    LinkKind.OCCUPATION_SUBJECT: (LinkRole.REQUIRED, LinkRole.USEFUL),
    LinkKind.DEGREE_SUBJECT: (LinkRole.REQUIRED, LinkRole.PREFERRED),
    LinkKind.OCCUPATION_PROGRESSION: (LinkRole.NEXT,),
    LinkKind.OCCUPATION_REGISTRATION: (LinkRole.POSSIBLE, LinkRole.REQUIRED),
}
