"""App configuration of accounts."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """People, organisations, roles and permissions."""

    name = "accounts"

    def ready(self) -> None:
        """Keep the groups in step with the roles, and declare what is personal."""
        from accounts.data_rights import tasks  # noqa: F401  # registers its handler and its task
        from accounts.data_rights.declarations import declare as declare_libraries
        from accounts.data_rights.rules import load_rules
        from accounts.personal import declare
        from accounts.roles import make_groups
        from accounts.signin import sessions  # noqa: F401  # connects its receiver

        post_migrate.connect(make_groups, dispatch_uid="accounts.make_groups")
        post_migrate.connect(load_rules, sender=self, dispatch_uid="accounts.load_rules")
        declare()
        declare_libraries()
