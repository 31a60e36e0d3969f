"""What linkage is given and what it answers: people as plain records, and scored pairs of them with their reasons."""

from __future__ import annotations

from dataclasses import dataclass, field

from ambassadors.linkage.words import words_for

START = "start"


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """One person as one scheme's list has them; anything unknown stays empty. `key` is unique within a list."""

    key: str
    given_name: str = ""
    family_name: str = ""
    email: str = ""
    phone: str = ""
    outcode: str = ""
    employer_name: str = ""
    job_title: str = ""
    soc2020: tuple[str, ...] = ()
    former_family_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """What one comparison adds to a pair's weight, or takes from it, in powers of two.

    `compared` is the comparison's name in the model, or "start" for where every pair starts; `level` how it came
    out; `rarity` is 1 where a rare value is shared, -1 where a common one is, else 0.
    """

    compared: str
    level: int
    weight: float
    rarity: int = 0

    @property
    def words(self) -> str:
        """For a coordinator, in the language in use: "Same family name, and it is a rare one: +12.4"."""
        weight = f"{self.weight:+.1f}".replace("-", "\N{MINUS SIGN}")
        return f"{words_for(self.compared, self.level, self.rarity)}: {weight}"

    def as_data(self) -> dict[str, str | int | float]:
        """For keeping as JSON; `Reason(**data)` brings it back. Holds nothing about the people themselves."""
        return {"compared": self.compared, "level": self.level, "weight": self.weight, "rarity": self.rarity}


@dataclass(frozen=True, slots=True)
class PairScore:
    """Two records that may be one person.

    `weight` is the log2 odds that they are, the sum of the reasons' weights; `probability` the same as 0 to 1.
    Reasons come strongest first, after the start.
    """

    a: str
    b: str
    probability: float
    weight: float
    reasons: tuple[Reason, ...] = field(default=())

    @property
    def words(self) -> tuple[str, ...]:
        """Every reason in words."""
        return tuple(reason.words for reason in self.reasons)
