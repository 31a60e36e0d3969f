"""The fixed words of the students' pages can be read at about twelve."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import textstat
from django.conf import settings

TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates" / "students").rglob("*.html"))
MODULES = sorted((Path(settings.BASE_DIR) / "portal" / "pages" / "students").glob("*.py"))
TRANSLATE = re.compile(r"""{%\s*translate\s+(["'])(?P<words>.*?)\1""")
BLOCK = re.compile(r"{%\s*blocktranslate[^%]*%}(?P<words>.*?){%\s*endblocktranslate\s*%}", re.DOTALL)
# The automated readability index and Coleman-Liau give years of school in the United States: the seventh is ages
# 12 to 13. Both count letters, not syllables, so they need no dictionary from elsewhere.
OLDEST_SCHOOL_YEAR = 7
LONGEST_SENTENCE = 25  # words
LONGEST_ALONE = 8  # words; a shorter text is a label


def of_template(path: Path) -> list[str]:
    """The translatable texts of a template."""
    source = path.read_text()
    found = [match["words"] for match in TRANSLATE.finditer(source)]
    for match in BLOCK.finditer(source):
        found += match["words"].split("{% plural %}")
    return [re.sub(r"{{[^}]*}}", "work", text) for text in found]


def of_module(path: Path) -> list[str]:
    """The texts a module gives to gettext, implicitly joined strings included."""
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    named = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in ("_", "ngettext")]
    texts = [arg.value for call in named for arg in call.args if isinstance(arg, ast.Constant)]
    return [re.sub(r"%\(\w+\)s", "work", text).replace("%%", "%") for text in texts if isinstance(text, str)]


def sentences(texts: list[str]) -> list[str]:
    found = [part.strip() for text in texts for part in re.split(r"(?<=[.!?:])\s+", text)]
    return [sentence for sentence in found if len(sentence.split()) >= 2]


def prose(texts: list[str]) -> str:
    """Texts long enough to be read as sentences, as one text."""
    long = [sentence for sentence in sentences(texts) if len(sentence.split()) >= LONGEST_ALONE]
    return " ".join(sentence if sentence[-1] in ".!?" else f"{sentence}." for sentence in long)


ALL = [text for path in TEMPLATES for text in of_template(path)] + [
    text for path in MODULES for text in of_module(path)
]


def test_there_is_something_to_read():
    assert len(ALL) > 100


@pytest.mark.parametrize("index", [textstat.automated_readability_index, textstat.coleman_liau_index])
def test_reading_age_of_everything(index):
    assert index(prose(ALL)) <= OLDEST_SCHOOL_YEAR


@pytest.mark.parametrize("path", [*TEMPLATES, *MODULES], ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_reading_age_of_each_part(path):
    text = prose(of_template(path) if path.suffix == ".html" else of_module(path))
    if len(text.split()) < 40:
        return  # too short for an index to mean anything
    assert textstat.automated_readability_index(text) <= OLDEST_SCHOOL_YEAR + 1


def test_sentences_are_short():
    assert [sentence for sentence in sentences(ALL) if len(sentence.split()) > LONGEST_SENTENCE] == []


@pytest.mark.parametrize(
    "word", ["percentile", "quartile", "median", "classification", "methodology", "projection", "replacement demand"]
)
def test_words_of_the_trade_stay_out(word):
    assert [text for text in ALL if word in text.lower() and "n.e.c." not in text] == []


def test_the_index_tells_hard_words_from_plain_ones():
    hard = "Replacement demand constitutes the preponderance of anticipated occupational recruitment requirements."
    assert textstat.automated_readability_index(hard) > OLDEST_SCHOOL_YEAR + 5
