"""App configuration of ambassadors."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AmbassadorsConfig(AppConfig):
    """One scheme of STEM Ambassadors, with quality assurance."""

    name = "ambassadors"

    def ready(self) -> None:
        """Declare what is personal, make the scheme's news known, bring in what every site begins with."""
        from ambassadors import (
            checks,  # noqa: F401  # registers its checks
            erasing,
            queues,
            queues_stories,
            retention,
        )
        from ambassadors.actions import concerns, invitations, reminders, stories
        from ambassadors.actions.mails import register_all
        from ambassadors.personal import declare
        from ambassadors.seeds import load_seeds

        declare()
        erasing.register()
        retention.register()
        post_migrate.connect(load_seeds, sender=self, dispatch_uid="ambassadors.load_seeds")
        register_all()
        concerns.register_all()
        invitations.register_all()
        reminders.register_all()
        queues.register_all()
        queues_stories.register_all()
        stories.register_all()
