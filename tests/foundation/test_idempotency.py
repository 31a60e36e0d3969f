"""Idempotency keys: a repeated write answers alike and changes nothing, also when two come at once."""

from __future__ import annotations

import json
import threading
import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from rest_framework import serializers
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate
from rest_framework.views import APIView

from accounts.models import User
from foundation import idempotency
from foundation.access import PUBLIC_UNCACHED
from foundation.models import DailyCount, IdempotencyRecord

pytestmark = [pytest.mark.django_db, pytest.mark.services]
TODAY = timezone.localdate()


class Write(APIView):
    """A write that leaves a row and answers with its number."""

    access = PUBLIC_UNCACHED
    parser_classes = [JSONParser, MultiPartParser]
    throttle_classes: list = []
    wait = 0.0

    @idempotency.idempotent()
    def post(self, request):
        name = request.data["name"]
        row = DailyCount.objects.create(day=TODAY, name="written", key=f"{name} {time.monotonic_ns()}")
        time.sleep(self.wait)
        if name == "invalid":
            raise serializers.ValidationError({"name": ["not this one"]})
        if name == "conflict":
            return Response({"detail": "changed meanwhile"}, status=409)
        if name == "fault":
            raise RuntimeError
        return Response(
            {"id": row.pk, "größe": 1.50}, status=201, headers={"Location": f"/rows/{row.pk}/", "ETag": '"1"'}
        )


class Demanding(Write):
    @idempotency.idempotent(required=True)
    def post(self, request):
        return Response(status=204)


@pytest.fixture
def ada():
    return User.objects.create_user("ada@example.org", "a long enough password")


def ask(user, name="first", key="k-1", view=Write, **more):
    headers = {"Idempotency-Key": key} if key else {}
    data = more.pop("data", {"name": name, "also": [1, 2]})
    request = APIRequestFactory().post("/rows/", data, format=more.pop("format", "json"), headers=headers | more)
    force_authenticate(request, user)
    response = view.as_view()(request)
    response.render()
    return response


def rows():
    return DailyCount.objects.filter(name="written").count()


def test_same_request_again_gets_the_same_answer_and_changes_nothing(ada):
    first, second = ask(ada), ask(ada)
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert [second[name] for name in ("Location", "ETag")] == [first[name] for name in ("Location", "ETag")]
    assert (first.get("Idempotency-Replayed"), second["Idempotency-Replayed"]) == (None, "true")
    assert rows() == 1


def test_order_of_names_in_the_body_does_not_matter(ada):
    ask(ada, data={"name": "first", "also": 1})
    assert ask(ada, data={"also": 1, "name": "first"}).status_code == 201
    assert rows() == 1


def test_key_with_another_request_is_refused(ada):
    ask(ada)
    again = ask(ada, "other")
    assert again.status_code == 422
    assert "Choose a new key" in again.data["detail"]
    assert rows() == 1


def test_another_condition_is_another_request(ada):
    ask(ada, **{"If-Match": '"1"'})
    assert ask(ada, **{"If-Match": '"2"'}).status_code == 422


def test_keys_belong_to_their_owner(ada):
    bo = User.objects.create_user("bo@example.org", "a long enough password")
    ask(ada)
    assert ask(bo).status_code == 201
    assert rows() == 2


def test_without_a_key_every_request_counts(ada):
    ask(ada, key="")
    ask(ada, key="")
    assert rows() == 2


def test_operation_may_demand_a_key(ada):
    assert ask(ada, key="", view=Demanding).status_code == 400
    assert ask(ada, view=Demanding).status_code == 204
    again = ask(ada, view=Demanding)
    assert (again.status_code, again.content) == (204, b"")


@pytest.mark.parametrize("key", ["x" * 201, "schlüssel", "a\tb"])
def test_unusable_key_is_refused(ada, key):
    assert ask(ada, key=key).status_code == 400
    assert rows() == 0


@pytest.mark.parametrize(("name", "status"), [("invalid", 400), ("conflict", 409)])
def test_refused_write_leaves_nothing_and_its_key_may_be_used_again(ada, name, status):
    assert ask(ada, name).status_code == status
    assert (rows(), IdempotencyRecord.objects.count()) == (0, 0)
    assert ask(ada, "put right").status_code == 201


def test_fault_leaves_nothing_and_the_write_may_be_repeated(ada, settings):
    settings.DEBUG = False
    assert ask(ada, "fault").status_code == 500
    assert (rows(), IdempotencyRecord.objects.count()) == (0, 0)


def test_same_file_again_is_the_same_request(ada):
    def upload(content):
        return {"name": "first", "file": SimpleUploadedFile("a.csv", content)}

    ask(ada, data=upload(b"one"), format="multipart")
    assert ask(ada, data=upload(b"one"), format="multipart").status_code == 201
    assert ask(ada, data=upload(b"two"), format="multipart").status_code == 422
    assert rows() == 1


def test_after_a_day_a_key_is_new(ada):
    ask(ada)
    IdempotencyRecord.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert ask(ada, "other").status_code == 201
    assert IdempotencyRecord.objects.count() == 1


def test_old_answers_are_removed_at_night(ada):
    ask(ada)
    ask(ada, key="k-2")
    IdempotencyRecord.objects.filter(key="k-1").update(created_at=timezone.now() - timedelta(hours=25))
    assert idempotency.remove_old_records(now=timezone.now()) == 1
    assert IdempotencyRecord.objects.get().key == "k-2"


def test_request_of_nobody_is_refused():
    assert ask(None).status_code in (401, 403)


@pytest.mark.django_db(transaction=True)
def test_of_requests_at_once_one_is_done_and_the_others_wait_or_get_its_answer():
    ada = User.objects.create_user("ada@example.org", "a long enough password")
    slow = type("Slow", (Write,), {"wait": 0.6})
    answers = []
    together = threading.Barrier(6)

    def send():
        together.wait(timeout=10)
        try:
            answers.append(ask(ada, view=slow))
        finally:
            connection.close()

    senders = [threading.Thread(target=send) for _ in range(6)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(timeout=30)
    codes = sorted(answer.status_code for answer in answers)
    assert codes[0] == 201
    assert set(codes) <= {201, 409}
    assert 409 in codes
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    assert all(int(answer["Retry-After"]) >= 1 for answer in answers if answer.status_code == 409)
    assert rows() == 1
    assert json.loads(ask(ada, view=slow).content)["id"]
    assert rows() == 1
