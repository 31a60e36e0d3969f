"""Every operation answers every role as the committed table says, and the table keeps the rules of the house."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from accounts.roles import ROLES, roles_with
from foundation.access import Audience
from tests.contracts.policy import Operation, ask, client_of, operations, read_table, rows_of
from tests.contracts.policy_world import OTHER, PEOPLE, STRANGER, UNPUBLISHED, world_of

REFUSED = {"sign in", "no", "absent", "prove again"}


@pytest.mark.django_db
@pytest.mark.ignore_template_errors
@pytest.mark.parametrize("role", PEOPLE)
def test_every_operation_answers_as_the_table_says(role):
    world, out = world_of(role), os.environ.get("POLICY_OUT")
    client, table = client_of(world), {} if out else read_table()
    said, wrong = {}, []
    for operation in operations():
        for row in rows_of(operation):
            said["|".join(row)] = answer = ask(world, client, operation, row[2])
            expected = table.get(row, {}).get(role, "no such row")
            if answer != expected:
                wrong.append(f"{row}: {answer}, where the table has {expected}")
    if out:
        (Path(out) / f"{role}.json").write_text(json.dumps(said))
        return
    assert wrong == []


def test_the_table_has_exactly_the_rows_of_the_site():
    rows = [row for operation in operations() for row in rows_of(operation)]
    assert sorted(read_table()) == sorted(rows)


@pytest.mark.parametrize("operation", operations(), ids=lambda one: f"{one.name} {one.method}")
class TestTheTableKeepsTheRules:
    """Read from the table alone, so that a table written anew from wrong answers does not pass."""

    def cells(self, operation: Operation) -> list[tuple[str, str, str]]:
        table = read_table()
        return [(row[2], person, table[row][person]) for row in rows_of(operation) for person in PEOPLE]

    def test_no_cell_is_a_fault(self, operation):
        assert {said for _, _, said in self.cells(operation)} <= REFUSED | {"yes"}

    def test_strangers_come_in_only_where_it_is_public(self, operation):
        access = operation.address.access
        if access and access.audience is not Audience.PUBLIC:
            assert {said for _, person, said in self.cells(operation) if person == STRANGER} <= REFUSED

    def test_only_roles_with_the_permission_come_in(self, operation):
        access = operation.address.access
        if access and access.permission:
            holders = roles_with(access.permission)
            assert {p for _, p, said in self.cells(operation) if said == "yes"} <= holders

    def test_public_operations_know_no_difference_between_people(self, operation):
        access = operation.address.access
        if access and access.audience is Audience.PUBLIC and operation.method == "get":
            for row in rows_of(operation):
                assert len({read_table()[row][person] for person in PEOPLE}) == 1

    def test_what_is_not_published_is_absent_for_all_but_its_own(self, operation):
        for relation, person, said in self.cells(operation):
            if relation == UNPUBLISHED:
                assert said in REFUSED, person

    def test_another_organisations_things_are_absent(self, operation):
        access = operation.address.access
        for relation, person, said in self.cells(operation):
            if relation == OTHER and access and access.audience is not Audience.PUBLIC:
                assert said in REFUSED, person


def test_every_role_has_a_column():
    columns = set(next(iter(read_table().values())))
    assert columns == {"address", "method", "relation", STRANGER} | {role.name for role in ROLES}
