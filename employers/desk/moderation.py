"""What waits for a curator's review, one list a kind, and the review of one item on one screen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import WorkflowState

from employers.actions.hand_in import reason_given
from employers.actions.moderation import MODERATE, EditConflictError, approve_item, return_item, withdraw_item
from employers.changes import changes_between, contents
from employers.completeness import missing_in
from employers.models import CuratorReview, EmployerEntry, Moderated, Opportunity, RoleProfile, SubjectStatement
from foundation.access import SIGNED_IN
from foundation.desk.base import DeskView, numbers
from foundation.queues import Waiting, waiting_rows

KINDS: dict[str, type[Moderated]] = {
    "role-profiles": RoleProfile,
    "opportunities": Opportunity,
    "statements": SubjectStatement,
    "employer-entries": EmployerEntry,
}
TITLES: dict[str, str | Promise] = {
    "role-profiles": gettext_lazy("Role profiles to review"),
    "opportunities": gettext_lazy("Opportunities to review"),
    "statements": gettext_lazy("Universities’ statements to review"),
    "employer-entries": gettext_lazy("Employers’ entries to review"),
}
# What curators return things for most; each stands ready to be put into the reasons.
COMMON_REASONS: tuple[str | Promise, ...] = (
    gettext_lazy("Say more plainly what somebody in this role does: think of a reader of 14."),
    gettext_lazy("The pay does not fit the hours, or what it is the pay of is unclear."),
    gettext_lazy("The occupation does not fit what the role does. Look at the suggestions again."),
    gettext_lazy("A qualification is called essential that the ways in do not need."),
    gettext_lazy("Leave out names, phone numbers and addresses of persons."),
)


def waiting_states(model: type[Moderated]) -> Any:
    """Submissions of a kind that wait, as rows of the workflow."""
    kind = ContentType.objects.get_for_model(model)
    return WorkflowState.objects.filter(content_type=kind, status=WorkflowState.STATUS_IN_PROGRESS)


def waiting(kind: str, now: datetime) -> Waiting:
    """What of a kind waits, and for how long."""
    return waiting_rows(waiting_states(KINDS[kind]), "created_at", now)


class _Kind(DeskView):
    """A screen about one kind of item; people without the right to review it find nothing here."""

    access = SIGNED_IN
    header_icon = "clipboard-list"
    kind: str

    @property
    def model(self) -> Any:
        """The model of the kind."""
        return KINDS[self.kind]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Refuse kinds that do not exist, and people who may not review them, alike."""
        self.kind = kwargs["kind"]
        if self.kind not in KINDS or not request.user.has_perm(MODERATE[KINDS[self.kind]]):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class Submissions(_Kind):
    """What waits, longest first."""

    template_name = "desk/submissions.html"

    def get_page_title(self) -> str:
        """The kind in words."""
        return str(TITLES[self.kind])

    def shown(self) -> dict[str, Any]:
        """A page of submissions with their items."""
        states = waiting_states(self.model).select_related("requested_by").order_by("created_at", "pk")
        page = self.page_of(states)
        numbers = [int(state.object_id) for state in page.object_list]
        items = self.model.objects.select_related("organisation", "latest_revision").in_bulk(numbers)
        rows = [(state, items[int(state.object_id)]) for state in page.object_list if int(state.object_id) in items]
        return {"page_obj": page, "rows": rows, "kind": self.kind}


class Review(_Kind):
    """One item: what it says, what it said before, what the checks say, and the decision."""

    template_name = "desk/review.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the item, for those who may review its kind."""
        self.pk = kwargs["pk"]
        return super().dispatch(request, *args, **kwargs)

    @property
    def item(self) -> Moderated:
        """The item's row; 404 for none."""
        found: Moderated | None = self.model.objects.select_related("organisation").filter(pk=self.pk).first()
        if found is None:
            raise Http404
        return found

    def get_page_title(self) -> str:
        """The item as its newest version calls it."""
        return str(self.item.draft())

    def shown(self) -> dict[str, Any]:
        """The newest version, its differences from what readers see, problems, and whether it can be approved."""
        item = self.item
        state = item.current_workflow_state
        step = state.current_task_state if state else None
        # What would be published, which is not the newest version where a curator saved one meanwhile.
        draft = step.revision.as_object() if step else item.draft()
        return {
            "item": item,
            "version": step.revision_id if step else "",
            "draft": draft,
            "kind": self.kind,
            "has_page": self.kind in ("role-profiles", "opportunities"),
            "state": state,
            "said": [one for one in contents(draft) if one.value],
            "changes": changes_between(item, draft) if item.live else [],
            "problems": [f"{field}: {said}" for field, lines in missing_in(draft).items() for said in lines],
            "reason": reason_given(item) if state else "",
            "refusal": CuratorReview.refusal(item, self.person) if state else "",
            "past": item.workflow_states.order_by("-created_at")[:10],
            "common": COMMON_REASONS,
            "history": reverse(self.model.snippet_viewset.get_url_name("history"), args=[item.pk]),
            "list": reverse("desk-submissions", args=[self.kind]),
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Approve, return, or take out of readers' sight."""
        try:
            self._act(request.POST.get("do", ""), request.POST.get("words", ""))
        except ValidationError as error:
            self.refuse(error)
            return self.back(request.path)
        except EditConflictError:
            self.refuse(_("It was changed while you read it. Here is what waits now: look at it, then decide."))
            return self.back(request.path)
        except PermissionDenied as error:
            self.refuse(ValidationError(str(error) or _("This is not yours to decide.")))
            return self.back(request.path)
        return self.back(reverse("desk-submissions", args=[self.kind]))

    def _act(self, action: str, words: str) -> None:
        if action == "approve":
            seen = next(iter(numbers([self.request.POST.get("version", "")])), 0)
            approve_item(by=self.person, item=self.item, comment=words, version=seen)
            self.say(_("Published. The people who wrote it get a mail."))
        elif action == "return":
            return_item(by=self.person, item=self.item, reasons=words)
            self.say(_("Returned. The people who wrote it get your reasons by mail."))
        elif action == "withdraw":
            withdraw_item(by=self.person, item=self.item, reason=words)
            self.say(_("Readers no longer see it. The people who wrote it get your reason by mail."))
        else:
            raise ValidationError(_("Choose what to do."))
