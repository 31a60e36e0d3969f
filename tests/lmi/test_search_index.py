"""The index: what is in it, that it follows editions and curators, and that readers never see half of it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from evidence.actions import publish_release, withdraw_release
from evidence.models import Publisher, Release, Source
from evidence.queries import current_editions
from evidence.signals import announced_together, editions_changed, starter_loaded, tell
from foundation.outbox import deliver_waiting
from lmi.models import JobTitle, NameKind, OccupationGroup, SearchName, SearchPhrase, SearchWord, Synonym
from lmi.search import search_occupations
from lmi.search.index import rebuild_index
from lmi.search.synonyms import load_synonyms, shipped_synonyms
from lmi.search.words import normal

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture
def two_units() -> None:
    """A classification of two units, for tests that commit and so begin with an empty database."""
    publisher = Publisher.objects.create(slug="ons", name="Office for National Statistics")
    source = Source.objects.create(
        slug="soc-2020", title="SOC 2020", publisher=publisher, summary="-", licence="-", attribution="-",
        address="https://example.org/", cadence="once",
    )  # fmt: skip
    release = Release.objects.create(
        key="soc", source=source, edition="2020", period="2020", status="final", checksum="-", state="published"
    )
    for code, title in (("2313", "Secondary education teaching professionals"), ("5313", "Bricklayers")):
        OccupationGroup.objects.create(code=code, level="unit", title=title, release=release)


@pytest.fixture
def few_names() -> None:
    """The index of a tenth of the titles and no synonyms, so that building it anew takes a moment."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM lmi_jobtitle WHERE left(soc2020_id, 2) NOT IN ('22', '52')")
        cursor.execute("DELETE FROM lmi_synonym")
    _as_in_another_transaction()
    rebuild_index()


def _as_in_another_transaction() -> None:
    """Forget what pghistory noted about the one before: a test is a single transaction, life is not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pghistory.context_id', NULL, true)")


def units_found(query: str) -> list[str]:
    return [hit.soc2020 for hit in search_occupations(query, editions=current_editions()).results]


def test_every_unit_every_title_and_every_synonym_is_in_the_index() -> None:
    in_index = set(SearchName.objects.filter(kind=NameKind.UNIT_GROUP).values_list("soc2020_id", flat=True))
    assert in_index == set(OccupationGroup.objects.units().values_list("code", flat=True))
    titles = JobTitle.objects.filter(release__state="published").count()
    found = SearchName.objects.filter(kind__in=[NameKind.CODING_INDEX, NameKind.RELATED]).count()
    assert titles <= found <= titles + 20  # a few titles with a slash are two names
    synonyms = sum(len(units) for units in Synonym.objects.values_list("units", flat=True))
    assert SearchName.objects.filter(kind=NameKind.SYNONYM).count() == synonyms


def test_a_title_with_a_slash_is_two_names() -> None:
    assert {"HGV driver", "LGV driver"} <= set(
        SearchName.objects.filter(soc2020_id="8211", kind=NameKind.CODING_INDEX).values_list("name", flat=True)
    )


def test_building_twice_gives_the_same_rows(few_names: None) -> None:
    fields = ("soc2020_id", "kind", "name", "detail", "words", "position", "mass", "prior", "suggested")
    rebuild_index()
    first = list(SearchName.objects.order_by("id").values_list(*fields))
    rebuild_index()
    assert list(SearchName.objects.order_by("id").values_list(*fields)) == first


def test_rare_words_weigh_more_than_common_ones() -> None:
    weights = dict(SearchWord.objects.filter(word__in=["manager", "farrier"]).values_list("word", "weight"))
    assert weights["farrier"] > 2 * weights["manager"]


def test_words_written_together_or_apart_are_brought_to_the_commoner_way() -> None:
    assert SearchPhrase.objects.get(phrase="fire fighter").expansion == "firefighter"
    assert not SearchName.objects.filter(words__contains="fire fighter").exists()
    assert units_found("fire fighter") == units_found("firefighter")


def test_one_row_of_a_name_is_suggested_and_none_of_a_broad_word() -> None:
    assert SearchName.objects.filter(words="nurse", suggested=True).count() == 1
    assert not SearchName.objects.filter(words=normal("security"), suggested=True).exists()


def test_units_with_more_people_have_a_greater_prior() -> None:
    priors = dict(SearchName.objects.filter(kind=NameKind.UNIT_GROUP).values_list("soc2020_id", "prior"))
    assert priors["6135"] > priors["5212"]  # care workers and home carers; smiths: APS, UK
    assert all(0 <= prior <= 1 for prior in priors.values())


def test_accents_and_little_words_do_not_hide_a_name_from_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_tsvector('waymark', 'Café managers IT')::text")
        assert cursor.fetchone()[0] == "'cafe':1 'it':3 'manag':2"


# Following editions


def test_withdrawing_an_edition_takes_its_names_out(few_names: None, django_capture_on_commit_callbacks: Any) -> None:
    release = Release.objects.get(source_id="soc-2020-index", state="published")
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_release(release=release, by="test", reason="wrong")
    assert not SearchName.objects.filter(kind=NameKind.CODING_INDEX).exists()
    assert SearchName.objects.filter(kind=NameKind.RELATED).exists()


def test_publishing_other_figures_leaves_the_index_alone(django_capture_on_commit_callbacks: Any) -> None:
    before = SearchName.objects.order_by("-id").first()
    release = Release.objects.filter(source_id="ashe-14", state="published").first()
    assert release is not None
    release.state = "ready"
    release.save()
    with django_capture_on_commit_callbacks(execute=True):
        publish_release(release=release, by="test")
    assert SearchName.objects.order_by("-id").first() == before


def test_loading_the_starter_tables_builds_an_index_that_is_not_there_and_leaves_one_that_is(few_names: None) -> None:
    SearchName.objects.all().delete()
    tell(starter_loaded)
    first = SearchName.objects.order_by("id").first()
    assert first is not None
    tell(starter_loaded)
    assert SearchName.objects.order_by("id").first() == first


def test_many_editions_are_announced_once_with_all_their_sources(django_capture_on_commit_callbacks: Any) -> None:
    heard: list[frozenset[str]] = []

    def hear(sources: frozenset[str], **_: Any) -> None:
        heard.append(sources)

    editions_changed.connect(hear)
    try:
        with announced_together(), django_capture_on_commit_callbacks(execute=True):
            for release in Release.objects.filter(source_id__in=["ashe-3", "ashe-20"], state="published"):
                withdraw_release(release=release, by="test", reason="")
    finally:
        editions_changed.disconnect(hear)
    assert heard == [frozenset({"ashe-3", "ashe-20"})]


def test_an_edition_stays_published_when_a_listener_fails(django_capture_on_commit_callbacks: Any) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError("a listener broke")

    release = Release.objects.get(source_id="ashe-3", state="published")
    editions_changed.connect(fail)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            withdraw_release(release=release, by="test", reason="")
    finally:
        editions_changed.disconnect(fail)
    release.refresh_from_db()
    assert release.state == "withdrawn"


@pytest.mark.django_db(transaction=True)
def test_readers_see_the_old_index_until_the_new_one_is_complete(two_units: None) -> None:
    rebuild_index()
    seen: list[int] = []
    deleted, looked = threading.Event(), threading.Event()

    def read() -> None:
        deleted.wait(30)
        seen.append(SearchName.objects.count())
        connection.close()
        looked.set()

    reader = threading.Thread(target=read)
    reader.start()
    with transaction.atomic():
        OccupationGroup.objects.filter(code="2313").delete()
        assert rebuild_index().names == 1
        deleted.set()
        assert looked.wait(30)
    reader.join()
    assert seen == [2]
    assert SearchName.objects.count() == 1


# Synonyms


def shipped(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "synonyms.csv"
    path.write_text("\n".join(["phrase,units,expansion,broad,note", *lines]) + "\n", encoding="utf-8")
    return path


def test_the_shipped_list_points_only_to_unit_groups_and_has_each_phrase_once() -> None:
    entries = list(shipped_synonyms())
    known = set(OccupationGroup.objects.units().values_list("code", flat=True))
    assert [(e.phrase, e.units) for e in entries if not set(e.units) <= known or not (e.units or e.expansion)] == []
    forms = [normal(entry.phrase) for entry in entries]
    assert len(forms) == len(set(forms))
    assert all(entry.phrase == entry.phrase.lower().strip() for entry in entries)
    assert {"security", "data entry", "library", "driving"} <= {entry.phrase for entry in entries if entry.broad}


def test_a_changed_list_changes_synonyms_and_loading_again_changes_nothing(tmp_path: Path) -> None:
    load_synonyms(shipped(tmp_path, "sparky,5241,,,", "tree hugger,2151,,,"))
    path = shipped(tmp_path, "sparky,5241 5249,,,", "brickie,5313,,,")
    assert load_synonyms(path) == 3  # changed, added, removed
    assert Synonym.objects.get(phrase="sparky").units == ["5241", "5249"]
    assert not Synonym.objects.filter(phrase="tree hugger").exists()
    assert load_synonyms(path) == 0


def test_what_a_curator_decided_survives_loading(tmp_path: Path) -> None:
    path = shipped(tmp_path, "sparky,5241,,,", "brickie,5313,,,", "chippy,5316,,,")
    load_synonyms(path)
    _as_in_another_transaction()
    Synonym.objects.filter(phrase="sparky").update(units=["5249"])
    Synonym.objects.get(phrase="brickie").delete()
    Synonym.objects.create(phrase="tin basher", units=["5211"])
    assert load_synonyms(path) == 0
    assert Synonym.objects.get(phrase="sparky").units == ["5249"]
    assert not Synonym.objects.filter(phrase="brickie").exists()
    assert Synonym.objects.filter(phrase="tin basher").exists()


def test_a_list_with_other_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "synonyms.csv"
    path.write_text("phrase,codes\nsparky,5241\n", encoding="utf-8")
    with pytest.raises(ValueError, match="must have the columns"):
        load_synonyms(path)


@pytest.mark.django_db(transaction=True)
def test_without_the_classification_nothing_is_loaded(tmp_path: Path) -> None:
    assert load_synonyms(shipped(tmp_path, "sparky,5241,,,")) == 0
    assert not Synonym.objects.exists()


def build() -> None:
    """What a worker does when it hears that a synonym was saved."""
    deliver_waiting(now=timezone.now())


def test_a_curators_word_is_found_once_a_worker_has_built_and_gone_when_deleted(few_names: None) -> None:
    assert "5223" not in units_found("gizmo whisperer")[:1]
    word = Synonym.objects.create(phrase="gizmo whisperer", units=["5223", "5224"])
    build()
    assert units_found("Gizmo Whisperers")[:2] == ["5223", "5224"]
    word.delete()
    build()
    assert units_found("gizmo whisperer")[:2] != ["5223", "5224"]


def test_many_synonyms_at_once_make_one_rebuild(few_names: None) -> None:
    for number in range(3):
        Synonym.objects.create(phrase=f"gizmo whisperer {number}", units=["5223"])
    build()
    last = SearchName.objects.order_by("id").first()
    assert last is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM lmi_searchname_id_seq")
        used = cursor.fetchone()[0]
    assert used - last.pk + 1 == SearchName.objects.count()  # one build's numbers, none thrown away after it


def test_an_expansion_is_searched_with_instead(few_names: None) -> None:
    Synonym.objects.create(phrase="tooth tinkerer", expansion="dental surgeon")
    build()
    assert units_found("tooth tinkerer")[0] == "2253"
    assert units_found("young tooth tinkerer")[0] == "2253"


def test_the_command_says_what_it_built(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("build_search_index")
    said = capsys.readouterr().out
    assert said.startswith("0 synonyms changed")
    assert f"{SearchName.objects.count():,} names" in said
