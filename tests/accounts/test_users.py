"""People and roles: email sign-in, rights by role only, an audit trail nobody forgets to write."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from accounts.models import Organisation, User, UserEvent
from accounts.permissions import Permission
from accounts.roles import ROLES, Held, make_groups, permissions_of

pytestmark = pytest.mark.django_db
PASSPHRASE = "a long enough passphrase"


@pytest.fixture
def ada():
    return User.objects.create_user("Ada@Example.org", PASSPHRASE)


def test_sign_in_by_email_in_any_case(ada):
    assert authenticate(username="ADA@example.ORG", password=PASSPHRASE) == ada
    assert authenticate(username="ada@example.org", password="another passphrase") is None


def test_password_is_hashed_with_argon2(ada):
    assert ada.password.startswith("argon2")


def test_one_account_an_address_whatever_the_case(ada):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="ADA@example.org")])


def test_address_is_needed():
    with pytest.raises(ValueError, match="email"):
        User.objects.create_user("")


def test_account_alone_grants_nothing(ada):
    assert not any(ada.has_perm(permission) for permission in Permission)
    assert not ada.is_staff


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_role_grants_exactly_its_permissions(ada, role):
    if role.held is Held.MEMBERSHIP:
        college = Organisation.objects.create(name="A college", slug="a-college", kind="college", ukprn="10000001")
        ada.memberships.create(organisation=college, role=role.name, state="active")
    else:
        ada.groups.add(Group.objects.get(name=role.name))
    assert {permission for permission in Permission if ada.has_perm(permission)} == role.permissions


def test_suspended_person_holds_nothing(ada):
    ada.groups.add(Group.objects.get(name="data_steward"))
    ada.is_active = False
    assert not ada.has_perm(Permission.RELEASE_PUBLISH)


def test_permission_outside_the_vocabulary_is_refused(ada):
    ada.groups.add(Group.objects.get(name="administrator"))
    assert not ada.has_perm("EVERYTHING_DO")


def test_roles_say_in_words_what_they_are_for():
    for role in ROLES:
        assert len(str(role.description)) > 20
    assert permissions_of({"no such role"}) == frozenset()


def test_groups_follow_the_roles_again_after_being_changed_by_hand():
    group = Group.objects.get(name="curator")
    wanted = set(group.permissions.all())
    group.permissions.clear()
    make_groups()
    assert set(group.permissions.all()) == wanted
    assert wanted


def test_name_shown_in_lists_is_never_the_address(ada):
    assert "@" not in str(ada)


def test_audit_trail_is_written_by_the_database(ada):
    User.objects.filter(pk=ada.pk).update(display_name="Ada")
    ada.delete()
    labels = list(UserEvent.objects.order_by("pgh_id").values_list("pgh_label", flat=True))
    assert labels == ["insert", "update", "delete"]


def test_audit_trail_holds_no_password(ada):
    assert "password" not in {field.name for field in UserEvent._meta.get_fields()}


class TestDemoAccounts:
    @pytest.fixture
    def demo(self):
        return User.objects.create_user("curator@demo.example", PASSPHRASE, is_demo=True)

    def test_sign_in_on_a_demonstration_site(self, demo, settings):
        settings.DEMO = True
        assert authenticate(username=demo.email, password=PASSPHRASE) == demo

    def test_are_shut_out_everywhere_else(self, demo, settings):
        settings.DEMO = False
        assert authenticate(username=demo.email, password=PASSPHRASE) is None

    def test_session_ends_when_demo_mode_is_switched_off(self, demo, settings, client):
        settings.DEMO = True
        client.login(username=demo.email, password=PASSPHRASE)
        settings.DEMO = False
        assert client.get("/cms/").status_code == 302
