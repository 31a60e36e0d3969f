"""People: suspended on their next request, roles of the site, tokens, and a trail that nobody edits."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.actions.members import invite_member
from accounts.actions.people import give_role, restore_person, suspend_person, take_role
from accounts.actions.tokens import make_token, revoke_token
from accounts.models import ApiToken, Invitation, UserRole, hash_of
from accounts.permissions import Permission
from tests.accounts.builders import employer, mails_to, member, person
from tests.accounts.signing_in import is_signed_in, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return person("admin", "administrator")


class TestSuspendingPeople:
    def test_are_out_on_their_next_request_everywhere(self, administrator):
        works = employer()
        ada = member(works, "employer_owner").user
        laptop, phone = signed_in(ada), signed_in(ada)
        assert UserSession.objects.filter(user=ada).count() == 2
        suspend_person(by=administrator, person=ada, reason="Somebody else uses the account.")
        assert not is_signed_in(laptop)
        assert not is_signed_in(phone)
        assert not UserSession.objects.filter(user=ada).exists()
        assert not ada.has_perm(Permission.ROLE_PROFILE_EDIT, works)
        assert "Somebody else uses the account" in mails_to(ada.email)[-1]["text"]

    def test_tokens_and_invitations_stop_too(self, administrator):
        works = employer()
        ada = member(works, "employer_owner").user
        make_token(by=ada, name="our site")
        invite_member(by=ada, organisation=works, email="bea@example.org", role="employer_member")
        suspend_person(by=administrator, person=ada, reason="Asked to.")
        assert not ApiToken.objects.usable(timezone.now()).exists()
        assert not Invitation.objects.waiting(timezone.now()).exists()

    def test_come_back_with_what_they_had(self, administrator):
        works = employer()
        ada = member(works, "employer_owner").user
        suspend_person(by=administrator, person=ada, reason="Asked to.")
        restore_person(by=administrator, person=ada)
        assert ada.has_perm(Permission.MEMBER_MANAGE, works)
        assert is_signed_in(signed_in(ada))

    def test_nobody_suspends_themselves(self, administrator):
        person("other", "administrator")
        with pytest.raises(PermissionDenied):
            suspend_person(by=administrator, person=administrator, reason="Tired.")

    def test_needs_the_right_and_a_reason(self, administrator):
        with pytest.raises(PermissionDenied):
            suspend_person(by=person("curator", "curator"), person=person(), reason="I want to.")
        with pytest.raises(ValidationError):
            suspend_person(by=administrator, person=person(), reason="  ")

    def test_erased_people_do_not_come_back(self, administrator):
        gone = person(email="erased-7@erased.invalid", is_active=False)
        with pytest.raises(ValidationError, match="erased"):
            restore_person(by=administrator, person=gone)


class TestRolesOfTheSite:
    def test_are_given_and_taken_and_the_trail_says_by_whom(self, administrator):
        ada = person("ada")
        give_role(by=administrator, person=ada, role="curator")
        assert ada.has_perm(Permission.ORGANISATION_VERIFY)
        take_role(by=administrator, person=ada, role="curator")
        assert not type(ada).objects.get(pk=ada.pk).has_perm(Permission.ORGANISATION_VERIFY)
        events = UserRole.pgh_event_model.objects.filter(user_id=ada.pk).order_by("pgh_id")
        found = [(event.pgh_label, event.pgh_context.metadata["user"]) for event in events]
        assert found == [("insert", administrator.pk), ("delete", administrator.pk)]

    @pytest.mark.parametrize("role", ["teacher", "employer_owner", "student", "no such role"])
    def test_roles_of_organisations_are_not_given_so(self, administrator, role):
        with pytest.raises(ValidationError):
            give_role(by=administrator, person=person(), role=role)

    def test_nobody_gives_themselves_one(self, administrator):
        with pytest.raises(PermissionDenied):
            give_role(by=administrator, person=administrator, role="curator")

    def test_only_administrators_give_them(self):
        with pytest.raises(PermissionDenied):
            give_role(by=person("curator", "curator"), person=person(), role="curator")

    def test_last_administrator_stays(self, administrator):
        boss = person("boss", is_superuser=True)
        with pytest.raises(ValidationError, match="last administrator"):
            take_role(by=boss, person=administrator, role="administrator")
        with pytest.raises(ValidationError, match="last administrator"):
            suspend_person(by=boss, person=administrator, reason="Gone.")
        person("second", "administrator")
        take_role(by=boss, person=administrator, role="administrator")


class TestTokens:
    @pytest.fixture
    def ada(self):
        return member(employer()).user

    def test_secret_is_shown_once_and_kept_nowhere(self, ada):
        token, secret = make_token(by=ada, name="our own site")
        assert secret.startswith(token.prefix)
        assert token.token_hash == hash_of(secret)
        assert not any(secret in str(value) for value in ApiToken.objects.filter(pk=token.pk).values_list()[0])

    def test_is_taken_back_by_its_person_or_an_administrator(self, ada, administrator):
        token, _secret = make_token(by=ada, name="our own site")
        with pytest.raises(PermissionDenied):
            revoke_token(by=person(), token=token)
        revoke_token(by=ada, token=token)
        assert not ApiToken.objects.usable(timezone.now()).exists()

    def test_is_not_for_everybody_nor_for_ever(self, ada):
        with pytest.raises(PermissionDenied):
            make_token(by=person(), name="mine")
        for days in (0, 366, -1):
            with pytest.raises(ValidationError):
                make_token(by=ada, name="long", days=days)

    def test_nobody_collects_them(self, ada):
        for number in range(10):
            make_token(by=ada, name=f"number {number}")
        with pytest.raises(ValidationError, match="Take one back"):
            make_token(by=ada, name="one more")


# Of people, organisations, permissions and moderation.
TRAILS = [
    model
    for app in ("accounts", "employers")
    for model in apps.get_app_config(app).get_models()
    if hasattr(model, "pgh_tracked_model")
]


def test_there_are_trails_of_people_memberships_permissions_and_moderation():
    names = {model.__name__ for model in TRAILS}
    assert {"UserEvent", "MembershipEvent", "UserRoleEvent", "OrganisationEvent", "ReportEvent"} <= names


@pytest.mark.parametrize("trail", TRAILS, ids=lambda model: model._meta.label)
@pytest.mark.parametrize("change", ["UPDATE {} SET pgh_label = 'other'", "DELETE FROM {}"])
def test_nobody_edits_the_trail(trail, change):
    table = trail._meta.db_table
    with connection.cursor() as cursor:
        # A row without its references, which is enough for a trigger of rows.
        cursor.execute("SET session_replication_role = replica")
        needed = [
            field.column
            for field in trail._meta.concrete_fields
            if not field.null and not field.primary_key and field.column not in ("pgh_label", "pgh_created_at")
        ]
        insert_bare_row(cursor, table, needed)
        cursor.execute("SET session_replication_role = DEFAULT")
        with pytest.raises(DatabaseError, match="audit trail"), transaction.atomic():
            cursor.execute(change.format(table))


def insert_bare_row(cursor, table, needed):
    """One row of an audit table, each needed column filled with the plainest value of its type."""
    cursor.execute(
        "SELECT column_name, udt_name, character_maximum_length FROM information_schema.columns"
        " WHERE table_name = %s AND column_name = ANY(%s)",
        [table, needed],
    )
    plain = {"bool": "false", "timestamptz": "now()", "date": "now()", "jsonb": "'{}'", "uuid": "gen_random_uuid()"}
    columns = {name: plain.get(kind, _plainest(kind)) for name, kind, _size in cursor.fetchall()}
    columns |= {"pgh_label": "'insert'", "pgh_created_at": "now()"}
    statement = f'INSERT INTO "{table}" ({", ".join(columns)}) VALUES ({", ".join(columns.values())})'  # noqa: S608
    cursor.execute(statement)


def _plainest(kind):
    if kind.startswith("_"):  # an array
        return "'{}'"
    return "'0'" if kind in ("varchar", "text") else "0"
