"""Editors' decisions about links: at once in the book, kept through new editions, only by those who may."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from accounts.roles import permissions_of
from evidence.models import Release
from lmi.queries.context import facts
from pathways.actions import check_ends, decide_link, withdraw_decision
from pathways.book import forget_book, route_book
from pathways.enums import LinkKind
from pathways.models import Link, LinkOverride
from tests.accounts.signing_in import with_two_step

pytestmark = pytest.mark.django_db
STANDARD, PROGRESSION = LinkKind.OCCUPATION_STANDARD, LinkKind.OCCUPATION_PROGRESSION
ELECTRICIAN, CHEF = "5241", "5434"
KNOWN, MISSING = "ST0152", "ST0228"  # installation electrician; commis chef, which no electrician needs
PASSPHRASE = "a long enough passphrase"


@pytest.fixture(autouse=True)
def _read_anew():
    forget_book()
    yield
    forget_book()


def links(kind=STANDARD, source=ELECTRICIAN):
    return {link.target: link for link in route_book(facts().editions).links(kind, source)}


def decide(decision, target=KNOWN, **changes):
    values = {"by": "a curator", "kind": STANDARD, "source": ELECTRICIAN, "reason": "Looked at again."}
    return decide_link(**values | {"target": target, "decision": decision} | changes)


def new_edition_of_links():
    """Another edition that holds the same links, in the place of the present one."""
    old = Release.objects.get(source_id="waymark-links", state="published")
    rows = list(Link.objects.of_releases([old.pk]))
    Release.objects.filter(pk=old.pk).update(state="superseded")
    new = Release.objects.get(pk=old.pk)
    new.pk, new.state, new.key, new.checksum = None, "published", f"{old.key}-next", "f" * 64
    new.save()
    for row in rows:
        row.pk, row.release_id = None, new.pk
    Link.objects.bulk_create(rows)


class TestDecisions:
    def test_a_dropped_link_is_gone_at_once(self):
        assert KNOWN in links()
        decide("drop")
        assert KNOWN not in links()

    def test_an_added_link_is_there_at_once_and_says_who_vouches(self):
        assert MISSING not in links()
        decide("add", MISSING, role="towards")
        added = links()[MISSING]
        assert (added.role, added.confidence, added.checked) == ("towards", "high", True)
        assert added.note == "Looked at again."

    def test_a_kept_link_is_marked_as_checked(self):
        before = links()[KNOWN]
        decide("keep")
        after = links()[KNOWN]
        assert (before.checked, after.checked, after.confidence) == (False, True, "high")
        assert (after.role, after.basis) == (before.role, before.basis)

    def test_keeping_can_correct_the_role(self):
        decide("keep", role="towards")
        assert links()[KNOWN].role == "towards"

    def test_decisions_show_from_the_other_end_too(self):
        decide("drop")
        book = route_book(facts().editions)
        assert ELECTRICIAN not in {link.source for link in book.linked_from(STANDARD, KNOWN)}

    def test_they_survive_a_new_edition(self):
        decide("drop")
        decide("add", MISSING, role="towards")
        new_edition_of_links()
        assert KNOWN not in links()
        assert MISSING in links()
        assert len(links()) > 3

    def test_a_second_decision_replaces_the_first(self):
        decide("drop", reason="Wrong trade.")
        decide("keep", reason="Right after all.")
        assert LinkOverride.objects.get().reason == "Right after all."
        assert KNOWN in links()

    def test_a_withdrawn_decision_lets_the_edition_speak(self):
        decide("drop")
        withdraw_decision(
            by="a curator", kind=STANDARD, source=ELECTRICIAN, target=KNOWN, reason="The new edition is right."
        )
        assert KNOWN in links()
        assert not links()[KNOWN].checked

    def test_what_was_never_decided_cannot_be_withdrawn(self):
        with pytest.raises(LinkOverride.DoesNotExist):
            withdraw_decision(by="a curator", kind=STANDARD, source=ELECTRICIAN, target=KNOWN, reason="None.")

    def test_the_audit_trail_holds_every_step_with_its_reason(self):
        decide("drop", reason="Wrong trade.")
        decide("keep", reason="Right after all.")
        withdraw_decision(by="a steward", kind=STANDARD, source=ELECTRICIAN, target=KNOWN, reason="Enough.")
        trail = LinkOverride.pgh_event_model.objects.order_by("pgh_id")
        assert [event.pgh_label for event in trail] == ["insert", "update", "delete"]
        assert [event.pgh_context.metadata["by"] for event in trail] == ["a curator", "a curator", "a steward"]
        assert [event.pgh_context.metadata["reason"] for event in trail][-1] == "Enough."


class TestRefusals:
    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"target": "ST9999"}, "target"),
            ({"source": "9999"}, "source"),
            ({"source": "52"}, "source"),
            ({"role": ""}, "role"),
            ({"role": "next"}, "role"),
            ({"reason": ""}, "reason"),
            ({"kind": "occupation_weather"}, "kind"),
            ({"decision": "perhaps"}, "decision"),
        ],
    )
    def test_what_leads_nowhere_is_refused(self, changes, field):
        values = {"decision": "add", "target": MISSING, "role": "towards"} | changes
        with pytest.raises(ValidationError) as refused:
            decide(values.pop("decision"), **values)
        assert field in refused.value.message_dict
        assert not LinkOverride.objects.exists()

    def test_a_link_to_what_no_longer_exists_can_be_dropped(self):
        assert decide("drop", "ST9999", role="towards").role == ""

    @pytest.mark.parametrize(
        ("kind", "source", "target"),
        [
            (LinkKind.OCCUPATION_TLEVEL, "5241", "79"),
            (LinkKind.OCCUPATION_DEGREE, "2121", "CAH10-01-07"),
            (LinkKind.OCCUPATION_SUBJECT, "2121", "alevel:maths"),
            (LinkKind.DEGREE_SUBJECT, "CAH10-01-07", "alevel:maths"),
            (PROGRESSION, "5241", "5250"),
            (LinkKind.OCCUPATION_REGISTRATION, "2121", "CEng"),
            (LinkKind.OCCUPATION_REGISTRATION, "2237", "nmc"),
        ],
    )
    def test_each_kind_knows_its_codes(self, kind, source, target):
        check_ends(kind, source, target)
        with pytest.raises(ValidationError):
            check_ends(kind, source, "No Such")
        with pytest.raises(ValidationError):
            check_ends(kind, "0000", target)

    def test_a_register_without_a_name_is_refused(self):
        with pytest.raises(ValidationError):
            check_ends(LinkKind.OCCUPATION_REGISTRATION, "2237", "nmx")


class TestDesk:
    ADD, LIST = "wagtailsnippets_pathways_linkoverride:add", "wagtailsnippets_pathways_linkoverride:list"
    FIELDS = {"kind": STANDARD, "source": ELECTRICIAN, "target": MISSING, "decision": "add", "role": "towards"}

    @pytest.fixture
    def signed_in(self, client):
        def as_role(role):
            user = User.objects.create_user(f"{role}@example.org", PASSPHRASE)
            user.groups.add(Group.objects.get(name=role))
            with_two_step(user)
            client.force_login(user)
            return client

        return as_role

    def test_only_curators_decide(self):
        assert Permission.LINK_DECIDE in permissions_of({"curator"})
        assert Permission.LINK_DECIDE not in permissions_of({"data_steward", "administrator"})

    def test_a_curator_adds_a_link_that_readers_see(self, signed_in):
        response = signed_in("curator").post(reverse(self.ADD), {**self.FIELDS, "reason": "Kitchens need it."})
        assert response.status_code == 302, response.context["form"].errors
        assert links()[MISSING].role == "towards"

    def test_the_list_can_be_searched(self, signed_in):
        decide("drop", reason="Wrong trade.")
        page = signed_in("curator").get(reverse(self.LIST), {"q": "trade"})
        assert b"Wrong trade." in page.content

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"target": "ST9999"}, "target"),
            ({"source": "9999"}, "source"),
            ({"role": ""}, "role"),
            ({"role": "next"}, "role"),
            ({"reason": ""}, "reason"),
        ],
    )
    def test_the_desk_refuses_what_leads_nowhere(self, signed_in, changes, field):
        page = signed_in("curator").post(reverse(self.ADD), {**self.FIELDS, "reason": "Needed.", **changes})
        assert page.status_code == 200
        assert field in page.context["form"].errors
        assert not LinkOverride.objects.exists()

    def test_other_roles_cannot_open_or_add(self, signed_in):
        client = signed_in("data_steward")
        assert client.get(reverse(self.LIST)).status_code == 302
        client.post(reverse(self.ADD), {**self.FIELDS, "reason": "Needed."})
        assert not LinkOverride.objects.exists()

    def test_nobody_signed_in_is_asked_to_sign_in(self, client):
        assert "/account/sign-in/" in client.get(reverse(self.LIST))["Location"]
