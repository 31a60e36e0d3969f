"""Printing: what goes in as data comes out as words, in a file that a screen reader can read."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override
from PIL import Image
from structlog.testing import capture_logs

from foundation import pdf
from foundation.pdf import PrintError, pdf_response, render_pdf, render_pictures
from tests.foundation.pdf_reading import fonts, pages, tags, unpacked

ROOT = Path(pdf.ROOT)
WORDS = "tests/data/print/words.typ"
MARKUP = [
    '#panic("read as code") #read("/manage.py") #import "/x.typ"',
    "= Heading *strong* _stress_ `raw` $x$ @label <label> // comment /* more */",
    '"] #sys.inputs \\ \\u{41} #{1 + 1} ~ -- ---',
    "]}) \"'",
]


def document(*words: str, **more: Any) -> dict[str, Any]:
    return {"heading": "Example", "facts": [{"label": "Who", "value": "Siân Llŷr"}], "words": list(words), **more}


def picture(words: str) -> bytes:
    (page,) = render_pictures(WORDS, document(words), title="Example")
    return page


def test_the_file_says_its_title_language_and_standard() -> None:
    text = unpacked(render_pdf(WORDS, document("Some words."), title="Visit to Example School"))

    assert "/Title(Visit to Example School)" in text
    assert "/DisplayDocTitle true" in text
    assert "/Lang(en-GB)" in text
    assert "/Marked true" in text
    assert "<pdfuaid:part>1</pdfuaid:part>" in text


def test_the_language_is_the_one_now_active() -> None:
    with override("cy"):
        assert "/Lang(cy-GB)" in unpacked(render_pdf(WORDS, document("Geiriau."), title="Enghraifft"))


def test_headings_paragraphs_and_facts_are_tagged() -> None:
    found = tags(render_pdf(WORDS, document("First.", "Second."), title="Example"))

    assert found.count("H1") == 1
    assert found.count("P") == 2
    assert (found.count("L"), found.count("LI"), found.count("Lbl"), found.count("LBody")) == (1, 1, 1, 1)


def test_fonts_are_the_project_s_own_and_embedded() -> None:
    content = render_pdf(WORDS, document("Żółć, ŵŷ, ő, Đ, ğ – “words” · £5"), title="Example")

    assert fonts(content) == {"AtkinsonHyperlegibleNext-Regular", "AtkinsonHyperlegibleNext-Bold"}
    text = unpacked(content)
    assert text.count("/FontFile2") == text.count("/FontName/") == 2


@pytest.mark.parametrize("words", MARKUP, ids=["code", "markup", "escapes", "brackets"])
def test_data_is_never_read_as_markup(words: str) -> None:
    with capture_logs() as logs:
        content = render_pdf(WORDS, {**document(words), "heading": words}, title=words)

    assert logs == []
    assert tags(content).count("H1") == 1
    assert tags(content).count("P") == 1
    assert {"Strong", "Em", "Code", "Formula"} & set(tags(content)) == {"Strong"}  # of the label


def test_markup_is_drawn_letter_by_letter() -> None:
    drawn = {words: picture(words) for words in ("ab", "*ab*", "_ab_", "#[ab]")}

    assert len(set(drawn.values())) == 4
    assert tags(render_pdf(WORDS, document("*ab*"), title="Example")).count("Strong") == 1  # the label's


def test_the_same_data_gives_the_same_bytes() -> None:
    assert render_pdf(WORDS, document("Words."), title="Example") == render_pdf(
        WORDS, document("Words."), title="Example"
    )


def test_letters_without_a_font_become_squares_and_are_logged() -> None:
    with capture_logs() as logs:
        content = render_pdf(WORDS, document("张伟 Example 😀"), title="Example")

    assert pages(content) == 1
    assert [(line["event"], line["different"]) for line in logs] == [("print.letters_without_a_font", 3)]


@pytest.mark.parametrize("words", ["Дмитро", "Ελένη", "محمد", "שלום"], ids=["cyrillic", "greek", "arabic", "hebrew"])
def test_other_scripts_are_drawn(words: str) -> None:
    with capture_logs() as logs:
        render_pdf(WORDS, document(words), title=words)

    assert logs == []


def test_letters_that_deceive_or_cannot_be_printed_are_taken_out() -> None:
    assert picture("Sam\u202eple\x07\x00\ufeff") == picture("Sample")
    assert picture("Sam\tple") == picture("Sam ple")


def test_words_without_a_space_stay_on_the_page() -> None:
    long = "averylongnamewithoutaspace" * 6 + "@" + "example." * 12 + "sch.uk"
    facts = [{"label": "E-mail", "value": long}, {"label": "No value", "value": ""}]
    (page,) = render_pictures(WORDS, document(facts=facts), title="Example")

    drawn = Image.open(io.BytesIO(page)).convert("L")
    margin = drawn.crop((drawn.width - 55, 0, drawn.width, drawn.height))  # 17 mm less a hair
    assert min(margin.tobytes()) > 250


def test_several_pages_are_numbered_and_a_demo_says_so_on_each() -> None:
    many = document(*["Words of a paragraph that goes on for a while. " * 12] * 20)
    content = render_pdf(WORDS, many, title="Example", is_demo=True)

    assert pages(content) == len(render_pictures(WORDS, many, title="Example", is_demo=True)) == 3
    plain = render_pictures(WORDS, many, title="Example")
    for page, other in zip(plain, render_pictures(WORDS, many, title="Example", is_demo=True), strict=True):
        assert page != other
    assert tags(content).count("P") == 21  # the first page says it in its text


def test_nothing_is_fetched() -> None:
    with pytest.raises(PrintError, match=r"package\.typ"):
        render_pdf("tests/data/print/package.typ", {}, title="Example")
    for template in [*ROOT.glob("foundation/typst/*.typ"), *ROOT.glob("ambassadors/documents/*.typ")]:
        assert "@preview" not in template.read_text()


def test_what_is_never_done_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_SECONDS", 0.5)

    with pytest.raises(PrintError, match=r"not set within 0\.5 seconds"):
        render_pdf("tests/data/print/endless.typ", {}, title="Example")


def test_more_data_than_a_document_may_hold_is_refused() -> None:
    with pytest.raises(PrintError, match="bytes of data"):
        render_pdf(WORDS, document("word " * 50_000), title="Example")


def test_a_template_that_lacks_data_is_a_fault_that_names_it() -> None:
    with pytest.raises(PrintError, match=r"words\.typ"):
        render_pdf(WORDS, {}, title="Example")


@pytest.mark.parametrize(
    "path",
    ["../outside.typ", "/etc/passwd", "foundation/pdf.py", "foundation/typst/none.typ", "words.typ"],
    ids=["above", "absolute", "not-typst", "missing", "no-room"],
)
def test_only_templates_of_the_project_are_set(path: str) -> None:
    with pytest.raises(ValueError, match="No template of the project"):
        render_pdf(path, {}, title="Example")


def test_a_download_and_a_page_shown_say_what_they_are() -> None:
    saved = pdf_response(b"%PDF-", filename="visit-7")
    shown = pdf_response(b"%PDF-", filename="visit-7", as_attachment=False)

    assert saved["Content-Type"] == shown["Content-Type"] == "application/pdf"
    assert saved["Content-Disposition"] == 'attachment; filename="visit-7.pdf"'
    assert shown["Content-Disposition"] == 'inline; filename="visit-7.pdf"'
