"""Training modules: read on the site, finished by answering their questions."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambassadors.actions.applications import finish_training
from ambassadors.models import Training, TrainingModule
from ambassadors.modules import ModuleText, NoModuleTextError, module_text
from ambassadors.queries.own import training_of
from portal.pages.ambassadors.base import OwnPage, Pair
from portal.pages.shared import today


class TrainingList(OwnPage):
    """`/ambassadors/training/`: every module, what must be done before a first visit first."""

    template_name = "ambassadors/training.html"
    room = "training"
    title = gettext_lazy("Training")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Modules with the person's own state."""
        lines: list[dict[str, Any]] = [
            {
                "module": line.module,
                "training": line.training,
                "state": line.state(today()),
                "minutes": minutes_of_module(line.module.slug),
                "href": reverse("ambassadors:module", args=[line.module.slug]),
            }
            for line in training_of(self.ambassador)
        ]
        parts = (
            (_("Before your first visit"), [line for line in lines if line["module"].is_induction]),
            (_("When you like"), [line for line in lines if not line["module"].is_induction]),
        )
        return super().get_context_data(**{"parts": parts, **kwargs})


def minutes_of_module(slug: str) -> int | None:
    """How long a module takes; None for one without a text."""
    try:
        return module_text(slug).minutes
    except NoModuleTextError:
        return None


class Module(OwnPage):
    """`/ambassadors/training/welcome/`: the text, then three questions."""

    template_name = "ambassadors/module.html"
    room = "training"

    @cached_property
    def module(self) -> TrainingModule:
        """The module of the address."""
        found: TrainingModule = get_object_or_404(TrainingModule, slug=self.kwargs["module"])
        return found

    @cached_property
    def text(self) -> ModuleText:
        """What it says."""
        try:
            return module_text(self.module.slug)
        except NoModuleTextError:
            raise Http404 from None

    def heading(self) -> str:
        """The module's title."""
        return self.module.title

    def crumbs(self) -> list[Pair]:
        """Below the list of modules."""
        way = super().crumbs()
        return [*way[:-1], (_("Training"), reverse("ambassadors:training")), way[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The text and the questions, with what was answered."""
        kwargs.pop("module", None)  # its name in the address
        given: dict[int, int] = kwargs.pop("given", {})
        wrong: set[int] = kwargs.pop("wrong_ones", set())
        asked = [
            {
                "number": number,
                "question": one.question,
                "answers": [(index, words, given.get(number) == index) for index, words in enumerate(one.answers)],
                "is_wrong": number in wrong,
                "because": one.because if number in wrong and number in given else "",
            }
            for number, one in enumerate(self.text.questions)
        ]
        known = Training.objects.filter(ambassador=self.ambassador, module=self.module).first()
        shown = {"module": self.module, "text": self.text, "asked": asked, "known": known}
        return super().get_context_data(**{**shown, **kwargs})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Finish the module when every answer is right; else say which are not, and why."""
        given = {
            number: int(value)
            for number in range(len(self.text.questions))
            if (value := request.POST.get(f"answer-{number}", "")).isdecimal() and len(value) < 3
        }
        wrong = set(self.text.wrong(given))
        if wrong:
            errors = [
                (
                    _("Question %(number)d: look again.") % {"number": number + 1}
                    if number in given
                    else _("Question %(number)d: choose an answer.") % {"number": number + 1},
                    f"answer-{number}-0",
                )
                for number in sorted(wrong)
            ]
            return self.wrong(given=given, wrong_ones=wrong, errors=errors)
        finish_training(by=self.person, ambassador=self.ambassador, module=self.module, today=today())
        self.say_or_refuse(_("Done: “%(title)s”.") % {"title": self.module.title})
        return redirect("ambassadors:training")
