"""App configuration of foundation."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """What every room stands on."""

    name = "foundation"

    def ready(self) -> None:
        """Declare what is personal, and make handlers of the outbox known."""
        from foundation import mail  # noqa: F401  # registers its handler
        from foundation.personal_data import PersonalField, declare_clean, register_personal

        declare_clean("foundation.JobLease", "foundation.DailyCount", "foundation.OutgoingLink")
        # Contact details are taken out before a reader's words are kept, and nothing says whose they are.
        declare_clean("foundation.PageFeedback", "foundation.SetAside")
        register_personal(
            PersonalField("foundation.OutboxMessage", "kind", "which handler delivers it", "keep"),
            PersonalField("foundation.OutboxMessage", "state", "whether it was delivered", "keep"),
            PersonalField("foundation.OutboxMessage", "claimed_by", "which process delivers it", "keep"),
            PersonalField("foundation.OutboxMessage", "decided_by", "who decided about an unsure delivery", "blank"),
            PersonalField("foundation.OutboxMessage", "payload", "what is to be sent, and to whom", "delete_row"),
            PersonalField("foundation.OutboxMessage", "dedupe_key", "sending once", "delete_row"),
            PersonalField("foundation.OutboxMessage", "once_key", "sending once", "delete_row"),
            PersonalField("foundation.OutboxMessage", "last_error", "finding faults", "delete_row"),
            *(
                PersonalField("foundation.IdempotencyRecord", name, "answering a repeated request alike", "delete_row")
                for name in ("owner", "key", "operation", "digest", "body", "headers")
            ),
        )
        _register_queues()


def _register_queues() -> None:
    """The queues of foundation; imported late, since their screens import Wagtail's models."""
    from foundation.desk.queue_list import register_all

    register_all()
