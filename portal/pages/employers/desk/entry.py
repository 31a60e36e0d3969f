"""An employer's entry and its sites."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from employers.actions.entries import close_site, save_entry, save_site
from employers.actions.hand_in import hand_in
from employers.actions.moderation import EditConflictError, confirm_item, take_back_item
from employers.changes import changes_between
from employers.completeness import missing_in
from employers.enums import Stage
from employers.forms.entry import EntryForm, SiteForm
from employers.models import EmployerEntry, Site
from foundation.access import needs
from foundation.pictures import BadPictureError, clean_picture
from lmi.queries.context import facts
from portal.pages.employers.desk.base import DeskPage, reasons_of, version_of
from portal.pages.mistakes import Pair, first_words, form_errors, messages_by_field, put_errors

LOGO_BYTES, LOGO_SIDE = 2_000_000, 600


class EntryPage(DeskPage):
    """The entry: shown as it stands, saved as a new version, handed in."""

    access = needs(Permission.ORGANISATION_EDIT)
    permission = Permission.ORGANISATION_EDIT
    template_name = "employers/desk/entry.html"

    def crumbs(self) -> list[Pair]:
        """Below the desk."""
        return [*super().crumbs(), (_("Your entry"), "")]

    @cached_property
    def item(self) -> EmployerEntry | None:
        """The entry's row; None before the first is saved."""
        found: EmployerEntry | None = (
            EmployerEntry.objects.filter(organisation=self.organisation).select_related("organisation").first()
        )
        return found

    @cached_property
    def draft(self) -> EmployerEntry | None:
        """Its newest version."""
        return self.item.draft() if self.item else None

    def make_form(self, **kwargs: Any) -> EntryForm:
        """With the sectors of the classification; divisions that an entry has already stay among them."""
        sections = [(code, title) for code, title in facts().industries.items()]
        kept = [(code, _("Division %(code)s") % {"code": code}) for code in self._divisions()]
        return EntryForm(sectors=[*sections, *kept], **kwargs)

    def _divisions(self) -> list[str]:
        return [code for code in (self.draft.sectors if self.draft else []) if len(code) > 1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form as it stands, the stage, what is missing."""
        item, draft = self.item, self.draft
        names = [name for name in EntryForm.base_fields if name not in ("logo", "no_logo")]
        initial = {name: getattr(draft, name) for name in names} if draft else {}
        stage = item.stage if item else None
        context: dict[str, Any] = {
            "item": item,
            "stage": stage,
            "form": kwargs.get("form") or self.make_form(initial=initial),
            "version": item.version if item else 0,
            "reasons": reasons_of(item) if item and stage is Stage.RETURNED else "",
            "missing": [words for said in missing_in(draft).values() for words in said] if draft else [],
            "logo": self._picture(draft),
            "conflict": [],
            "is_submitted": stage is Stage.SUBMITTED,
            "sites": list(Site.objects.filter(organisation=self.organisation, is_closed=False)),
        }
        return super().get_context_data(**{**context, **kwargs})

    def _picture(self, draft: EmployerEntry | None) -> str:
        return self.desk_address("picture", name=str(draft.logo)) if draft and draft.logo else ""

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Save, hand in, take back or confirm."""
        do = request.POST.get("do", "save")
        if do in ("save", "submit"):
            return self._save(submit=do == "submit")
        if self.item is None:
            raise PermissionDenied
        try:
            if do == "take-back":
                take_back_item(by=self.person, item=self.item)
                messages.success(request, _("Taken back. You can change it now."))
            elif do == "confirm":
                confirm_item(by=self.person, item=self.item, today=timezone.localdate())
                messages.success(request, _("Thank you. It is shown for another twelve months."))
        except ValidationError as error:
            messages.error(request, first_words(error))
        return redirect(self.desk_address("entry"))

    def _save(self, *, submit: bool) -> HttpResponse:
        form = self.make_form(data=self.request.POST, files=self.request.FILES)
        version = version_of(self.request.POST.get("version"))
        changes = self._changes(form) if form.is_valid() else {}
        if form.errors:
            return self._wrong(form, version, form_errors(form))
        try:
            entry = save_entry(by=self.person, organisation=self.organisation, changes=changes, version=version or None)
        except EditConflictError:
            return self._conflict(form, changes)
        except ValidationError as error:
            left = [(words, "") for _name, words in put_errors(form, error)]
            return self._wrong(form, version, [*form_errors(form), *left])
        if not submit:
            messages.success(self.request, _("Saved. Hand it in when it is ready."))
            return redirect(self.desk_address("home"))
        return self._submit(EmployerEntry.objects.select_related("organisation").get(pk=entry.pk))

    def _submit(self, entry: EmployerEntry) -> HttpResponse:
        try:
            hand_in(by=self.person, item=entry)
        except ValidationError as error:
            self.__dict__.pop("item", None)
            self.__dict__.pop("draft", None)
            pairs = [(words, f"id_{name}") for name, said in messages_by_field(error) for words in said]
            return self.render_to_response(self.get_context_data(errors=pairs), status=422)
        messages.success(
            self.request, _("Handed in. A curator looks at it; we send you a mail when they have decided.")
        )
        return redirect(self.desk_address("home"))

    def _changes(self, form: EntryForm) -> dict[str, Any]:
        """The form in the action's fields; refuses bad pictures."""
        cleaned = form.cleaned_data
        changes = {
            name: cleaned[name] for name in ("size", "sectors", "statement", "website", "is_technician_signatory")
        }
        if cleaned["logo"] and not form.errors:
            try:
                logo = clean_picture(cleaned["logo"], max_side=LOGO_SIDE, max_bytes=LOGO_BYTES)
                changes["logo"] = default_storage.save(f"logos/{logo.name}", logo)
            except BadPictureError as error:
                form.add_error("logo", str(error))
        elif cleaned["no_logo"]:
            changes["logo"] = ""
        return changes

    def _wrong(self, form: EntryForm, version: int | None, errors: list[Pair]) -> HttpResponse:
        context = self.get_context_data(form=form, version=version, errors=errors)
        return self.render_to_response(context, status=422)

    def _conflict(self, form: EntryForm, changes: dict[str, Any]) -> HttpResponse:
        self.__dict__.pop("item", None)
        self.__dict__.pop("draft", None)
        theirs, mine = self.item, self.item.draft() if self.item else None
        if theirs is None or mine is None or self.draft is None:
            raise PermissionDenied
        for name, value in changes.items():
            setattr(mine, name, value)
        context = self.get_context_data(form=form, conflict=changes_between(self.draft, mine))
        return self.render_to_response(context, status=409)


class Sites(DeskPage):
    """The places where the employer works."""

    template_name = "employers/desk/sites.html"

    def crumbs(self) -> list[Pair]:
        """Below the desk."""
        return [*super().crumbs(), (_("Your sites"), "")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Open sites and a form for another."""
        sites = Site.objects.filter(organisation=self.organisation, is_closed=False)
        places = facts().places
        shown = [(site, places[site.area].name if site.area else "") for site in sites]
        return super().get_context_data(**{"sites": shown, "form": SiteForm(), **kwargs})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Add one, or close one."""
        do, _colon, number = request.POST.get("do", "").partition(":")
        if do == "close" and number.isascii() and number.isdigit() and len(number) < 19:
            site = get_object_or_404(Site, organisation=self.organisation, pk=int(number))
            close_site(by=self.person, site=site)
            messages.success(request, _("Closed. Profiles that name it keep it."))
            return redirect(self.desk_address("sites"))
        form = SiteForm(request.POST)
        if form.is_valid():
            try:
                site = save_site(by=self.person, organisation=self.organisation, **form.cleaned_data)
            except ValidationError as error:
                put_errors(form, error)
            else:
                messages.success(request, _("Added: %(site)s.") % {"site": site})
                return redirect(self.desk_address("sites"))
        return self.render_to_response(self.get_context_data(form=form, errors=form_errors(form)), status=422)
