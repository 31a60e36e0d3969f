"""Sources, editions, and the rows of an edition in bulk."""

from __future__ import annotations

import base64
import csv
import hashlib
import io

import pytest
from django.core.cache import cache
from django.test import Client

from evidence.actions import withdraw_release
from evidence.api.bulk import digest_of
from evidence.importing.catalogue import load_catalogue
from evidence.models import Release, Source
from lmi.models import PayFigure
from tests.lmi.api_answers import ask, assert_problem

pytestmark = pytest.mark.django_db
ASHE = "ashe-14-2025-provisional"


def body(path, query=None):
    answer = ask(path, query)
    assert answer.status == 200, answer.body
    return answer.body


def download(key, **headers):
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    response = Client().get(f"/api/v1/releases/{key}/data.csv", headers=sent)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return response, content


def rows_of(content):
    return list(csv.DictReader(io.StringIO(content.decode())))


class TestSources:
    def test_every_source_is_listed(self):
        found = body("sources/", {"page_size": 100})
        assert found["count"] == len(found["results"]) == Source.objects.count()
        assert "ashe-14" in {row["slug"] for row in found["results"]}

    def test_source_says_what_a_reader_must_know(self):
        found = body("sources/ashe-14/")
        assert found["publisher"]["name"] == "Office for National Statistics"
        assert found["licence"]["name"] == "Open Government Licence v3.0"
        assert found["attribution"].startswith("Source: Office for National Statistics")
        assert found["caveats"]
        assert found["editions"][0]["key"] == ASHE
        assert found["editions"][0]["coverage"]["of"] == 412
        assert found["rows"] == sum(row["rows"] for row in found["editions"])
        assert {row["key"] for row in found["history"]} >= {row["key"] for row in found["editions"]}

    def test_source_that_is_not_held_says_so(self):
        load_catalogue()
        found = body("sources/occupations-in-demand/")
        assert found["editions"] == []
        assert found["absence"]

    def test_unknown_source_is_404(self):
        assert_problem(ask("sources/nix/"), 404, "slug")

    def test_statements_stay_few(self, django_assert_max_num_queries):
        with django_assert_max_num_queries(4):
            body("sources/", {"page_size": 100})


class TestReleases:
    def test_every_citable_edition_is_listed(self):
        found = body("releases/", {"page_size": 100})
        assert found["count"] == Release.objects.citable().count()
        for row in found["results"]:
            assert ask(f"releases/{row['key']}/").body["key"] == row["key"]

    def test_editions_of_one_source_latest_first(self):
        found = body("releases/", {"source": "ashe-14"})
        assert [row["edition"] for row in found["results"]] == ["2025", "2024", "2023", "2022", "2021"]

    def test_edition_has_the_publishers_checksum_licence_and_file(self):
        found = body(f"releases/{ASHE}/")
        assert found["original_sha256"] == Release.objects.get(key=ASHE).checksum
        assert found["licence"]["url"].startswith("https://www.nationalarchives.gov.uk/")
        assert found["data"]["url"] == f"http://testserver/api/v1/releases/{ASHE}/data.csv"

    @pytest.mark.parametrize(
        ("path", "query", "status", "field"),
        [
            ("releases/nix/", "", 404, "key"),
            ("releases/nix/data.csv", "", 404, "key"),
            ("releases/", "source=nix", 404, "source"),
            ("releases/", "page=99", 404, "page"),
            ("releases/", "page=x", 400, "page"),
            ("releases/", "release=x", 400, "release"),
            (f"releases/{ASHE}/", "page=1", 400, "page"),
        ],
    )
    def test_wrong_values_are_named(self, path, query, status, field):
        assert_problem(ask(path, query), status, field)

    def test_withdrawn_edition_is_404(self):
        withdraw_release(release=Release.objects.get(key=ASHE), by="test", reason="wrong")
        assert_problem(ask(f"releases/{ASHE}/"), 404, "key")
        assert_problem(ask(f"releases/{ASHE}/data.csv"), 404, "key")


class TestBulk:
    def test_every_row_of_the_edition_is_there(self):
        _, content = download(ASHE)
        assert len(rows_of(content)) == PayFigure.objects.filter(release__key=ASHE).count()

    def test_row_says_what_it_is_and_where_it_is_from(self):
        _, content = download(ASHE)
        (row,) = [
            row
            for row in rows_of(content)
            if (row["soc2020"], row["measure"], row["sex"], row["hours"]) == ("5241", "annual", "all", "full_time")
        ]
        assert (row["median"], row["p25"], row["p75"]) == ("39647", "32287", "49138")
        assert (row["area"], row["year"], row["release"]) == ("K02000001", "2025", ASHE)
        assert row["publication"] == (
            "Annual Survey of Hours and Earnings, table 14 2025 (provisional), Office for National Statistics "
            "(Open Government Licence v3.0)"
        )

    def test_missing_value_is_empty_with_its_reason(self):
        _, content = download(ASHE)
        missing = [row for row in rows_of(content) if row["soc2020"] == "3312" and row["hours"] == "full_time"]
        annual = next(row for row in missing if row["measure"] == "annual" and row["sex"] == "all")
        assert annual["median"] == ""
        assert '"median"' in annual["marks"]

    def test_checksum_is_of_exactly_these_bytes(self):
        response, content = download(ASHE)
        digest = hashlib.sha256(content)
        assert response["X-Checksum-SHA256"] == digest.hexdigest()
        assert response["Repr-Digest"] == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
        data = body(f"releases/{ASHE}/")["data"]
        assert (data["sha256"], data["bytes"]) == (digest.hexdigest(), len(content))

    def test_checksum_is_the_same_whoever_asks_first(self):
        first = body(f"releases/{ASHE}/")["data"]["sha256"]
        cache.clear()
        assert download(ASHE)[0]["X-Checksum-SHA256"] == first

    def test_bytes_are_never_changed_on_the_way(self):
        response, content = download(ASHE, Accept_Encoding="gzip")
        assert "Content-Encoding" not in response
        assert response["Cache-Control"] == "public, max-age=300, no-transform"
        assert hashlib.sha256(content).hexdigest() == response["X-Checksum-SHA256"]

    def test_file_has_a_name_a_length_and_its_licence(self):
        response, content = download(ASHE)
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert response["Content-Disposition"] == f'attachment; filename="{ASHE}.csv"'
        assert int(response["Content-Length"]) == len(content)
        assert 'rel="license"' in response["Link"]
        assert f"/api/v1/releases/{ASHE}/" in response["Link"]

    def test_known_file_is_answered_304_without_being_made(self, django_assert_max_num_queries):
        etag = download(ASHE)[0]["ETag"]
        with django_assert_max_num_queries(1):
            response, content = download(ASHE, If_None_Match=etag)
        assert (response.status_code, content) == (304, b"")

    def test_changed_rows_change_the_checksum(self):
        before = digest_of(Release.objects.with_source().get(key=ASHE))
        cache.clear()
        PayFigure.objects.filter(release__key=ASHE, soc2020_id="5241").update(median=1)
        assert digest_of(Release.objects.with_source().get(key=ASHE)) != before

    @pytest.mark.parametrize("slug", ["soc-2020", "soc-2020-index", "areas", "aps-unit-industry", "textkernel-adverts"])
    def test_registers_and_lists_have_their_file_too(self, slug):
        key = body("releases/", {"source": slug})["results"][0]["key"]
        release = Release.objects.get(key=key)
        assert len(rows_of(download(key)[1])) == release.row_count

    def test_edition_whose_rows_are_gone_says_so(self):
        PayFigure.objects.filter(release__key=ASHE).delete()
        assert body(f"releases/{ASHE}/")["data"] is None
        assert_problem(ask(f"releases/{ASHE}/data.csv"), 404, "key")
