"""The Celery application and the one schedule of everything that runs by the clock."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("waymark")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# Whoever changes something must not wait for a broker that is down: the outbox does not need it.
app.conf.broker_transport_options = {"max_retries": 0, "socket_connect_timeout": 1, "retry_on_timeout": False}

app.conf.beat_schedule = {
    "deliver-outbox": {"task": "foundation.tasks.deliver_outbox", "schedule": 30.0},
    "check-sources": {"task": "evidence.tasks.check_due_sources", "schedule": crontab(minute=17)},
    "check-links": {"task": "foundation.tasks.check_links", "schedule": crontab(hour=1, minute=40)},
    "write-counters": {"task": "foundation.tasks.write_counters", "schedule": crontab(minute="*/10")},
    "write-token-use": {"task": "accounts.tasks.write_token_use", "schedule": crontab(minute="*/10")},
    "remove-what-is-over": {"task": "foundation.tasks.remove_what_is_over", "schedule": crontab(hour=3, minute=40)},
    "expire-items": {"task": "employers.tasks.expire_published_items", "schedule": crontab(hour=2, minute=20)},
    "remind-of-answers": {"task": "ambassadors.tasks.remind_of_answers", "schedule": crontab(hour=8, minute=10)},
    "remind-of-checks": {"task": "ambassadors.tasks.remind_of_checks", "schedule": crontab(hour=8, minute=20)},
    "remind-of-tomorrow": {"task": "ambassadors.tasks.remind_of_tomorrow", "schedule": crontab(hour=15, minute=10)},
    "lapse-proposals": {"task": "ambassadors.tasks.lapse_unanswered_proposals", "schedule": crontab(hour=4, minute=10)},
    "pair-peers": {"task": "ambassadors.tasks.pair_peers", "schedule": crontab(hour=4, minute=20)},
    "apply-retention": {"task": "accounts.apply_retention", "schedule": crontab(hour=3, minute=20)},
}
