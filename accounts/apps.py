"""App configuration of accounts."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """People, roles and permissions."""

    name = "accounts"

    def ready(self) -> None:
        """Keep the groups in step with the roles, and declare what is personal."""
        from accounts.roles import make_groups
        from foundation.personal_data import PersonalField, register_personal

        post_migrate.connect(make_groups, dispatch_uid="accounts.make_groups")
        register_personal(
            PersonalField("accounts.User", "email", "signing in and mail about the account", "blank"),
            PersonalField("accounts.User", "display_name", "how colleagues see the person", "blank"),
            PersonalField("accounts.User", "password", "signing in", "blank"),
            PersonalField("accounts.User", "last_login", "finding unused accounts", "blank"),
            PersonalField("accounts.User", "date_joined", "retention", "delete_row"),
            PersonalField("accounts.UserEvent", "email", "audit trail; blanked by the erasure action only", "blank"),
            PersonalField("accounts.UserEvent", "display_name", "audit trail; blanked by erasure only", "blank"),
            PersonalField("accounts.UserEvent", "pgh_obj", "audit trail: whom it is about, by number", "keep"),
            PersonalField("accounts.UserEvent", "pgh_label", "audit trail: which kind of change", "keep"),
        )
