"""Documents to print: data and a Typst template in, a tagged PDF (PDF/UA-1) or pictures of its pages out."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import structlog
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _

ROOT = Path(__file__).resolve().parent.parent
WORKER = ROOT / "foundation" / "typst" / "worker.py"
TEMPLATE = re.compile(r"(?:[a-z0-9_]+/)+[a-z0-9_]+\.typ")
MOST_DATA = 200_000  # bytes of JSON: some eighty dense pages
MOST_SECONDS = 20.0
# Controls cannot be drawn, and those that turn the direction of writing make words look like others.
UNPRINTABLE = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
# Nothing of the server's environment is passed on, and the way to any network ends at a port nobody listens at.
ENVIRONMENT = {
    "HTTP_PROXY": "http://127.0.0.1:9",
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "ALL_PROXY": "http://127.0.0.1:9",
}

log = structlog.get_logger(__name__)


class PrintError(RuntimeError):
    """A document that could not be made: a fault of the template, or more data than one may hold."""


def render_pdf(template: str, data: Mapping[str, Any], *, title: str, is_demo: bool = False) -> bytes:
    """The document as a tagged PDF (PDF/UA-1), fonts embedded, in the language now active.

    `template` is a path from the project's root (`ambassadors/documents/visit_pack.typ`); it defines
    `body(data)`. `data` is what JSON can hold and is passed as data: no word of it is read as markup.
    The same data gives the same bytes. Raises PrintError when the template fails, the data is larger
    than 200 kB or setting takes longer than 20 seconds, and ValueError for what is no template's path.
    """
    (content,) = _pages(template, data, title, is_demo, "pdf")
    return content


def render_pictures(
    template: str, data: Mapping[str, Any], *, title: str, is_demo: bool = False, dots_per_inch: int = 96
) -> list[bytes]:
    """The same document as one PNG a page, for looking at and for counting; raises as `render_pdf` does."""
    return _pages(template, data, title, is_demo, "png", dots_per_inch)


def pdf_response(content: bytes, *, filename: str, as_attachment: bool = True) -> HttpResponse:
    """The document as a download, or shown in the reader's program; `filename` without its ending.

    Caching is the caller's to say.
    """
    response = HttpResponse(content, content_type="application/pdf")
    named = content_disposition_header(as_attachment, f"{filename}.pdf")
    response.headers["Content-Disposition"] = named or "attachment"
    return response


def _pages(
    template: str,
    data: Mapping[str, Any],
    title: str,
    is_demo: bool,
    kind: Literal["pdf", "png"],
    dots_per_inch: int = 96,
) -> list[bytes]:
    if not TEMPLATE.fullmatch(template) or not (ROOT / template).is_file():
        raise ValueError(f"No template of the project: {template}")
    given = json.dumps(
        {"about": _about(title, is_demo), "data": _printable(data)}, ensure_ascii=False, cls=DjangoJSONEncoder
    )
    if len(given.encode()) > MOST_DATA:
        raise PrintError(f"{template}: more than {MOST_DATA} bytes of data")
    task = {
        "root": str(ROOT),
        "template": f"/{template}",
        "given": given,
        "format": kind,
        "dots_per_inch": dots_per_inch,
    }
    answer = _set(template, task)
    for warning in answer["warnings"]:
        log.warning("print.warning", template=template, warning=warning)
    if answer["undrawn"]:
        log.warning("print.letters_without_a_font", template=template, different=answer["undrawn"])
    return [base64.b64decode(page) for page in answer["pages"]]


def _set(template: str, task: Mapping[str, Any]) -> dict[str, Any]:
    """The worker's answer. A process of its own, because Typst cannot be stopped from outside within ours."""
    try:
        done = subprocess.run(  # noqa: S603 - our own worker; the task goes in as data
            [sys.executable, "-I", str(WORKER)],
            input=json.dumps(task).encode(),
            capture_output=True,
            timeout=MOST_SECONDS,
            env=ENVIRONMENT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PrintError(f"{template}: not set within {MOST_SECONDS:g} seconds") from error
    if done.returncode:
        raise PrintError(f"{template}: the worker failed: {done.stderr.decode(errors='replace')[-2000:]}")
    answer: dict[str, Any] = json.loads(done.stdout)
    if "error" in answer:
        raise PrintError(f"{template}: {answer['error']}")
    return answer


def _about(title: str, is_demo: bool) -> dict[str, str]:
    """What the house's dress needs of every document."""
    language, _dash, region = (get_language() or settings.LANGUAGE_CODE).partition("-")
    return {
        "title": _printable(title),
        "site": settings.SITE_NAME,
        "language": language,
        "region": (region or "gb").upper(),
        "page": _("Page {page} of {pages}"),
        "demo": _("Demo: the people, schools and visits in this document are invented.") if is_demo else "",
    }


def _printable(value: Any) -> Any:
    """The same data without letters that cannot be printed; Typst takes only whole texts, lists and mappings."""
    if isinstance(value, Promise):
        value = str(value)
    if isinstance(value, str):
        return UNPRINTABLE.sub("", value.replace("\t", " ").replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, Mapping):
        return {str(key): _printable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(one) for one in value]
    return value
