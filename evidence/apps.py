"""App configuration of evidence."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """The evidence package."""

    name = "evidence"

    def ready(self) -> None:
        """Declare what is personal: stewards are named where they decided."""
        from evidence import published
        from foundation import link_checks
        from foundation.personal_data import PersonalField, declare_clean, register_personal

        link_checks.register("evidence", published.addresses)

        # Statistics and facts about publications; rows set aside come from publishers' tables of figures.
        declare_clean(
            "evidence.Publisher",
            "evidence.Source",
            "evidence.Release",
            "evidence.ReleaseEvent",
            "evidence.SourceCheck",
            "evidence.BadRow",
            # Stewards stand in these by the number of their account only.
            "evidence.ImportJob",
            "evidence.ImportJobEvent",
        )
        record = ("state", "files", "checksum", "report")
        register_personal(
            *(PersonalField("evidence.ImportRun", name, "record of an import", "keep") for name in record),
            PersonalField("evidence.ImportRun", "comparison", "record of an import", "keep"),
            PersonalField("evidence.ImportRun", "accepted_by", "who went over the limits of an import", "blank"),
        )
        _register_queues()


def _register_queues() -> None:
    """The stewards' queue; imported late, since its screens import Wagtail's models."""
    from datetime import timedelta

    from django.utils.translation import gettext_lazy as _

    from evidence.desk import screens
    from foundation.queues import Queue, register

    register(
        Queue(
            slug="releases",
            title=_("Editions awaiting a decision"),
            description=_(
                "New editions of the publishers' figures, read and compared; readers see them once accepted."
            ),
            permission=screens.READ,
            address="desk-releases",
            waiting=screens.releases_waiting,
            target=timedelta(days=5),
            position=100,
        )
    )
