"""One step of an opportunity: shown as it stands, saved as a new version, never losing what was typed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from employers.actions.moderation import EditConflictError
from employers.actions.opportunities import save_opportunity
from employers.changes import changes_between
from employers.completeness import missing_in
from employers.enums import PreferredKind, Stage
from employers.forms import naming
from employers.forms.opportunity import BY_SLUG, STEPS, Choices, OpportunityForm, Step, WhatForm, step_after
from employers.forms.profile import Hinted
from employers.models import RoleProfile
from employers.soc_help import suggest_units
from lmi.enums import Level
from lmi.queries.context import facts
from portal.pages.employers.desk.base import version_of
from portal.pages.employers.desk.opportunities import OpportunityPage
from portal.pages.employers.desk.step_parts import site_choices
from portal.pages.mistakes import Pair, form_errors, put_errors

_RELATED = {"site": "site_id", "profile": "profile_id"}


class OpportunityStep(OpportunityPage):
    """A step with its form and the steps beside it."""

    template_name = "employers/desk/step.html"

    @cached_property
    def step(self) -> Step:
        """The step of the address; 404 for another."""
        found = BY_SLUG.get(self.kwargs["step"])
        if found is None:
            raise Http404
        return found

    def crumbs(self) -> list[Pair]:
        """Below the opportunity."""
        return [*super().crumbs(), (str(self.step.title), "")]

    def make_form(self, **kwargs: Any) -> OpportunityForm:
        """The step's form with the choices it has for this opportunity."""
        return self.step.form(kind=self.draft.kind, choices=self._choices(), **kwargs)

    def _choices(self) -> dict[str, Choices]:
        if self.step.slug == "when":
            return {"site": [("", _("No site")), *site_choices(self.organisation)]}
        if self.step.form is not WhatForm:
            return {}
        profiles = RoleProfile.objects.filter(organisation=self.organisation, withdrawn_at=None).order_by("title", "pk")
        specialisms = sorted(naming.book().specialisms.values(), key=lambda one: one.name)
        return {
            "profile": [("", _("None of them")), *((one.pk, one.title) for one in profiles)],
            "soc2020": self._occupations(),
            "tlevel_specialism": [("", _("Any")), *((str(one.number), one.name) for one in specialisms)],
        }

    def _occupations(self) -> Choices:
        """The chosen one first, then what the search says of the title or the words."""
        typed, groups = self.request.POST, facts().soc.groups
        listed: dict[str, tuple[str, Any]] = {}
        for code in dict.fromkeys((typed.get("soc2020", ""), self.draft.soc2020)):
            if code in groups and groups[code].level == Level.UNIT:
                listed[code] = (code, Hinted(groups[code].title))
        look_for = typed.get("look_for", "")[:120]
        for unit in suggest_units(
            look_for or typed.get("title") or self.draft.title, "" if look_for else self.draft.about
        ):
            listed.setdefault(unit.code, (unit.code, Hinted(unit.title, unit.why)))
        return list(listed.values())

    def _initial(self) -> dict[str, Any]:
        found = {name: getattr(self.draft, _RELATED.get(name, name)) for name in self.step.names}
        if found.get("standard"):
            title = naming.title_for(PreferredKind.APPRENTICESHIP, found["standard"])
            found["standard"] = title if naming.resolve(PreferredKind.APPRENTICESHIP, title).code else found["standard"]
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The step as the newest version has it."""
        if self.item.stage is Stage.SUBMITTED:
            messages.info(request, _("This waits for a curator. Take it back first, then change it."))
            return redirect(self.own_address())
        return self.page(self.make_form(initial=self._initial()))

    def page(self, form: OpportunityForm, *, status: int = 200, **extra: Any) -> HttpResponse:
        """The page with a form in whatever state."""
        place = STEPS.index(self.step)
        context = {
            "item": self.item,
            "draft": self.draft,
            "step": self.step,
            "number": place + 1,
            "count": len(STEPS),
            "back": self.own_address("step", step=STEPS[place - 1].slug) if place else "",
            "home": self.own_address(),
            "steps": self.steps(missing_in(self.draft), here=self.step),
            "form": form,
            "version": self.item.version,
            "part": "employers/desk/opportunities/part.html",
            "conflict": [],
            **extra,
        }
        return self.render_to_response(self.get_context_data(**context), status=status)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Save; or look an occupation up without saving."""
        do = request.POST.get("do", "save")
        version = version_of(request.POST.get("version"))
        if do == "find":
            return self.page(self._typed(), version=version)
        form = self.make_form(data=request.POST)
        if form.is_valid():
            try:
                self._save(form, version)
            except EditConflictError:
                return self._conflict(form)
            except ValidationError as error:
                left = [(words, "") for _name, words in put_errors(form, error)]
                return self.page(form, version=version, errors=[*form_errors(form), *left], status=422)
            return self._on(do)
        return self.page(form, version=version, errors=form_errors(form), status=422)

    def _save(self, form: OpportunityForm, version: int | None) -> None:
        save_opportunity(
            by=self.person,
            organisation=self.organisation,
            opportunity=self.item,
            changes=form.changes(),
            version=version,
        )

    def _typed(self) -> OpportunityForm:
        """A form that shows what was typed and complains about none of it yet."""
        blank, data = self.make_form(), self.request.POST
        shown = {name: field.widget.value_from_datadict(data, {}, name) for name, field in blank.fields.items()}
        return self.make_form(initial=shown)

    def _conflict(self, form: OpportunityForm) -> HttpResponse:
        """Their version beside ours: the form keeps what was typed, and saves over theirs when asked again."""
        for kept in ("item", "draft"):
            self.__dict__.pop(kept, None)
        mine = self.item.draft()
        for name, value in form.changes().items():
            setattr(mine, _RELATED.get(name, name), value)
        return self.page(form, conflict=changes_between(self.draft, mine), status=409)

    def _on(self, do: str) -> HttpResponse:
        """To the next step, or home when that was asked for."""
        following = step_after(self.step)
        if do == "later":
            messages.success(self.request, _("Saved. Come back whenever you like."))
        if do == "later" or following is None:
            return redirect(self.own_address())
        return redirect(self.own_address("step", step=following.slug))
