"""One step of a role profile: shown as it stands, saved as a new version, never losing what was typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from employers.actions.entries import save_site
from employers.actions.moderation import EditConflictError
from employers.actions.profiles import save_role_profile
from employers.changes import Change, changes_between
from employers.completeness import missing_in
from employers.enums import Stage
from employers.forms import profile as forms_of_steps
from employers.forms.entry import SiteForm
from employers.forms.naming import school_subject_titles
from employers.forms.rows import Rows
from employers.forms.steps import BY_SLUG, STEPS, Step, step_after
from foundation.pictures import BadPictureError
from portal.pages.employers.desk import step_parts as parts
from portal.pages.employers.desk.base import version_of
from portal.pages.employers.desk.profile import ProfilePage, advert_key
from portal.pages.mistakes import Pair, form_errors, messages_by_field


class ProfileStep(ProfilePage):
    """A step: its form, its rows, and what stands beside them."""

    template_name = "employers/desk/step.html"

    @cached_property
    def step(self) -> Step:
        """The step of the address; 404 for another."""
        found = BY_SLUG.get(self.kwargs["step"])
        if found is None:
            raise Http404
        return found

    def crumbs(self) -> list[Pair]:
        """Below the profile."""
        return [*super().crumbs(), (str(self.step.title), "")]

    def make_form(self, **kwargs: Any) -> forms_of_steps.StepForm:
        """The step's form with the choices it has for this profile."""
        form = self.step.form
        if form is forms_of_steps.RoleForm:
            typed = self.request.POST
            title = typed.get("title") or self.draft.title
            chosen = typed.get("soc2020", "")
            kwargs["occupations"] = parts.occupation_choices(self.draft, title, typed.get("look_for", "")[:120], chosen)
        elif form is forms_of_steps.PlaceForm:
            kwargs["sites"] = parts.site_choices(self.organisation)
        elif form is forms_of_steps.NextForm:
            kwargs |= {"registrations": parts.registration_choices(), "is_technical": self.draft.is_technical}
        return form(**kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The step as the newest version has it."""
        if self.item.stage is Stage.SUBMITTED:
            messages.info(request, _("This waits for a curator. Take it back first, then change it."))
            return redirect(self.profile_address("profile"))
        form = self.make_form(initial=parts.initial_of(self.draft, self.step))
        return self.page(form, parts.rows_of(self.draft, self.step))

    def page(
        self, form: forms_of_steps.StepForm, rows: dict[str, Rows], *, status: int = 200, **extra: Any
    ) -> HttpResponse:
        """The page with a form in whatever state."""
        step = self.step
        place = STEPS.index(step)
        context = {
            "item": self.item,
            "draft": self.draft,
            "step": step,
            "number": place + 1,
            "count": len(STEPS),
            "back": self.profile_address("step", step=STEPS[place - 1].slug) if place else "",
            "home": self.profile_address("profile"),
            "steps": self.steps(missing_in(self.draft), here=step),
            "form": form,
            "rows": rows,
            "marks": self.advert["marks"],
            "version": self.item.version,
            "part": f"employers/desk/steps/{step.slug}.html",
            "conflict": [],
            "saved_by": "",
            "photo_rows": self._photo_rows(rows),
            **self._beside(),
            **extra,
        }
        return self.render_to_response(self.get_context_data(**context), status=status)

    def _photo_rows(self, rows: dict[str, Rows]) -> list[dict[str, Any]]:
        """Photographs with their addresses; one that is not saved yet has none."""
        if "photos" not in rows:
            return []
        saved = {photo.image.name for photo in self.draft.photos.all()}
        found = []
        for form, values in zip(rows["photos"].forms, rows["photos"].values, strict=True):
            name = parts.unsign_picture(self.organisation, values.get("image", ""))
            found.append({"form": form, "address": self.desk_address("picture", name=name) if name in saved else ""})
        return found

    def _beside(self) -> dict[str, Any]:
        """What only some steps show."""
        match self.step.slug:
            case "pay":
                return {"official": parts.official_pay(self.draft.soc2020)}
            case "place":
                found = self.advert["postcodes"]
                initial = {"postcode": found[0]} if found else {}
                return {"site_form": SiteForm(prefix="new", initial=initial), "found_postcodes": found}
            case "asks":
                return {"subjects": school_subject_titles()}
        return {}

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Save; or add or take away a row, look something up, add a site, without saving."""
        do, _colon, rest = request.POST.get("do", "save").partition(":")
        rows = {name: Rows.sent(name, form, request.POST) for name, form in self.step.rows.items()}
        match do:
            case "add" | "remove":
                self._change_rows(rows, do, rest)
                return self.page(self.typed(), rows, version=version_of(request.POST.get("version")))
            case "find":
                return self.page(self.typed(), rows, version=version_of(request.POST.get("version")))
            case "site" if self.step.slug == "place":
                return self._add_site(rows)
        return self._save(do, rows)

    @staticmethod
    def _change_rows(rows: dict[str, Rows], do: str, rest: str) -> None:
        name, _colon, number = rest.partition(":")
        if name not in rows:
            raise Http404
        if do == "add":
            rows[name].add()
        elif number.isascii() and number.isdigit() and len(number) < 4:
            rows[name].remove(int(number))

    def typed(self, **more: Any) -> forms_of_steps.StepForm:
        """A form that shows what was typed and complains about none of it yet."""
        blank = self.make_form()
        data, files = self.request.POST, self.request.FILES
        shown = {
            name: field.widget.value_from_datadict(data, files, name)
            for name, field in blank.fields.items()
            if not isinstance(field, forms.FileField)
        }
        return self.make_form(initial={**shown, **more})

    def _add_site(self, rows: dict[str, Rows]) -> HttpResponse:
        """Add a site and tick it, keeping what else was typed."""
        site_form = SiteForm(self.request.POST, prefix="new")
        version = version_of(self.request.POST.get("version"))
        if site_form.is_valid():
            try:
                site = save_site(by=self.person, organisation=self.organisation, **site_form.cleaned_data)
            except ValidationError as error:
                for name, said in messages_by_field(error):
                    site_form.add_error(name if name in site_form.fields else None, said)
            else:
                ticked = [*self.request.POST.getlist("sites"), str(site.pk)]
                return self.page(self.typed(sites=ticked), rows, version=version)
        wrong = form_errors(site_form)
        return self.page(self.typed(), rows, version=version, site_form=site_form, errors=wrong, status=422)

    def _save(self, do: str, rows: dict[str, Rows]) -> HttpResponse:
        form = self.make_form(data=self.request.POST, files=self.request.FILES)
        for one in rows.values():
            one.drop_empty()
        version = version_of(self.request.POST.get("version"))
        self._take_picture(form, rows)
        right = [form.is_valid(), *(one.is_valid() for one in rows.values())]
        if not all(right):
            return self._wrong(form, rows, version)
        children = {**form.children(), **{name: self._children(name, one) for name, one in rows.items()}}
        try:
            save_role_profile(
                by=self.person,
                organisation=self.organisation,
                profile=self.item,
                changes=form.changes(),
                children=children,
                version=version,
            )
        except EditConflictError:
            return self._conflict(form, rows, children)
        except ValidationError as error:
            return self._wrong(form, rows, version, self._put(form, rows, error))
        self._checked()
        return self._on(do, has_uploaded=bool(self.request.FILES))

    def _children(self, name: str, rows: Rows) -> list[dict[str, Any]]:
        if name != "photos":
            return rows.rows()
        return [
            {"image": parts.unsign_picture(self.organisation, row["image"]), "alternative": row["alternative"]}
            for row in rows.rows()
        ]

    def _take_picture(self, form: forms_of_steps.StepForm, rows: dict[str, Rows]) -> None:
        """Make a row of an uploaded picture, so that it stays when something else is wrong."""
        upload = self.request.FILES.get("photograph")
        if "photos" not in rows:
            return
        photos = rows["photos"]
        photos.values = [row for row in photos.values if parts.unsign_picture(self.organisation, row["image"])]
        if upload is None:
            return
        try:
            signed = parts.keep_picture(self.organisation, upload)
        except BadPictureError as error:
            form.add_error("photograph", str(error))
            return
        photos.values.append({"image": signed, "alternative": self.request.POST.get("photograph_shows", "")})

    def _wrong(
        self, form: forms_of_steps.StepForm, rows: dict[str, Rows], version: int | None, more: list[Pair] | None = None
    ) -> HttpResponse:
        errors = [*form_errors(form), *(pair for one in rows.values() for pair in one.errors), *(more or [])]
        return self.page(form, rows, version=version, errors=errors, status=422)

    @staticmethod
    def _put(form: forms_of_steps.StepForm, rows: dict[str, Rows], error: ValidationError) -> list[Pair]:
        """Put the action's refusal beside fields and rows; returns what belongs to none."""
        left: list[Pair] = []
        for name, said in messages_by_field(error):
            of_rows, _dot, rest = name.partition(".")
            number, _dot, field = rest.partition(".")
            if of_rows in rows and number.isdigit():
                rows[of_rows].add_error(int(number), field, said)
            elif name in form.fields:
                form.add_error(name, said)
            else:
                left += [(words, "") for words in said]
        return left

    def _conflict(
        self, form: forms_of_steps.StepForm, rows: dict[str, Rows], children: dict[str, list[dict[str, Any]]]
    ) -> HttpResponse:
        """Their version beside ours: the form keeps what was typed, and saves over theirs when asked again."""
        for kept in ("item", "draft"):
            self.__dict__.pop(kept, None)
        mine = parts.as_if(self.item.draft(), form.changes(), children)
        differing: list[Change] = changes_between(self.draft, mine)
        revision = self.item.latest_revision
        return self.page(
            form,
            rows,
            conflict=differing,
            saved_by=str(revision.user or "") if revision else "",
            saved_at=revision.created_at if revision else None,
            status=409,
        )

    def _checked(self) -> None:
        """What this step was filled with from an advert is checked now."""
        key = advert_key(self.item.pk)
        kept = self.request.session.get(key)
        if kept is not None:
            marks = {name: said for name, said in kept["marks"].items() if name not in self.step.all_names}
            self.request.session[key] = {**kept, "marks": marks}

    def _on(self, do: str, *, has_uploaded: bool) -> HttpResponse:
        """To the next step, or home when that was asked for; after an upload the same step again."""
        if do == "later":
            messages.success(self.request, _("Saved. Come back whenever you like."))
            return redirect(self.profile_address("profile"))
        if do == "upload" or has_uploaded:
            messages.success(self.request, _("Saved with the photograph."))
            return redirect(self.profile_address("step", step=self.step.slug))
        following = step_after(self.step)
        if following is None:
            return redirect(self.profile_address("profile"))
        return redirect(self.profile_address("step", step=following.slug))
