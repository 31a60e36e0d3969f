"""Writes invented people down a second time, as another scheme's list would: slips, moves, new names, gaps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from random import Random
from typing import Any

from ambassadors.linkage.people import PROVIDERS, Invented, Inventor
from ambassadors.linkage.records import PersonRecord
from ambassadors.linkage.tidy import short_forms

_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_RELATIVES, _NAMESAKES = 0.03, 0.01  # of all records
# How many differences a double has beside gaps and the other list's habits; the last is three.
_HOW_MANY = (0.2, 0.4, 0.3, 0.1)
# How often the other list has what this one has.
_KNOWN = {"email": 0.93, "phone": 0.7, "outcode": 0.85, "employer_name": 0.9, "job_title": 0.8, "soc2020": 0.4}
_FORMER_NAME_GIVEN, _STAYS_NEAR, _OTHER_PROVIDER = 0.4, 0.4, 0.3


@dataclass(frozen=True, slots=True)
class Population:
    """Records of invented people in no telling order; `doubles` has each true pair, `a` before `b`, with its kinds."""

    records: tuple[PersonRecord, ...]
    doubles: dict[tuple[str, str], tuple[str, ...]]
    person: dict[str, int]


Change = Callable[[Inventor, Invented, PersonRecord], PersonRecord]


def _typo_in_given_name(inventor: Inventor, _person: Invented, record: PersonRecord) -> PersonRecord:
    return replace(record, given_name=mistyped(record.given_name, inventor.random))


def _typo_in_family_name(inventor: Inventor, _person: Invented, record: PersonRecord) -> PersonRecord:
    return replace(record, family_name=mistyped(record.family_name, inventor.random))


def _short_form(inventor: Inventor, _person: Invented, record: PersonRecord) -> PersonRecord:
    forms = short_forms(record.given_name.casefold())
    return replace(record, given_name=inventor.random.choice(forms).title()) if forms else record


def _only_initial(_inventor: Inventor, _person: Invented, record: PersonRecord) -> PersonRecord:
    return replace(record, given_name=f"{record.given_name[:1]}.")


def _moved(inventor: Inventor, _person: Invented, record: PersonRecord) -> PersonRecord:
    """To anywhere, or to a near place: another district of the same area."""
    if inventor.random.random() < _STAYS_NEAR:
        return replace(record, outcode=f"{record.outcode.rstrip('0123456789')}{inventor.random.randrange(1, 23)}")
    return replace(record, outcode=inventor.outcode())


def _new_family_name(inventor: Inventor, person: Invented, record: PersonRecord) -> PersonRecord:
    """A new name, or the two hyphened; the new work email has it, the private one stays."""
    former, new = record.family_name, inventor.family_name()
    if inventor.random.random() < 0.25:
        new = f"{former}-{new}"
    known = (former,) if inventor.random.random() < _FORMER_NAME_GIVEN else ()
    renamed = replace(record, family_name=new, former_family_names=known)
    if record.email == person.own_email:
        return renamed
    return replace(renamed, email=inventor.work_email(record.given_name, new, record.employer_name))


def _new_job(inventor: Inventor, person: Invented, record: PersonRecord) -> PersonRecord:
    employer = inventor.employer()
    title, code = inventor.job() if inventor.random.random() < 0.5 else (record.job_title, record.soc2020[0])
    email = person.own_email
    if record.email != person.own_email:
        email = inventor.work_email(record.given_name, record.family_name, employer)
    return replace(record, employer_name=employer, job_title=title, soc2020=(code,), email=email)


def _employer_otherwise(inventor: Inventor, _person: Invented, record: PersonRecord) -> PersonRecord:
    """The same employer under half its name, with what companies add to theirs, or with a typing error."""
    name = record.employer_name
    ways = (name.partition(" ")[0], f"{name} (UK) Ltd", f"{name} Group plc", mistyped(name, inventor.random))
    return replace(record, employer_name=inventor.random.choice(ways))


def _job_otherwise(inventor: Inventor, _person: Invented, record: PersonRecord) -> PersonRecord:
    way = inventor.random.choice(("Senior {}", "Lead {}", "{} (graduate)", "Principal {}"))
    return replace(record, job_title=way.format(record.job_title.lower()).capitalize())


def _other_email(inventor: Inventor, person: Invented, record: PersonRecord) -> PersonRecord:
    """The private address for the one at work, or the reverse; or the private one at another provider."""
    if record.email == person.work_email:
        return replace(record, email=person.own_email)
    if inventor.random.random() < _OTHER_PROVIDER:
        return replace(record, email=f"{record.email.partition('@')[0]}@{inventor.random.choice(PROVIDERS)}")
    return replace(record, email=person.work_email)


def _typo_in_email(inventor: Inventor, _person: Invented, record: PersonRecord) -> PersonRecord:
    local, _, domain = record.email.partition("@")
    return replace(record, email=f"{mistyped(local, inventor.random).casefold()}@{domain}")


def _other_phone(_inventor: Inventor, person: Invented, record: PersonRecord) -> PersonRecord:
    return replace(record, phone=person.work_phone)


def _typo_in_phone(inventor: Inventor, _person: Invented, record: PersonRecord) -> PersonRecord:
    at = inventor.random.randrange(4, len(record.phone))
    digit = str((int(record.phone[at]) + inventor.random.randrange(1, 10)) % 10)
    return replace(record, phone=f"{record.phone[:at]}{digit}{record.phone[at + 1 :]}")


# With how often each comes; our assumption, since no list of real doubles may be used for this.
KINDS: dict[str, tuple[Change, float]] = {
    "typing error in given name": (_typo_in_given_name, 1.0),
    "typing error in family name": (_typo_in_family_name, 1.0),
    "short form of given name": (_short_form, 1.5),
    "only an initial": (_only_initial, 0.3),
    "moved": (_moved, 1.5),
    "new family name": (_new_family_name, 0.7),
    "new employer": (_new_job, 1.2),
    "employer written otherwise": (_employer_otherwise, 0.8),
    "job title written otherwise": (_job_otherwise, 0.8),
    "other email": (_other_email, 2.0),
    "typing error in email": (_typo_in_email, 0.6),
    "other telephone": (_other_phone, 1.2),
    "typing error in telephone": (_typo_in_phone, 0.5),
}


def mistyped(text: str, random: Random) -> str:
    """One slip: a neighbouring key, two letters swapped, one dropped or one doubled."""
    if len(text) < 3:
        return text
    at = random.randrange(1, len(text) - 1)
    here, after = text[at], text[at + 1]
    slips = (
        f"{text[:at]}{random.choice(_neighbours(here))}{text[at + 1 :]}",
        f"{text[:at]}{after}{here}{text[at + 2 :]}",
        f"{text[:at]}{text[at + 1 :]}",
        f"{text[:at]}{here}{text[at:]}",
    )
    return random.choice(slips)


def write_again(inventor: Inventor, person: Invented, key: str) -> tuple[PersonRecord, tuple[str, ...]]:
    """A double of a person's record, with the kinds of difference that can still be seen in it, beside gaps."""
    random = inventor.random
    names, weights = list(KINDS), [weight for _, weight in KINDS.values()]
    count = random.choices(range(len(_HOW_MANY)), _HOW_MANY)[0]
    wanted = set(random.choices(names, weights, k=count))
    double = replace(person.record, key=key)
    changed: dict[str, set[str]] = {}
    for name in [name for name in names if name in wanted]:  # in the table's order: a name before the email made of it
        before, double = double, KINDS[name][0](inventor, person, double)
        changed[name] = _differing(before, double)
    missing = [name for name, share in _KNOWN.items() if random.random() >= share]
    gaps: dict[str, Any] = {name: () if name == "soc2020" else "" for name in missing}
    seen = sorted(name for name, where in changed.items() if where - set(missing))
    return replace(double, **gaps), tuple(seen) or ("none but gaps",)


def _differing(one: PersonRecord, other: PersonRecord) -> set[str]:
    return {field.name for field in fields(one) if getattr(one, field.name) != getattr(other, field.name)}


def make_population(count: int, seed: int, double_share: float = 0.1) -> Population:
    """`count` records of which a share are doubles, among relatives and namesakes who are not; the same for a seed."""
    inventor = Inventor(seed)
    random = inventor.random
    doubles = round(count * double_share)
    people: list[Invented] = []
    for number in range(count - doubles):
        key, draw = f"p{number:06}", random.random()
        if people and draw < _RELATIVES:
            people.append(inventor.relative(key, random.choice(people).record))
        elif people and draw < _RELATIVES + _NAMESAKES:
            people.append(inventor.namesake(key, random.choice(people).record))
        else:
            people.append(inventor.person(key))
    records, truth = [person.record for person in people], {}
    person_of = {person.record.key: number for number, person in enumerate(people)}
    for number in sorted(random.sample(range(len(people)), doubles)):
        key = f"q{number:06}"
        double, kinds = write_again(inventor, people[number], key)
        records.append(double)
        truth[people[number].record.key, key] = kinds
        person_of[key] = number
    random.shuffle(records)
    return Population(tuple(records), truth, person_of)


def split(population: Population) -> tuple[Sequence[PersonRecord], Sequence[PersonRecord]]:
    """The doubles as a list to import, and the others as those held already."""
    new = [record for record in population.records if record.key.startswith("q")]
    return new, [record for record in population.records if record.key.startswith("p")]


def _neighbours(letter: str) -> str:
    for row in _KEYBOARD:
        if (at := row.find(letter.casefold())) >= 0:
            return row[max(at - 1, 0) : at] + row[at + 1 : at + 2]
    return letter
