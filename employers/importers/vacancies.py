"""Adverts for apprenticeships in the shape of the Display Advert API, versions 1 and 2: pages of a list, and details.

Contact names, telephone numbers and mail addresses have fields of their own there, which are never read; what of
them stands in other text is taken out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from employers.importers.vacancy_row import VALUES, Advert, UnusableAdvertError, advert_of
from employers.models import Vacancy
from evidence.importing.contract import MIB, Edition, Importer, Limits, RefusedFileError, Report, Row

_DAY_IN_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})")
_TOTALS = ("total", "totalFiltered", "totalPages")


class ApprenticeshipVacancies(Importer):
    """All adverts that were open on one day; the day stands in the name of every file.

    Files are answers of `GET /vacancy` (pages, `{"vacancies": [...], "totalPages": n}`), of which all have to be
    there, and of `GET /vacancy/{vacancyReference}`, which add qualifications and skills to the adverts of the list.
    The list gives an advert once for each place of work; here it is one row with all its places.
    """

    source = "apprenticeship-vacancies"
    model = Vacancy
    key = ("reference",)
    values = VALUES
    unit_column = ""
    # Adverts come and go within weeks: most of last month's are gone, which is no sign of a damaged file.
    limits = Limits(
        max_bytes=32 * MIB,
        max_bad_share=0.02,
        max_dropped_share=0.8,
        plausible={"hours_per_week": (25, 48), "level": (2, 6)},
    )
    raw_files: ClassVar[
        dict[str, tuple[str, ...]]
    ] = {}  # fetched with a key of one's own; none is kept with the project

    def edition(self, files: Sequence[Path]) -> Edition:
        """The day in the files' names; refused when they have none, or several."""
        days = {found[1] if (found := _DAY_IN_NAME.search(path.name)) else "" for path in files}
        if len(days) != 1 or "" in days:
            raise RefusedFileError("the files' names do not all say the same day (YYYY-MM-DD)", files[0].name)
        try:
            day = date.fromisoformat(days.pop())
        except ValueError as error:
            raise RefusedFileError("the day in the file's name is no day", files[0].name) from error
        words = f"{day.day} {day:%B %Y}"
        return Edition("all", words, words, "final", period_start=day, period_end=day, retrieved_on=day)

    def read(self, files: Sequence[Path], report: Report) -> Iterator[Row]:
        """One row an advert, in order of its number; the line is the advert's place in its file."""
        adverts: dict[str, Advert] = {}
        places: dict[str, tuple[str, int]] = {}
        for name, line, given in _given(files):
            reference = _reference(given)
            try:
                advert = advert_of(given)
            except UnusableAdvertError as error:
                # The advert itself is not kept: it may name somebody.
                report.bad(name, line, f"advert {reference}", str(error))
                continue
            known = adverts.get(advert.reference)
            adverts[advert.reference] = known.with_more(advert) if known else advert
            places.setdefault(advert.reference, (name, line))
        for reference in sorted(adverts):
            yield Row(*places[reference], adverts[reference].values())


def _reference(given: Any) -> str:
    said = str(given.get("vacancyReference", "")) if isinstance(given, dict) else ""
    return "".join(letter for letter in said if letter.isalnum())[:16] or "without a number"


def _given(files: Sequence[Path]) -> Iterator[tuple[str, int, Any]]:
    """Every advert as it stands, with its file and its place there; raises RefusedFileError for another layout."""
    pages: list[tuple[Path, dict[str, Any]]] = []
    files = sorted(files, key=lambda path: path.name)  # so that an advert's places stand in one order
    for path in files:
        content = _content(path)
        if "vacancies" in content:
            pages.append((path, content))
        elif "vacancyReference" not in content:
            raise RefusedFileError("neither a page of adverts nor an advert", path.name)
    _check_pages(pages)
    for path, page in pages:
        yield from ((path.name, place, given) for place, given in enumerate(page["vacancies"], start=1))
    known = {path for path, _page in pages}
    for path in files:
        if path not in known:
            yield path.name, 1, _content(path)


def _content(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise RefusedFileError("the file is damaged, cut short or no JSON", path.name) from error
    if not isinstance(content, dict):
        raise RefusedFileError("the file holds no object", path.name)
    return content


def _check_pages(pages: Sequence[tuple[Path, dict[str, Any]]]) -> None:
    """All pages of one list, none missing: an absent page would read as adverts that closed."""
    if not pages:
        return
    first_path, first = pages[0]
    for path, page in pages:
        if not isinstance(page["vacancies"], list):
            raise RefusedFileError("“vacancies” is no list", path.name)
        if any(not isinstance(page.get(name), int) for name in _TOTALS):
            raise RefusedFileError(f"the page does not say {', '.join(_TOTALS)}", path.name)
        if any(page[name] != first[name] for name in _TOTALS):
            raise RefusedFileError(f"another list than that of {first_path.name}: the totals differ", path.name)
    if len(pages) != first["totalPages"]:
        raise RefusedFileError(f"{len(pages)} pages of {first['totalPages']}", first_path.name)
    held = sum(_lengths(page for _path, page in pages))
    if held != first["totalFiltered"]:
        raise RefusedFileError(f"{held} adverts of {first['totalFiltered']}", first_path.name)


def _lengths(pages: Iterable[dict[str, Any]]) -> Iterator[int]:
    return (len(page["vacancies"]) for page in pages)
