"""Possible duplicates: the queue, two records side by side, merging, and undoing a merge."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import Permission
from ambassadors.actions.duplicates import keep_apart
from ambassadors.actions.merging import merge_pair, undo_merge, why_separate
from ambassadors.enums import Standing, VettingOutcome
from ambassadors.models import Ambassador, DuplicatePair, Merge, VettingDecision
from ambassadors.queries.amalgamation import answers_of, likely_words, merges, reasons_of, waiting_pairs
from ambassadors.rules.merging import ABSORBED, CHOICES, KEPT, kept_first, stricter
from foundation.access import needs
from portal.pages.ambassadors.coordinate.base import CoordinatorPage, name_of
from portal.pages.mistakes import Pair, first_words

_FIRST, _SECOND = "first", "second"


class Duplicates(CoordinatorPage):
    """`/ambassadors/coordinate/duplicates/`: pairs to be looked at, the likeliest first."""

    access = needs(Permission.AMBASSADOR_IMPORT)
    template_name = "ambassadors/coordinate/duplicates/home.html"
    room = "duplicates"
    title = gettext_lazy("Possible duplicates")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of pairs with the two strongest reasons of each."""
        page = self.page_of(waiting_pairs(), 25)
        lines = [
            {"pair": pair, "likely": likely_words(pair.probability), "reasons": reasons_of(pair)[:2],
             "first": name_of(pair.first), "second": name_of(pair.second)}
            for pair in page
        ]  # fmt: skip
        return super().get_context_data(**{"page": page, "lines": lines, "merged": merges().exists(), **kwargs})


class Duplicate(CoordinatorPage):
    """`.../duplicates/<pair>/`: both records, what differs, why they may be one person, and the decision."""

    access = needs(Permission.AMBASSADOR_IMPORT)
    template_name = "ambassadors/coordinate/duplicates/pair.html"
    room = "duplicates"
    title = gettext_lazy("Are these one person?")

    @cached_property
    def pair(self) -> DuplicatePair:
        """The pair, while it waits."""
        found: DuplicatePair = get_object_or_404(
            waiting_pairs().select_related("first__user", "first__employer", "second__user", "second__employer"),
            pk=self.kwargs["pair"],
        )
        return found

    def above(self) -> list[Pair]:
        """Below the queue."""
        return [(_("Possible duplicates"), reverse("coordinate:duplicates"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Both sides, their answers, the reasons, and what the stricter side decides."""
        pair = self.pair
        both = (pair.first, pair.second)
        for row in both:
            self.log(ambassador=row)
        kept, _absorbed = kept_first(*both)
        own = any(row.user_id == self.person.pk for row in both)
        shown = {
            "pair": pair,
            "likely": likely_words(pair.probability),
            "sides": [self._side(_FIRST, pair.first, kept), self._side(_SECOND, pair.second, kept)],
            "answers": answers_of(pair),
            "reasons": reasons_of(pair),
            "separate": _("One of the two is you: somebody else has to decide.") if own else why_separate(*both),
            "standing": Standing(stricter(*both).standing).label,
            "following": self._following(),
        }
        return super().get_context_data(**{**shown, **kwargs})

    def _side(self, name: str, row: Ambassador, kept: Ambassador) -> dict[str, Any]:
        """One record: who, from where, how it stands, what was decided about checks."""
        schemes = ", ".join(row.schemes.order_by("scheme__name").values_list("scheme__name", flat=True))
        return {"name": name, "row": row, "who": name_of(row), "is_kept": row.pk == kept.pk, "schemes": schemes,
                "checks": _checks(row), "visits": row.visits.count()}  # fmt: skip

    def _following(self) -> str:
        """The next pair's address, for deciding later; the queue's where there is none."""
        rows = list(waiting_pairs().values_list("pk", flat=True)[:500])
        place = rows.index(self.pair.pk) if self.pair.pk in rows else -1
        after = rows[place + 1 : place + 2]
        return reverse("coordinate:duplicate", args=after) if after else reverse("coordinate:duplicates")

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """One person, or two."""
        following = self._following()
        do = request.POST.get("do", "")
        if do == "apart":
            said = _("Two people. You will not be asked about them again.")
            return self.attempt(lambda: keep_apart(by=self.person, pair=self.pair, now=timezone.now()), said, following)
        if do != "merge":
            raise Http404
        kept, choices = self._chosen()
        try:
            merge = merge_pair(by=self.person, pair=self.pair, kept=kept, choices=choices, now=timezone.now())
        except ValidationError as error:
            return self.wrong(errors=[(first_words(error), "")])
        messages.success(request, _("The two records are one. You can undo it here at any time."))
        return redirect("coordinate:merge", merge.pk)

    def _chosen(self) -> tuple[Ambassador, dict[str, str]]:
        """Which record is kept, and by choice whose answer: the form speaks of the first and the second."""
        kept_name = self.request.POST.get("kept")
        if kept_name not in (_FIRST, _SECOND):
            raise Http404
        kept = self.pair.first if kept_name == _FIRST else self.pair.second
        given = {one.slug: self.request.POST.get(one.slug, "") for one in CHOICES}
        chosen = {slug: name for slug, name in given.items() if name in (_FIRST, _SECOND)}
        return kept, {slug: KEPT if name == kept_name else ABSORBED for slug, name in chosen.items()}


class Merges(CoordinatorPage):
    """`.../duplicates/merged/`: merges so far."""

    access = needs(Permission.AMBASSADOR_IMPORT)
    template_name = "ambassadors/coordinate/duplicates/merges.html"
    room = "duplicates"
    title = gettext_lazy("Merged records")

    def above(self) -> list[Pair]:
        """Below the queue."""
        return [(_("Possible duplicates"), reverse("coordinate:duplicates"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of merges."""
        page = self.page_of(merges(), 50)
        lines = [{"merge": one, "kept": name_of(one.kept), "absorbed": name_of(one.absorbed)} for one in page]
        return super().get_context_data(**{"page": page, "lines": lines, **kwargs})


class MergePage(CoordinatorPage):
    """`.../duplicates/merged/<merge>/`: what was merged, and undoing it."""

    access = needs(Permission.AMBASSADOR_IMPORT)
    template_name = "ambassadors/coordinate/duplicates/merge.html"
    room = "duplicates"

    @cached_property
    def merge(self) -> Merge:
        """The merge."""
        found: Merge = get_object_or_404(merges(), pk=self.kwargs["merge"])
        return found

    def heading(self) -> str:
        """Who it is."""
        return name_of(self.merge.kept) or _("A merged record")

    def above(self) -> list[Pair]:
        """Below the merges."""
        queue = (_("Possible duplicates"), reverse("coordinate:duplicates"))
        return [queue, (_("Merged records"), reverse("coordinate:merges"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Both records, what moved, what stayed."""
        before = self.merge.before
        moved = sum(any(name.endswith("_id") for name in one["became"]) for one in before.get("changes", ()))
        shown = {
            "merge": self.merge,
            "kept": name_of(self.merge.kept),
            "absorbed": name_of(self.merge.absorbed),
            "moved": moved,
            "stayed": before.get("stayed") or {},
            "can_undo": self.merge.undone_at is None and "changes" in before,
        }
        return super().get_context_data(**{**shown, **kwargs})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Undo it."""
        if request.POST.get("do") != "undo":
            raise Http404
        said = _("Undone. Both records are as they were.")
        here = reverse("coordinate:merge", args=[self.merge.pk])
        return self.attempt(lambda: undo_merge(by=self.person, merge=self.merge, now=timezone.now()), said, here)


def _checks(row: Ambassador) -> str:
    """What stands about somebody's checks, in a sentence; the page that shows it is in the log of looks."""
    standing = list(VettingDecision.objects.standing().filter(ambassador=row).order_by("recheck_due_on"))
    if any(one.outcome == VettingOutcome.REFUSED for one in standing):
        return _("May not volunteer")
    if not standing:
        return _("No decision")
    kinds = ", ".join(str(one.get_kind_display()) for one in standing)
    return _("%(kinds)s; re-check %(day)s") % {"kinds": kinds, "day": standing[0].recheck_due_on.strftime("%d/%m/%Y")}
