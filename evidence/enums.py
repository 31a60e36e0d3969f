"""The states and kinds of sources, releases and import runs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Cadence(models.TextChoices):
    """How often a source publishes."""

    MONTHLY = "monthly", _("every month")
    QUARTERLY = "quarterly", _("every three months")
    ANNUAL = "annual", _("every year")
    IRREGULAR = "irregular", _("from time to time")
    ONCE = "once", _("published once")


class ReleaseStatus(models.TextChoices):
    """How settled the publisher says the figures are."""

    PROVISIONAL = "provisional", _("provisional")
    REVISED = "revised", _("revised")
    FINAL = "final", _("final")


class ReleaseState(models.TextChoices):
    """Where a release stands with us."""

    IMPORTING = "importing", _("being read")
    READY = "ready", _("read, waiting for a decision")
    PUBLISHED = "published", _("published")
    SUPERSEDED = "superseded", _("replaced by a newer edition")
    WITHDRAWN = "withdrawn", _("withdrawn")


class RunState(models.TextChoices):
    """How an import run ended."""

    RUNNING = "running", _("under way")
    DRY = "dry", _("read and compared, nothing changed")
    REFUSED = "refused", _("refused")
    UNCHANGED = "unchanged", _("the same file as the published edition")
    APPLIED = "applied", _("read in")
    FAILED = "failed", _("failed")
    INTERRUPTED = "interrupted", _("stopped half-way")


class JobWish(models.TextChoices):
    """What a steward wants of the next reading of a job's files."""

    LOOK = "look", _("read and compare only")
    KEEP = "keep", _("read, keep and publish")


class JobState(models.TextChoices):
    """Where the files that a steward gave stand."""

    QUEUED = "queued", _("waiting for a worker")
    RUNNING = "running", _("being read")
    WAITING = "waiting", _("read, waiting for a decision")
    REFUSED = "refused", _("refused by the checks")
    UNCHANGED = "unchanged", _("the same as the published edition")
    FAILED = "failed", _("could not be read")
    ACCEPTED = "accepted", _("accepted and published")
    DECLINED = "declined", _("turned down")


class CheckOutcome(models.TextChoices):
    """What a look at a source's published address found."""

    UNCHANGED = "unchanged", _("nothing new")
    NEW_EDITION = "new_edition", _("a new edition, waiting for a decision")
    PAGE_CHANGED = "page_changed", _("the page has changed, so a person should look for a new edition")
    REFUSED = "refused", _("a new file that did not pass the checks")
    TOO_LARGE = "too_large", _("a file over the size limit")
    UNREACHABLE = "unreachable", _("no answer")
    ERROR = "error", _("an answer we could not use")
