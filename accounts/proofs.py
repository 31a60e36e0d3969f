"""Which proofs an organisation's claimant owes, and which of them are there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Verification


@dataclass(frozen=True, slots=True)
class Proof:
    """One proof: a slug, what to call it, and when it was given."""

    slug: str
    title: str
    given_at: datetime | None


def proofs_of(verification: Verification) -> tuple[Proof, ...]:
    """What is asked for: of everybody the domain; of schools, colleges and providers a call back too."""
    organisation = verification.organisation
    if organisation.is_employer:
        return (Proof("domain", _("Its own domain"), organisation.domain_confirmed_at),)
    return (
        Proof("domain", _("Mail to its own domain"), verification.mail_confirmed_at),
        Proof("call", _("Call back to its published number"), verification.called_at),
    )


def is_proved(verification: Verification) -> bool:
    """Whether every proof is there, so that a curator may approve without a reason of their own."""
    return all(proof.given_at for proof in proofs_of(verification))
