"""Invented people for measuring linkage: nobody here exists, and telephone numbers are too long to be dialled.

How often things happen (a shared mailbox, relatives, a common name) are assumptions of ours, written as constants.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any
from zlib import crc32

from ambassadors.linkage.records import PersonRecord
from ambassadors.linkage.tidy import folded_words

_WORDS = Path(__file__).parent / "data" / "people.json"
PROVIDERS = ("mail.example", "post.example", "inbox.example", "letters.example")
_COMMON_FAMILY_NAME = 0.6  # the others have one of 3,500 made of two parts
_FAMILY_STEEPNESS, _GIVEN_STEEPNESS, _EMPLOYER_STEEPNESS = 0.75, 0.6, 0.8
_WORK_EMAIL, _OWN_NAME_EMAIL = 0.5, 0.35
_SHARED_MAILBOX, _SWITCHBOARD = 0.02, 0.08
_ONLY_INITIAL, _TWO_NAMES, _FORMER_NAME = 0.015, 0.03, 0.03
_EMPLOYERS = 1_400
_OWN_PATTERNS = ("{name}.{family}{number:02}", "{name}{number:02}", "{initial}{family}{number:02}")


@dataclass(frozen=True, slots=True)
class Invented:
    """One invented person: the record that is held, and what another scheme's list might have instead."""

    record: PersonRecord
    work_email: str
    own_email: str
    work_phone: str


@cache
def invented_words() -> dict[str, Any]:
    """The lists that people are made from."""
    words: dict[str, Any] = json.loads(_WORDS.read_text(encoding="utf-8"))
    return words


class Inventor:
    """Makes people, one after the other, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 -- invented people must come out the same again; nothing is secret
        self._taken: Counter[str] = Counter()
        words = invented_words()
        given, family = list(words["given"]), list(words["family"])
        self.random.shuffle(given)
        self.random.shuffle(family)
        self._given = _weighted(given, _GIVEN_STEEPNESS)
        self._family = _weighted(family, _FAMILY_STEEPNESS)
        employers = [f"{start} {end}" for start in words["employer_starts"] for end in words["employer_ends"]]
        self._employers = _weighted(self.random.sample(employers, _EMPLOYERS), _EMPLOYER_STEEPNESS)
        self._outcodes = _weighted(
            self.random.sample([f"{area}{number}" for area in words["areas"] for number in range(1, 23)], 2_400), 0.4
        )

    def given_name(self) -> str:
        """A given name, common ones more often."""
        return self._pick(self._given)

    def family_name(self) -> str:
        """A family name: a common one, or one of two parts."""
        if self.random.random() < _COMMON_FAMILY_NAME:
            return self._pick(self._family)
        words = invented_words()
        return str(self.random.choice(words["family_starts"]) + self.random.choice(words["family_ends"]))

    def outcode(self) -> str:
        """An outcode of a real area, populous ones more often; whether the district exists does not matter here."""
        return self._pick(self._outcodes)

    def employer(self) -> str:
        """An invented employer, large ones more often."""
        return self._pick(self._employers)

    def job(self) -> tuple[str, str]:
        """A job title with its SOC 2020 unit."""
        title, code = self.random.choice(invented_words()["jobs"])
        return str(title), str(code)

    def mobile(self) -> str:
        """Sixteen digits, behind the prefix that Ofcom keeps for drama: too many for a telephone number."""
        return f"07700900{self.random.randrange(10**8):08}"

    def own_email(self, given: str, family: str) -> str:
        """A private address: often only the name, often with something of one's own."""
        name, domain = _folded(given), self.random.choice(PROVIDERS)
        number = self.random.randrange(50, 130) % 100
        if self.random.random() < _OWN_NAME_EMAIL:
            return self._free(f"{name}.{_folded(family)}", domain)
        local = self.random.choice(_OWN_PATTERNS).format(
            name=name, family=_folded(family), initial=name[:1], number=number
        )
        return self._free(local, domain)

    def work_email(self, given: str, family: str, employer: str) -> str:
        """An address at an employer, whose domain is made from its name."""
        domain = f"{_folded(employer)}.example"
        if self.random.random() < _SHARED_MAILBOX:
            return f"outreach@{domain}"
        return self._free(f"{_folded(given)}.{_folded(family)}", domain)

    def work_phone(self, employer: str) -> str:
        """A line at work: a few people give the switchboard."""
        if self.random.random() < _SWITCHBOARD:
            return f"01632960{crc32(employer.encode()) % 10**8:08}"
        return f"01632960{self.random.randrange(10**8):08}"

    def person(self, key: str, **known: Any) -> Invented:
        """A person; `known` fixes fields of the record, as for a relative's."""
        given = known.pop("given_name", None) or self.given_name()
        family = known.pop("family_name", None) or self.family_name()
        employer = known.pop("employer_name", None) or self.employer()
        title, code = self.job()
        work, own = self.work_email(given, family, employer), self.own_email(given, family)
        record = PersonRecord(
            key=key,
            given_name=given,
            family_name=family,
            email=work if self.random.random() < _WORK_EMAIL else own,
            phone=self.mobile(),
            outcode=self.outcode(),
            employer_name=employer,
            job_title=title,
            soc2020=(code,),
        )
        return Invented(self._as_listed(replace(record, **known)), work, own, self.work_phone(employer))

    def relative(self, key: str, of: PersonRecord) -> Invented:
        """Somebody who looks like another but is not: twin, spouse or parent, at the same place with the same name."""
        known: dict[str, Any] = {"family_name": of.family_name, "outcode": of.outcode}
        kind = self.random.random()
        if kind < 0.25:
            known["phone"] = of.phone  # one line at home
        elif kind < 0.4:
            known["employer_name"] = of.employer_name
        elif kind < 0.45:
            known["given_name"] = of.given_name  # father and son
        return self.person(key, **known)

    def namesake(self, key: str, of: PersonRecord) -> Invented:
        """Somebody else of the same name, at the same employer or in the same town."""
        known: dict[str, Any] = {"given_name": of.given_name, "family_name": of.family_name}
        if self.random.random() < 0.5:
            known["employer_name"] = of.employer_name
        else:
            known["outcode"] = of.outcode
        return self.person(key, **known)

    def _free(self, local: str, domain: str) -> str:
        """The address, or where somebody has it already, the next with a number."""
        taken = self._taken[f"{local}@{domain}"]
        self._taken[f"{local}@{domain}"] += 1
        return f"{local}{taken + 1}@{domain}" if taken else f"{local}@{domain}"

    def _as_listed(self, record: PersonRecord) -> PersonRecord:
        """A few people are listed with an initial only, with two family names, or with a former one."""
        draw = self.random.random()
        if draw < _ONLY_INITIAL:
            return replace(record, given_name=record.given_name[:1])
        if draw < _ONLY_INITIAL + _TWO_NAMES:
            return replace(record, family_name=f"{record.family_name}-{self.family_name()}")
        if draw < _ONLY_INITIAL + _TWO_NAMES + _FORMER_NAME:
            return replace(record, former_family_names=(self.family_name(),))
        return record

    def _pick(self, weighted: tuple[Sequence[str], Sequence[float]]) -> str:
        return self.random.choices(weighted[0], cum_weights=weighted[1])[0]


def _weighted(values: Sequence[str], steepness: float) -> tuple[Sequence[str], Sequence[float]]:
    """Values with running weights that fall with the rank, as names' and firms' numbers do."""
    return values, list(accumulate((rank + 3) ** -steepness for rank in range(len(values))))


def _folded(text: str) -> str:
    return "".join(folded_words(text))
