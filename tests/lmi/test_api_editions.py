"""Editions in the API: a new one answers at once, an old one by its key, and an ETag tells which."""

from __future__ import annotations

import pytest

from evidence.actions import publish_release, roll_back, withdraw_release
from evidence.models import Release
from lmi.models import PayFigure
from tests.lmi.api_answers import ask, assert_problem

pytestmark = pytest.mark.django_db
QUESTION = "soc2020=5241&year=2025&measure=annual&sex=all&hours=full_time&area=K02000001"
OLD = "ashe-14-2025-provisional"
NEW = "ashe-14-2025-revised"
ADDRESSES = [
    f"lmi/pay/?{QUESTION}",
    "occupations/5241/",
    "occupations/?group=5241",
    "occupations/5241/pay/",
    "compare/?soc2020=5241",
]


@pytest.fixture
def revised() -> Release:
    """A revised edition of 2025 with one row, not published yet."""
    old = Release.objects.get(key=OLD)
    row = PayFigure.objects.get(
        release=old, soc2020_id="5241", measure="annual", sex="all", hours="full_time", area_id="K02000001"
    )
    release = Release.objects.get(key=OLD)
    release.pk, release.key, release.status, release.state = None, NEW, "revised", "ready"
    release.save()
    row.pk, row.release, row.median = None, release, 40000
    row.save()
    return release


def get(address, **headers):
    return ask(*address.split("?"), **headers)


def median(query=QUESTION):
    (row,) = ask("lmi/pay/", query).body["results"]
    return row["median"]["value"], row["release"]


class TestSwitch:
    def test_edition_that_waits_is_not_seen(self, revised):
        assert median() == (39647, OLD)
        assert_problem(ask("lmi/pay/", f"release={NEW}"), 404, "release")
        assert ask(f"releases/{NEW}/").status == 404

    def test_published_edition_answers_everywhere_at_once(self, revised):
        publish_release(release=revised, by="test")
        assert median() == (40000, NEW)
        assert ask("occupations/5241/").body["pay"]["median"]["release"]["key"] == NEW
        (row,) = ask("occupations/", "group=5241").body["results"]
        assert row["pay"]["median"]["value"] == 40000

    def test_yesterdays_address_still_answers(self, revised):
        publish_release(release=revised, by="test")
        assert median(f"{QUESTION}&release={OLD}") == (39647, OLD)
        assert ask("occupations/5241/", f"release={OLD}").body["pay"]["median"]["value"] == 39647
        assert ask(f"releases/{OLD}/").body["state"] == "superseded"

    def test_rolling_back_answers_as_before(self, revised):
        publish_release(release=revised, by="test")
        roll_back(source=revised.source, slot="2025", by="test")
        assert median() == (39647, OLD)

    def test_withdrawn_edition_cannot_be_cited(self, revised):
        publish_release(release=revised, by="test")
        withdraw_release(release=Release.objects.get(key=OLD), by="test", reason="wrong")
        assert_problem(ask("lmi/pay/", f"release={OLD}"), 404, "release")

    def test_naming_an_edition_leaves_out_later_ones_of_its_source_only(self):
        found = ask("lmi/pay/", "soc2020=5241&release=ashe-14-2023-provisional&page_size=1000").body
        years = {row["year"] for row in found["results"] if row["area"]["code"] == "K02000001"}
        assert years == {2021, 2022, 2023}
        assert "ashe-15-2025-provisional" in found["releases"]

    def test_editions_of_two_sources_may_be_named_together(self):
        query = "release=ashe-14-2024-provisional&release=textkernel-adverts-june-2026-provisional"
        found = ask("occupations/5241/", query).body
        assert found["pay"]["median"]["value"] == 38760  # ASHE 2024, table 14.7a, full-time
        assert found["adverts"]["year_total"]["release"]["key"] == "textkernel-adverts-june-2026-provisional"


class TestETag:
    @pytest.mark.parametrize("address", ADDRESSES)
    def test_same_question_is_answered_304_for_the_price_of_finding_the_editions(
        self, address, django_assert_max_num_queries
    ):
        etag = get(address).response["ETag"]
        with django_assert_max_num_queries(2):
            again = get(address, If_None_Match=etag)
        assert (again.status, again.response.content) == (304, b"")
        assert again.response["ETag"] == etag
        assert again.response["Cache-Control"] == "public, max-age=300"

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_another_edition_changes_it(self, address, revised):
        before = get(address).response["ETag"]
        publish_release(release=revised, by="test")
        after = get(address, If_None_Match=before)
        assert after.status == 200
        assert after.response["ETag"] != before

    def test_another_question_has_another(self):
        tags = {get(address).response["ETag"] for address in [*ADDRESSES, f"lmi/pay/?{QUESTION}&page_size=5"]}
        assert len(tags) == len(ADDRESSES) + 1

    def test_it_is_of_the_code_too(self, monkeypatch):
        before = get(ADDRESSES[0]).response["ETag"]
        monkeypatch.setattr("evidence.api.base.code_version", lambda: "another")
        assert get(ADDRESSES[0]).response["ETag"] != before

    def test_compressed_answers_keep_it(self):
        first = get("occupations/?page_size=50", Accept_Encoding="gzip").response
        second = get("occupations/?page_size=50", Accept_Encoding="gzip").response
        assert first["Content-Encoding"] == "gzip"
        assert first["ETag"] == second["ETag"]
        assert get("occupations/?page_size=50", Accept_Encoding="gzip", If_None_Match=first["ETag"]).status == 304

    def test_a_problem_has_none_and_is_never_kept(self):
        answer = ask("lmi/pay/", "soc2020=9999")
        assert "ETag" not in answer.response
        assert answer.response["Cache-Control"] == "private, no-store"
