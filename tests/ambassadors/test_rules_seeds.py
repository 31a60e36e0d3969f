"""What every site begins with: complete, each with its source, none confirmed, and never over an owner's own."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command

from ambassadors.checks import missing_rules, unconfirmed_rules
from ambassadors.enums import Nation, Pattern, Setting, VettingKind
from ambassadors.models import MessageTemplate, SchemeRule, TrainingModule, VettingRule
from ambassadors.seeds import load_seeds, scheme_rules, vetting_rules

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
BARRED = {VettingKind.DBS_ENHANCED_BARRED, VettingKind.ACCESSNI_ENHANCED_BARRED}
ROWS = sorted(vetting_rules(), key=str)
ASKED_FOR = {
    "england": {"identity", "dbs_enhanced", "dbs_enhanced_barred"},
    "wales": {"identity", "dbs_enhanced", "dbs_enhanced_barred"},
    "scotland": {"identity", "pvg_children"},
    "northern_ireland": {"identity", "accessni_enhanced"},
}


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_seeded_rule_is_whole(row):
    row.clean_fields()
    assert row.source
    assert row.address.startswith("https://")
    assert not row.is_confirmed, "only the owner's safeguarding lead confirms a rule"
    assert row.asks_for in row.accepted
    assert row.asks_for in ASKED_FOR[row.nation], "another nation's check"


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_barred_list_is_asked_for_only_in_regulated_activity(row):
    """England and Wales since 1 September 2026, on many days or overnight: nowhere else, and never for one visit."""
    may = row.pattern != Pattern.ONE_OFF and row.valid_from >= date(2026, 9, 1) and row.nation in ("england", "wales")
    assert (row.asks_for in BARRED) <= may


def test_every_nation_and_setting_has_its_rules_today():
    assert missing_rules(TODAY) == []
    held = set(VettingRule.objects.in_force(TODAY).values_list("nation", "setting", "pattern"))
    counted = {(nation, setting) for nation, setting, pattern in held if pattern == Pattern.FREQUENT}
    assert counted == {(nation, setting) for nation in Nation for setting in Setting if nation != Nation.SCOTLAND}


def test_rules_of_one_place_and_pattern_follow_each_other_without_gap_or_overlap():
    kinds: dict[tuple[str, ...], list[VettingRule]] = {}
    for row in sorted(ROWS, key=lambda row: row.valid_from):
        kinds.setdefault((row.nation, row.setting, row.pattern), []).append(row)
    for rows in kinds.values():
        for earlier, later in pairwise(rows):
            assert earlier.valid_to is not None
            assert (later.valid_from - earlier.valid_to).days == 1
        assert rows[-1].valid_to is None


def test_loading_again_changes_nothing_an_owner_changed():
    VettingRule.objects.filter(nation=Nation.WALES).update(note="Confirmed by us", is_confirmed=True)
    SchemeRule.objects.filter(name="answer-days").update(value=4)
    before = (VettingRule.objects.count(), SchemeRule.objects.count(), TrainingModule.objects.count())
    load_seeds()
    assert (VettingRule.objects.count(), SchemeRule.objects.count(), TrainingModule.objects.count()) == before
    assert set(VettingRule.objects.filter(nation=Nation.WALES).values_list("note", flat=True)) == {"Confirmed by us"}
    assert SchemeRule.objects.get(name="answer-days").value == 4


def test_loading_brings_our_own_words_up_to_date_and_leaves_off_what_is_off():
    template = MessageTemplate.objects.order_by("slug").first()
    MessageTemplate.objects.filter(pk=template.pk).update(text="An older text", is_active=False)
    load_seeds()
    found = MessageTemplate.objects.get(slug=template.slug)
    assert (found.pk, found.text, found.is_active) == (template.pk, template.text, False)


def test_lost_rule_comes_back():
    VettingRule.objects.filter(nation=Nation.ENGLAND, setting=Setting.SCHOOL).delete()
    load_seeds()
    assert missing_rules(TODAY) == []


def test_check_at_deployment_says_which_rule_is_missing():
    VettingRule.objects.filter(nation=Nation.WALES, setting=Setting.ONLINE, pattern=Pattern.OVERNIGHT).delete()
    SchemeRule.objects.filter(name="minimum-age").delete()
    assert [message.id for message in missing_rules(TODAY)] == ["ambassadors.E001", "ambassadors.E002"]
    with pytest.raises(CommandError, match="wales, online, overnight"):
        call_command("check", tags=["database"], deploy=True, databases=["default"])


def test_check_at_deployment_warns_while_nobody_has_confirmed_the_rules(capsys):
    assert unconfirmed_rules(TODAY) == VettingRule.objects.in_force(TODAY).count() + len(list(scheme_rules()))
    call_command("check", tags=["database"], deploy=True, databases=["default"])
    assert "wait to be confirmed" in capsys.readouterr().err
    VettingRule.objects.update(is_confirmed=True)
    SchemeRule.objects.update(is_confirmed=True)
    call_command("check", tags=["database"], deploy=True, databases=["default"])
    assert "ambassadors.W001" not in capsys.readouterr().err


def test_checks_stay_out_of_the_way_of_migrations(django_assert_num_queries):
    with django_assert_num_queries(0):
        call_command("check", tags=["database"], deploy=True)
