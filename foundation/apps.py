"""App configuration of foundation."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """What every room stands on."""

    name = "foundation"

    def ready(self) -> None:
        """Declare what is personal."""
        from foundation.personal_data import PersonalField, declare_clean, register_personal

        declare_clean("foundation.JobLease", "foundation.DailyCount")
        register_personal(
            PersonalField("foundation.OutboxMessage", "kind", "which handler delivers it", "keep"),
            PersonalField("foundation.OutboxMessage", "payload", "what is to be sent, and to whom", "delete_row"),
            PersonalField("foundation.OutboxMessage", "dedupe_key", "sending once", "delete_row"),
            PersonalField("foundation.OutboxMessage", "last_error", "finding faults", "delete_row"),
        )
