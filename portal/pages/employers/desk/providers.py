"""The desk of universities, colleges and training providers: what their courses require and prefer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import RedirectView, TemplateView

from accounts.enums import OrganisationKind
from accounts.permissions import Permission
from accounts.queries import organisations_with
from employers.actions.hand_in import hand_in
from employers.actions.moderation import EditConflictError, confirm_item, take_back_item, withdraw_item
from employers.actions.statements import CAH_LEVEL, save_statement
from employers.changes import changes_between
from employers.completeness import missing_in
from employers.enums import Stage
from employers.forms import naming
from employers.forms.rows import Rows
from employers.forms.statement import StatedForm, StatementForm
from employers.models import StatedSubject, SubjectStatement
from evidence.queries import current_editions
from foundation.access import needs
from pathways.importers.degree_subjects import CURRENT
from pathways.models import DegreeSubject
from portal.pages.employers.desk.base import DeskPage, reasons_of, version_of
from portal.pages.employers.desk.home import TAGS, next_step, reasons_of_each
from portal.pages.mistakes import Pair, first_words, form_errors, messages_by_field

FIELDS = ("degree_subject", "course", "address", "note")
KINDS = (OrganisationKind.UNIVERSITY, OrganisationKind.COLLEGE, OrganisationKind.PROVIDER)


def subject_choices() -> list[tuple[str, str]]:
    """Degree subjects of today's hierarchy, by title; those of the version before are kept beside them."""
    today = current_editions().of(CURRENT)
    rows = DegreeSubject.objects.filter(level=CAH_LEVEL, release__in=today).order_by("title", "code")
    return [(row.code, row.title) for row in rows]


class ChooseProvider(TemplateView):
    """Whose desk: with one organisation straight there."""

    access = needs(Permission.STATEMENT_EDIT)
    template_name = "employers/desk/choose.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Go on, or ask."""
        user: Any = request.user
        mine = list(organisations_with(user, Permission.STATEMENT_EDIT).filter(kind__in=KINDS))
        if len(mine) == 1:
            return redirect(reverse("providers-desk:home", args=[mine[0].slug]))
        context = {"organisations": mine, "crumbs": [(_("Your desk"), "")], "errors": [], "is_provider": True}
        return self.render_to_response(self.get_context_data(**context))


class ProviderPage(DeskPage):
    """A page about one provider."""

    access = needs(Permission.STATEMENT_EDIT)
    permission = Permission.STATEMENT_EDIT
    kinds = KINDS

    def desk_address(self, name: str, /, **kwargs: Any) -> str:
        """An address of this provider's desk."""
        return reverse(f"providers-desk:{name}", kwargs={"organisation": self.organisation.slug, **kwargs})

    def crumbs(self) -> list[Pair]:
        """The way here."""
        return [(_("Your desk"), reverse("providers-desk:choose")), (self.organisation.name, self.desk_address("home"))]


class ProviderHome(ProviderPage):
    """All statements with what to do next."""

    template_name = "employers/desk/statements.html"

    def crumbs(self) -> list[Pair]:
        """The page itself is the last one."""
        return [*super().crumbs()[:-1], (self.organisation.name, "")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The statements; as many SQL statements however many there are."""
        rows = SubjectStatement.objects.filter(organisation=self.organisation).with_stage()
        items = list(rows.select_related("latest_revision").order_by("degree_subject", "course", "pk"))
        titles = dict(subject_choices())
        reasons = reasons_of_each(items)
        lines = [
            {
                "title": titles.get(item.degree_subject, item.degree_subject),
                "course": item.course,
                "stage": item.stage,
                "tag": TAGS.get(item.stage, "plain"),
                "next_step": next_step(item.stage, None),
                "reasons": reasons.get(str(item.pk), ""),
                "href": self.desk_address("statement", pk=item.pk),
            }
            for item in items
        ]
        return super().get_context_data(lines=lines, **kwargs)


class StatementPage(ProviderPage):
    """One statement: its form, and the buttons that its state allows; without a number a new one."""

    template_name = "employers/desk/statement.html"

    @cached_property
    def item(self) -> SubjectStatement | None:
        """The statement's row; None for a new one, 404 alike for another organisation's and for none."""
        if "pk" not in self.kwargs:
            return None
        rows = SubjectStatement.objects.filter(organisation=self.organisation).select_related("organisation")
        found: SubjectStatement = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    def crumbs(self) -> list[Pair]:
        """Below the desk."""
        return [*super().crumbs(), (_("A statement") if self.item else _("A new statement"), "")]

    def standing(self) -> dict[str, Any]:
        """The newest version as a form with rows."""
        draft = self.item.draft() if self.item else None
        if draft is None:
            rows = Rows("stated", StatedForm, [{}], bound=False)
            return {"form": StatementForm(subjects=subject_choices()), "rows": rows, "missing": []}
        held = naming.book()
        values = [
            {
                "kind": row.kind,
                "code": row.subject,
                "words": naming.title_in(held, row.kind, row.subject),
                "grade": row.grade,
                "level": row.level,
                "weight": row.weight,
            }
            for row in draft.stated.all()
        ]
        initial = {name: getattr(draft, name) for name in FIELDS}
        return {
            "form": StatementForm(initial=initial, subjects=subject_choices()),
            "rows": Rows("stated", StatedForm, values or [{}], bound=False),
            "missing": [words for said in missing_in(draft).values() for words in said],
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, the state, the reasons."""
        item = self.item
        stage = item.stage if item else None
        context = {
            **(self.standing() if "form" not in kwargs else {"missing": []}),
            "item": item,
            "stage": stage,
            "is_submitted": stage is Stage.SUBMITTED,
            "version": item.version if item else 0,
            "reasons": reasons_of(item) if item and stage is Stage.RETURNED else "",
            "subjects": naming.school_subject_titles(),
            "conflict": [],
            "marks": {},
        }
        return super().get_context_data(**{**context, **kwargs})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Save, hand in, rows, take back, confirm, withdraw."""
        do, _colon, rest = request.POST.get("do", "save").partition(":")
        if do in ("take-back", "confirm", "withdraw"):
            return self._act(do)
        rows = Rows.sent("stated", StatedForm, request.POST)
        version = version_of(request.POST.get("version"))
        if do in ("add", "remove"):
            if do == "add":
                rows.add()
            elif (number := rest.rpartition(":")[2]).isascii() and number.isdigit() and len(number) < 4:
                rows.remove(int(number))
            typed = StatementForm(initial=request.POST.dict(), subjects=subject_choices())
            return self.render_to_response(self.get_context_data(form=typed, rows=rows, version=version))
        return self._save(rows, version, submit=do == "submit")

    def _save(self, rows: Rows, version: int | None, *, submit: bool) -> HttpResponse:
        form = StatementForm(self.request.POST, subjects=subject_choices())
        rows.drop_empty()
        if not all([form.is_valid(), rows.is_valid()]):
            return self._wrong(form, rows, version, [])
        try:
            made = save_statement(
                by=self.person,
                organisation=self.organisation,
                changes={name: form.cleaned_data[name] for name in FIELDS},
                stated=rows.rows(),
                statement=self.item,
                version=version if self.item else None,
            )
            if submit:
                hand_in(by=self.person, item=SubjectStatement.objects.select_related("organisation").get(pk=made.pk))
        except EditConflictError:
            return self._conflict(form, rows)
        except ValidationError as error:
            # Saved but not handed in: the page of the saved statement goes on.
            self.__dict__.pop("item", None)
            left = self._put(form, rows, error)
            return self._wrong(form, rows, self.item.version if self.item else version, left)
        messages.success(self.request, _("Handed in. A curator looks at it.") if submit else _("Saved."))
        return redirect(self.desk_address("home") if submit else self.desk_address("statement", pk=made.pk))

    @staticmethod
    def _put(form: StatementForm, rows: Rows, error: ValidationError) -> list[Pair]:
        left: list[Pair] = []
        for name, said in messages_by_field(error):
            number = name.split(".")[1] if name.startswith("stated.") else ""
            if number.isdigit():
                rows.add_error(int(number), name.rpartition(".")[2], said)
            elif name in form.fields:
                form.add_error(name, said)
            else:
                left += [(words, "stated") for words in said]
        return left

    def _wrong(self, form: StatementForm, rows: Rows, version: int | None, more: list[Pair]) -> HttpResponse:
        errors = [*form_errors(form), *rows.errors, *more]
        context = self.get_context_data(form=form, rows=rows, version=version, errors=errors)
        return self.render_to_response(context, status=422)

    def _conflict(self, form: StatementForm, rows: Rows) -> HttpResponse:
        self.__dict__.pop("item", None)
        if self.item is None:
            raise Http404
        theirs, mine = self.item.draft(), self.item.draft()
        for name in FIELDS:
            setattr(mine, name, form.cleaned_data[name])
        mine.stated.set([StatedSubject(**row) for row in rows.rows()])
        context = self.get_context_data(form=form, rows=rows, conflict=changes_between(theirs, mine))
        return self.render_to_response(context, status=409)

    def _act(self, do: str) -> HttpResponse:
        if self.item is None:
            raise PermissionDenied
        try:
            match do:
                case "take-back":
                    take_back_item(by=self.person, item=self.item)
                case "confirm":
                    confirm_item(by=self.person, item=self.item, today=timezone.localdate())
                case _:
                    withdraw_item(by=self.person, item=self.item)
        except ValidationError as error:
            messages.error(self.request, first_words(error))
        else:
            messages.success(self.request, _("Done."))
        return redirect(self.desk_address("statement", pk=self.item.pk))


class StatementFromMail(RedirectView):
    """Mails lead to the desk of employers; a statement's page is on the providers'."""

    access = needs(Permission.STATEMENT_EDIT)

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        """The same statement at its own desk, which looks whether it may be seen."""
        return reverse("providers-desk:statement", kwargs=kwargs)
