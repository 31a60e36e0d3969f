"""Subjects, curriculum topics and fixed choices: complete, known to the rest, and short enough for their columns."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from django.utils.encoding import force_str

from ambassadors.choices import ACCESS_NEEDS, LANGUAGES, PEER_GOALS, PEER_INTERESTS
from ambassadors.models import Ambassador, VisitRequest
from ambassadors.topics import FILE, STEM_SUBJECTS, SUBJECTS, TOPICS, subject_choices, topic_choices, topics_of
from lmi.enums import Level
from lmi.models import OccupationGroup
from pathways.subjects import school_subjects

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def test_every_school_subject_is_there_once_with_stem_first():
    assert set(SUBJECTS) == {subject.slug for subject in school_subjects()}
    assert list(SUBJECTS)[: len(STEM_SUBJECTS)] == list(STEM_SUBJECTS)
    assert force_str(SUBJECTS["chemistry"]) == "Chemistry"
    assert [slug for slug, _title in subject_choices()] == list(SUBJECTS)


def test_topics_have_slugs_that_fit_and_titles_of_their_own():
    longest = Ambassador._meta.get_field("topics").base_field.max_length
    assert len(TOPICS) >= 160
    assert len(TOPICS) == FILE.read_text(encoding="utf-8").count("\n") - 1, "a slug is there twice"
    assert all(SLUG.fullmatch(slug) and len(slug) <= longest for slug in TOPICS)
    assert longest == VisitRequest._meta.get_field("topic").max_length
    assert max(Counter(topic.title for topic in TOPICS.values()).values()) == 1
    assert not [topic.title for topic in TOPICS.values() if ";" in topic.title or topic.title != topic.title.strip()]


def test_topics_belong_to_known_subjects_and_say_ages_fields_and_work():
    for topic in TOPICS.values():
        assert topic.subject in SUBJECTS, topic.slug
        assert topic.phases, topic.slug
        assert topic.disciplines, topic.slug
        assert len(set(topic.soc2020)) == len(topic.soc2020) >= 2, topic.slug


@pytest.mark.django_db
def test_hints_at_work_are_real_unit_groups():
    known = set(OccupationGroup.objects.filter(level=Level.UNIT).values_list("code", flat=True))
    assert {code for topic in TOPICS.values() for code in topic.soc2020} <= known


def test_topics_of_a_subject_narrow_by_age():
    everything, younger = topics_of("chemistry"), topics_of("chemistry", "ks3")
    assert {topic.slug for topic in younger} < {topic.slug for topic in everything}
    assert "organic-synthesis" not in {topic.slug for topic in younger}
    assert topics_of("history") == ()


def test_grouped_choices_hold_every_topic_once():
    slugs = [slug for _title, group in topic_choices() for slug, _words in group]
    assert sorted(slugs) == sorted(TOPICS)


@pytest.mark.parametrize(
    ("choices", "longest"),
    [(ACCESS_NEEDS, 24), (LANGUAGES, 8), (PEER_GOALS, 24), (PEER_INTERESTS, 24)],
    ids=["access", "languages", "peer_goals", "peer_interests"],
)
def test_choices_fit_their_columns_and_differ(choices, longest):
    assert all(0 < len(slug) <= longest for slug in choices)
    titles = [force_str(title) for title in choices.values()]
    assert len(set(titles)) == len(titles)


def test_sign_language_and_welsh_are_languages():
    assert {"bfi", "cy", "en", "ur", "pl"} <= set(LANGUAGES)
