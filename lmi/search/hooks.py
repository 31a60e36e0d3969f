"""When the index is built anew: other editions published, starter tables loaded, a synonym changed."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save

from evidence.signals import editions_changed, starter_loaded
from foundation import outbox
from lmi.models import SearchName, Synonym
from lmi.search.index import READ_SOURCES, rebuild_index
from lmi.search.synonyms import load_synonyms

KIND = "lmi.rebuild_search_index"


def connect() -> None:
    """Listen; called once when the app is ready."""
    editions_changed.connect(_editions_changed, dispatch_uid="lmi.search.editions_changed")
    starter_loaded.connect(_starter_loaded, dispatch_uid="lmi.search.starter_loaded")
    post_save.connect(_synonym_changed, sender=Synonym, dispatch_uid="lmi.search.synonym_saved")
    post_delete.connect(_synonym_changed, sender=Synonym, dispatch_uid="lmi.search.synonym_deleted")


def _editions_changed(sources: frozenset[str], **_: Any) -> None:
    """Other names, groups or numbers of people: everything anew."""
    if sources.intersection(READ_SOURCES):
        load_synonyms()  # an entry for a unit group that was not there before can now be taken in
        rebuild_index()


def _starter_loaded(**_: Any) -> None:
    """A newer list of synonyms may have come with the project, or the index may never have been built."""
    if load_synonyms() or not SearchName.objects.exists():
        rebuild_index()


def _synonym_changed(**_: Any) -> None:
    """Building takes seconds, so a worker does it; saves that come before it begins share one building."""
    outbox.put(KIND, {}, dedupe_key="index")


@outbox.handles(KIND, repeatable=True)
def _rebuild(_payload: dict[str, Any]) -> None:
    rebuild_index()
