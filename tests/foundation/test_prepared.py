"""Statements that are planned once a connection."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.utils import DataError, OperationalError, ProgrammingError

from foundation.prepared import MOST, run_prepared

SUM = "SELECT $1::int + $2::int"


def prepared_names():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements WHERE name LIKE 'waymark%'")
        return [name for (name,) in cursor.fetchall()]


def forget():
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")


@pytest.mark.django_db
class TestPrepared:
    def test_gives_the_rows(self):
        assert run_prepared(SUM, [2, 3]) == [(5,)]

    def test_is_planned_once(self):
        run_prepared(SUM, [2, 3])
        before = prepared_names()
        run_prepared(SUM, [4, 5])
        assert prepared_names() == before

    def test_counts_as_one_statement_from_the_first_use(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            run_prepared("SELECT $1::text || ' only here'", ["x"])

    def test_takes_arrays_and_words_with_quotes(self):
        assert run_prepared("SELECT unnest($1::text[])", [["it's", "%s", ":x"]]) == [("it's",), ("%s",), (":x",)]
        assert run_prepared("SELECT cardinality($1::text[])", [[]]) == [(0,)]

    def test_wrong_value_is_an_error_as_elsewhere(self):
        with pytest.raises(DataError):
            run_prepared(SUM, ["x", 1])

    def test_oldest_plans_go_when_there_are_many(self):
        for n in range(MOST + 5):
            assert run_prepared(f"SELECT {n}, $1::int", [n]) == [(n, n)]
        assert len(prepared_names()) <= MOST


@pytest.mark.django_db(transaction=True)
class TestPooler:
    """Between two statements a pooler may lend another connection, which knows none of ours."""

    def test_is_prepared_again_where_it_is_not_known(self):
        run_prepared(SUM, [2, 3])
        forget()
        assert run_prepared(SUM, [2, 3]) == [(5,)]
        assert run_prepared(SUM, [2, 3]) == [(5,)]

    def test_other_errors_are_not_hidden(self):
        with pytest.raises((ProgrammingError, OperationalError)):
            run_prepared("SELECT no_such_column, $1::int", [1])

    def test_new_connection_is_prepared_too(self):
        run_prepared(SUM, [2, 3])
        connection.close()
        assert run_prepared(SUM, [2, 3]) == [(5,)]
