"""What search reads: a row for each name, word and phrase; built from the facts and the synonyms, never edited."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lmi.models.occupations import OccupationGroup

# The text search configuration of migration 0002: accents off, English stems, no stop words ("IT" is a word here).
STEMMED = "waymark"
PLAIN = "simple"


class NameKind(models.TextChoices):
    """Where a searchable name comes from."""

    UNIT_GROUP = "unit_group", _("occupation")
    RELATED = "related", _("job title")
    CODING_INDEX = "coding_index", _("job title")
    SYNONYM = "synonym", _("word people use")


class SearchName(models.Model):
    """A name of work in a unit group, as shown and as compared.

    `words` and `detail_words` are the name and its qualifier in normal form (lmi.search.words). The
    labels in `document` say where a word stood: A name, B stem of the name, C qualifier, D stem of it.
    `mass` is the information in the name (sum of word weights); `prior` grows with the people employed.
    """

    soc2020 = models.ForeignKey(OccupationGroup, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=NameKind.choices)
    name = models.TextField()
    detail = models.TextField(default="")
    words = models.TextField(db_collation="C")
    detail_words = models.TextField(default="", db_collation="C")
    position = models.PositiveSmallIntegerField(default=0, help_text="Place in a synonym's list of units.")
    mass = models.FloatField(default=0.0)
    prior = models.FloatField(default=0.0)
    suggested = models.BooleanField(default=False, help_text="The one row of its name that suggestions show.")
    document = models.GeneratedField(
        expression=SearchVector("words", config=PLAIN, weight="A")
        + SearchVector("words", config=STEMMED, weight="B")
        + SearchVector("detail_words", config=PLAIN, weight="C")
        + SearchVector("detail_words", config=STEMMED, weight="D"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        indexes = [
            # The table is written all at once and read all day: no list of pending entries to wade through.
            GinIndex(fields=["document"], name="search_name_document", fastupdate=False),
            models.Index(fields=["words"], name="search_name_words"),
            models.Index(F("words"), name="search_name_suggested", condition=Q(suggested=True)),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.soc2020_id})"


class SearchWord(models.Model):
    """A word that occurs in a searchable name: in how many, and how much it tells (inverse frequency)."""

    word = models.TextField(primary_key=True, db_collation="C")
    names = models.PositiveIntegerField()
    weight = models.FloatField()

    class Meta:
        indexes = [GistIndex(OpClass(F("word"), name="gist_trgm_ops"), name="search_word_trigrams")]

    def __str__(self) -> str:
        return self.word


class SearchPhrase(models.Model):
    """A synonym in normal form: what to search with instead, and whether to offer groups."""

    phrase = models.TextField(primary_key=True, db_collation="C")
    expansion = models.TextField(default="")
    units = ArrayField(models.CharField(max_length=4), default=list)
    broad = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.phrase
