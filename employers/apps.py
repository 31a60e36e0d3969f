"""App configuration of employers."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class EmployersConfig(AppConfig):
    """Employers' role profiles, preferences and opportunities."""

    name = "employers"

    def ready(self) -> None:
        """Declare what is personal, listen to the desk, keep the workflow as it should be."""
        from employers import signals  # noqa: F401 - its receivers register themselves
        from employers.importers import register_importers
        from employers.personal import declare
        from employers.queues import register_all
        from employers.workflow import keep_mail_in_the_outbox, make_workflow

        declare()
        register_importers()
        register_all()
        keep_mail_in_the_outbox()
        post_migrate.connect(make_workflow, sender=self, dispatch_uid="employers.make_workflow")
