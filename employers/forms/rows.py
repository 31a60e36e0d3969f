"""Rows of a list in a form: read from what was sent, added and taken away without JavaScript."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from employers.enums import PreferredKind, WayIn, Weight
from employers.forms import naming
from pathways.book import Book

MOST_ROWS = 30
EMPTY_CHOICE = [("", gettext_lazy("Choose"))]
LEVELS = [("", gettext_lazy("any")), ("E", gettext_lazy("Entry")), *((str(n), str(n)) for n in range(1, 9))]
Values = dict[str, str]


class RowForm(forms.Form):
    """One row; a row in which nothing was filled in is left out."""

    # A row counts as filled in when one of these is.
    telling: tuple[str, ...] = ()

    def row(self) -> dict[str, Any]:
        """The row as the action takes it; only of a form that is valid."""
        return dict(self.cleaned_data)


class NamedRowForm(RowForm):
    """A row that names something from a list of ours in words, which are taken for a code or asked about.

    `code` is what the words stood for when the form was made: it holds while they are the same. `pick` is the
    choice between several that the words fit.
    """

    words = forms.CharField(max_length=80, required=False)
    code = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)
    pick = forms.CharField(max_length=80, required=False)

    def __init__(self, *args: Any, held: Book, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = held
        self.found = ""
        self.candidates: tuple[naming.Named, ...] = ()

    def list_of(self, kind: str) -> str:
        """The kind of list that words of this kind of row are looked up in."""
        return kind

    def clean(self) -> dict[str, Any]:
        """Find the code; several that fit, or none, is an error that says what to do."""
        cleaned = super().clean() or self.cleaned_data
        kind, words = self.list_of(cleaned.get("kind") or ""), cleaned.get("words") or ""
        for known in (cleaned.get("pick") or "", self._kept(kind, cleaned.get("code") or "", words)):
            if known and naming.holds(self.held, kind, known):
                self.found = known
                return cleaned
        found = naming.resolve_in(self.held, kind, words)
        self.found, self.candidates = found.code, found.candidates
        if self.candidates:
            self.add_error("words", _("Several fit. Choose the one that you mean."))
        elif found.is_unknown and words and naming.is_listed(kind):
            self.add_error("words", naming.unknown_words(kind, words))
        return cleaned

    def _kept(self, kind: str, code: str, words: str) -> str:
        return code if code and naming.title_in(self.held, kind, code).casefold() == words.casefold() else ""


class PreferredForm(NamedRowForm):
    """A qualification, and what the employer makes of it."""

    telling = ("kind", "words", "grade", "weight")
    kind = forms.ChoiceField(
        choices=[*EMPTY_CHOICE, *PreferredKind.choices],
        label=gettext_lazy("Type"),
        error_messages={"required": gettext_lazy("Choose the type of qualification.")},
    )
    words = forms.CharField(max_length=80, required=False, label=gettext_lazy("Subject or name"))
    grade = forms.CharField(max_length=20, required=False, label=gettext_lazy("Grade"))
    level = forms.ChoiceField(choices=LEVELS, required=False, label=gettext_lazy("Level"))
    weight = forms.ChoiceField(
        choices=[*EMPTY_CHOICE, *Weight.choices],
        label=gettext_lazy("How much it matters"),
        error_messages={"required": gettext_lazy("Choose whether it is essential, useful, or something you teach.")},
    )

    def row(self) -> dict[str, Any]:
        """In the action's fields."""
        cleaned = self.cleaned_data
        return {
            "kind": cleaned["kind"],
            "subject": self.found,
            "grade": cleaned["grade"],
            "level": cleaned["level"],
            "weight": cleaned["weight"],
        }


class WayInForm(NamedRowForm):
    """A way by which people really come into the role."""

    telling = ("kind", "words", "note")
    kind = forms.ChoiceField(
        choices=[*EMPTY_CHOICE, *WayIn.choices],
        label=gettext_lazy("Way in"),
        error_messages={"required": gettext_lazy("Choose the way in.")},
    )
    words = forms.CharField(max_length=80, required=False, label=gettext_lazy("Which one"))
    note = forms.CharField(max_length=200, required=False, label=gettext_lazy("In a few words"))

    def list_of(self, kind: str) -> str:
        """Apprenticeships, T Levels and degrees have lists."""
        return naming.LIST_OF_WAY.get(kind, "")

    def clean(self) -> dict[str, Any]:
        """Words for a way in without a list belong into the note."""
        cleaned = super().clean()
        if not self.list_of(cleaned.get("kind") or ""):
            self.found = ""
        return cleaned

    def row(self) -> dict[str, Any]:
        """In the action's fields."""
        cleaned = self.cleaned_data
        return {"kind": cleaned["kind"], "reference": self.found, "note": cleaned["note"]}


class LinkForm(RowForm):
    """An address where the employer says more."""

    telling = ("title", "address")
    title = forms.CharField(
        max_length=100,
        label=gettext_lazy("What it is"),
        error_messages={"required": gettext_lazy("Say what the page is.")},
    )
    address = forms.URLField(
        max_length=300,
        label=gettext_lazy("Address"),
        assume_scheme="https",
        widget=forms.URLInput(attrs={"inputmode": "url"}),
        error_messages={
            "required": gettext_lazy("Give the address."),
            "invalid": gettext_lazy("Give the whole address, such as https://example.org/jobs."),
        },
    )


class PhotoForm(RowForm):
    """A photograph that is uploaded already: its name is signed, so that nobody points at another's picture."""

    telling = ("image",)
    image = forms.CharField(max_length=300, widget=forms.HiddenInput)
    alternative = forms.CharField(
        max_length=200,
        label=gettext_lazy("What it shows, for people who cannot see it"),
        error_messages={"required": gettext_lazy("Say what the photograph shows.")},
    )


class Rows:
    """A list of rows under one name, as typed: `values` are what the forms show, wrong or right."""

    def __init__(self, name: str, form: type[RowForm], values: Iterable[Values], *, bound: bool) -> None:
        self.name, self.form, self.bound = name, form, bound
        self.values = list(values)[:MOST_ROWS]
        self._forms: list[RowForm] | None = None

    @classmethod
    def sent(cls, name: str, form: type[RowForm], data: Mapping[str, Any]) -> Rows:
        """The rows of a form that was sent, in order; the ones in which nothing was filled in go."""
        count = str(data.get(f"{name}-count", "0"))
        many = min(int(count), MOST_ROWS) if count.isascii() and count.isdigit() and len(count) < 5 else 0
        rows = [{key: str(data.get(f"{name}-{n}-{key}", "")) for key in form.base_fields} for n in range(many)]
        return cls(name, form, rows, bound=True)

    @property
    def filled(self) -> list[Values]:
        """Those in which something was filled in."""
        return [row for row in self.values if any(row.get(key, "").strip() for key in self.form.telling)]

    def add(self) -> None:
        """One more empty row, without asking about those that are there."""
        self.values = [*self.values, {}][:MOST_ROWS]
        self._forms, self.bound = None, False

    def remove(self, number: int) -> None:
        """Take one row away."""
        self.values = [row for n, row in enumerate(self.values) if n != number]
        self._forms, self.bound = None, False

    def drop_empty(self) -> None:
        """Keep only what was filled in."""
        self.values, self._forms = self.filled, None

    @property
    def forms(self) -> list[RowForm]:
        """A form a row."""
        if self._forms is None:
            # The lists are read once for all rows.
            more = {"held": naming.book()} if issubclass(self.form, NamedRowForm) else {}
            self._forms = [self._form(number, row, more) for number, row in enumerate(self.values)]
        return self._forms

    def _form(self, number: int, row: Values, more: Mapping[str, Any]) -> RowForm:
        prefix = f"{self.name}-{number}"
        if self.bound:
            return self.form({f"{prefix}-{key}": value for key, value in row.items()}, prefix=prefix, **more)
        return self.form(initial=row, prefix=prefix, **more)

    def is_valid(self) -> bool:
        """Whether every row is right; looks at all of them."""
        return all(list(map(RowForm.is_valid, self.forms)))

    def rows(self) -> list[dict[str, Any]]:
        """The rows as the action takes them."""
        return [form.row() for form in self.forms]

    def add_error(self, number: int, field: str, said: Sequence[str]) -> None:
        """Put what the action says about a row beside the row."""
        form = self.forms[number]
        known = {"subject": "words", "reference": "words"}.get(field, field)
        form.add_error(known if known in form.fields else None, list(said))

    @property
    def errors(self) -> list[tuple[str, str]]:
        """What is wrong, with the id of its field, for the error summary."""
        pairs = []
        for number, form in enumerate(self.forms, start=1):
            for field, said in form.errors.items() if self.bound else ():
                name = field if field in form.fields else next(iter(form.fields))
                where = _("Row %(number)d") % {"number": number}
                pairs += [(f"{where}: {words}", form[name].id_for_label) for words in said]
        return pairs
