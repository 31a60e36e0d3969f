"""Which check's decision a visit needs: dated rules read by nation, setting and pattern. Policy is data, not here.

The database refuses visits by the same rules (migration 0002), and the matching query leaves people out by them.
All three must agree; what follows is the one statement of how:

1. The rule of a visit is that of its nation and setting on its London day (`Visit.day`), and of no other day.
   In force: `valid_from <= day` and (`valid_to` null or `>= day`). Should two rows of one pattern overlap, the one
   with the later `valid_from` counts. Whether somebody confirmed a row makes no difference.
2. A visit that is marked overnight, or goes on past midnight in London, falls under the row OVERNIGHT. Otherwise,
   where a row FREQUENT is in force, the distinct days with pupils in any run of its `window_days` days that contains
   the visit's day (this visit's day among them) are counted; more than its `most_days` make the visit fall under
   FREQUENT. All else falls under ONE_OFF. Without a FREQUENT row nothing is counted. Without the row that the visit
   falls under it is refused (NoRuleError): there is no other to fall back on.
3. Days with pupils are those of the person's visits in COUNTED states, in any nation, setting and school, as
   ambassador or as companion, before and after the visit, on either side of a change of the law; a visit that goes
   on past midnight counts on every London day it touches (`days.days_touched`). The visit itself is left out of
   them, and so are other people's.
4. Cleared for it is who holds a standing decision (`replaced_at` null, outcome cleared) of a kind that the rule
   accepts with `recheck_due_on > day`. On the very day on which the re-check falls due nobody is cleared any more.
   A standing refusal takes away every clearance that was not decided after it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from ambassadors.enums import COUNTED, Nation, Pattern, Setting, VettingKind
from ambassadors.models import SchemeRule, VettingRule, Visit
from ambassadors.rules.days import days_touched, most_days_in_window

SMALL_COUNT = "small-count"  # public counts of people or schools below this scheme rule are held back


class NoRuleError(LookupError):
    """No dated rule says which check is needed: then nobody goes."""


@dataclass(frozen=True, slots=True)
class Needed:
    """What one visit asks of whoever goes: the rule, the pattern it was found by, and the kinds of check that do."""

    rule: VettingRule
    pattern: Pattern
    kinds: tuple[str, ...]
    days: int  # with pupils in the fullest run, this visit's own among them; 0 where nothing is counted

    @property
    def asks_for(self) -> VettingKind:
        """The check that may be asked for: never more than the role is eligible for."""
        return VettingKind(self.rule.asks_for)


def rules_for(nation: str, setting: str, on: date) -> dict[Pattern, VettingRule]:
    """The rule in force of each pattern, in one statement; {} where none is."""
    rows = VettingRule.objects.in_force(on).filter(nation=nation, setting=setting)
    return {Pattern(row.pattern): row for row in rows.order_by("valid_from", "pk")}


def rule_for(nation: str, setting: str, pattern: str, on: date) -> VettingRule:
    """The rule in force on a day, in one statement; raises NoRuleError where there is none."""
    rows = VettingRule.objects.in_force(on).filter(nation=nation, setting=setting, pattern=pattern)
    rule: VettingRule | None = rows.order_by("-valid_from", "-pk").first()
    if rule is None:
        raise NoRuleError(_no_rule(nation, setting, pattern, on))
    return rule


def needed(nation: str, setting: str, is_overnight: bool, on: date, days_with: Collection[date] = ()) -> Needed:
    """What a visit on a day needs of somebody who is with pupils on `days_with` as well (see the module's rules).

    One statement. `days_with` are `days_with_pupils` of the person without this visit. Raises NoRuleError.
    """
    return _needed(rules_for(nation, setting, on), (nation, setting), is_overnight, on, days_with)


def _needed(
    rules: dict[Pattern, VettingRule], where: tuple[str, str], is_overnight: bool, on: date, days_with: Iterable[date]
) -> Needed:
    pattern, days = pattern_of(rules, is_overnight=is_overnight, on=on, days_with=days_with)
    if pattern not in rules:
        raise NoRuleError(_no_rule(*where, pattern, on))
    rule = rules[pattern]
    return Needed(rule, pattern, tuple(rule.accepted), days)


def pattern_of(
    rules: dict[Pattern, VettingRule], *, is_overnight: bool, on: date, days_with: Iterable[date]
) -> tuple[Pattern, int]:
    """The pattern that a visit falls under among rules in force, and the days counted for it. No statement."""
    frequent = rules.get(Pattern.FREQUENT)
    days = 0
    if frequent is not None and frequent.most_days is not None and frequent.window_days is not None:
        days = most_days_in_window(days_with, on, frequent.window_days)
    if is_overnight:
        return Pattern.OVERNIGHT, days
    if frequent is not None and frequent.most_days is not None and days > frequent.most_days:
        return Pattern.FREQUENT, days
    return Pattern.ONE_OFF, days


def days_with_pupils(ambassador: int, *, around: date, window: int, without: int | None = None) -> frozenset[date]:
    """Days near a day on which somebody is with pupils, as ambassador or companion, in one statement.

    All that can share a run of `window` days with `around`; `without` is the number of a visit to leave out.
    """
    first, last = around - timedelta(days=window - 1), around + timedelta(days=window - 1)
    visits = Visit.objects.filter(Q(ambassador=ambassador) | Q(companion=ambassador), state__in=COUNTED)
    if without is not None:
        visits = visits.exclude(pk=without)
    # A day more on both sides: the moment's own date may differ from London's.
    visits = visits.filter(starts_at__date__lte=last + timedelta(days=1), ends_at__date__gte=first - timedelta(days=1))
    touched: set[date] = set()
    for starts_at, ends_at in visits.order_by().values_list("starts_at", "ends_at"):
        touched |= days_touched(starts_at, ends_at)
    return frozenset(day for day in touched if first <= day <= last)


def window_of(nation: str, setting: str, on: date) -> tuple[int, int] | None:
    """(most days, window in days) that are counted for a nation and setting on a day; None where nothing is."""
    rule = rules_for(nation, setting, on).get(Pattern.FREQUENT)
    if rule is None or rule.most_days is None or rule.window_days is None:
        return None
    return rule.most_days, rule.window_days


def kinds_known(nation: str, on: date) -> frozenset[str]:
    """Every kind of check that some rule in force in a nation accepts; one statement.

    A decision about another kind is not recorded: no role there is eligible for that check. Raises NoRuleError.
    """
    rows = VettingRule.objects.in_force(on).filter(nation=nation).order_by()
    kinds = frozenset(kind for accepted in rows.values_list("accepted", flat=True) for kind in accepted)
    if not kinds:
        raise NoRuleError(f"no rule about checks for {nation} on {on.isoformat()}")
    return kinds


def numbers_in_force(on: date) -> dict[str, int]:
    """Every number of the scheme as it holds on a day, by name; the later row where two overlap. One statement."""
    return {row.name: row.value for row in SchemeRule.objects.in_force(on).order_by("valid_from", "pk")}


def scheme_value(name: str, on: date) -> int:
    """A number that the scheme or a law sets, as it holds on a day; one statement. Raises NoRuleError.

    The names and what they mean are in `data/scheme_rules.json`. Should two rows overlap, the later one counts.
    """
    rows = SchemeRule.objects.in_force(on).filter(name=name)
    rule: SchemeRule | None = rows.order_by("-valid_from", "-pk").first()
    if rule is None:
        raise NoRuleError(f"no rule {name} on {on.isoformat()}")
    return rule.value


def _no_rule(nation: str, setting: str, pattern: str, on: date) -> str:
    return f"no rule for {Nation(nation)}, {Setting(setting)}, {Pattern(pattern)} on {on.isoformat()}"
