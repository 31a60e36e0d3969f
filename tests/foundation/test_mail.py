"""Mail: both forms from templates, harmless headers, one address, and what the mail server's answers mean."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core import mail as django_mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from foundation import mail, outbox
from foundation.models import OutboxMessage, OutboxState
from tests.foundation.mail_examples import EXAMPLES
from tests.foundation.smtp_server import smtp_server

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "emails"
TEMPLATES = sorted(str(path.relative_to(FOLDER)).removesuffix(".subject.txt") for path in FOLDER.rglob("*.subject.txt"))
CONTEXT = EXAMPLES["mail_check"]


def queue(**more):
    return mail.send_mail(**{"template": "mail_check", "to": "ada@example.org", "context": CONTEXT} | more)


def deliver():
    return outbox.deliver_waiting(now=timezone.now())


def test_every_template_has_an_example_and_every_example_a_template():
    assert sorted(EXAMPLES) == TEMPLATES


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_mail_says_the_same_in_both_forms(template):
    rendered = mail.render(template, EXAMPLES.get(template, {}))
    assert rendered.subject
    assert len(rendered.subject) < 80
    assert not re.search(r"<[a-z/]|&(amp|#|quot|lt)", rendered.text), "plain text holds no HTML"
    assert "Waymark" in rendered.text
    for part in ("<h1>", "<title>", 'name="color-scheme"', "prefers-color-scheme: dark", 'lang="en-gb"'):
        assert part in rendered.html
    assert not re.search(r"<img|<script|style=|\bsrc=|url\(|@import", rendered.html), "nothing is fetched or run"
    links = re.findall(r'href="([^"]*)"', rendered.html)
    assert all(link.startswith(("http://", "https://", "mailto:")) for link in links), "links are whole addresses"


@pytest.fixture
def greeting(settings, tmp_path):
    """A template that puts a name everywhere."""
    folder = tmp_path / "emails"
    folder.mkdir()
    (folder / "hello.subject.txt").write_text("Hello {{ name }}\n")
    (folder / "hello.txt").write_text('{% extends "emails/layout.txt" %}{% block text %}Hello {{ name }}{% endblock %}')
    (folder / "hello.html").write_text(
        '{% extends "emails/layout.html" %}{% block html %}<h1>{{ name }}</h1>{% endblock %}'
    )
    first, *others = settings.TEMPLATES
    settings.TEMPLATES = [first | {"DIRS": [tmp_path, *first["DIRS"]]}, *others]


@pytest.mark.usefixtures("greeting")
def test_html_is_escaped_in_html_and_left_alone_in_text():
    rendered = mail.render("hello", {"name": "<b>Ada & Bo</b>"})
    assert rendered.subject == "Hello <b>Ada & Bo</b>"
    assert "Hello <b>Ada & Bo</b>" in rendered.text
    assert "<h1>&lt;b&gt;Ada &amp; Bo&lt;/b&gt;</h1>" in rendered.html


@pytest.mark.django_db
@pytest.mark.usefixtures("greeting")
@pytest.mark.parametrize(
    "breaks", ["\r\nBcc: all@example.org", "\nBcc: x", "\u2028Bcc: x", "\x00\x07Bcc: x", "\x85Bcc: x"]
)
def test_line_break_in_a_name_begins_no_header(breaks):
    queue(template="hello", context={"name": f"Ada{breaks}"})
    deliver()
    (sent,) = django_mail.outbox
    assert sent.subject.startswith("Hello Ada")
    assert "\n" not in sent.subject
    assert sent.message()["Bcc"] is None
    assert sent.recipients() == ["ada@example.org"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "to",
    [
        "",
        "ada",
        "ada@example.org, bo@example.org",
        "ada@example.org\nBcc: bo@example.org",
        "Ada <ada@example.org>",
        "a@b@c",
    ],
)
def test_only_one_plain_address(to):
    with pytest.raises(mail.BadAddressError):
        queue(to=to)
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db
def test_mail_as_it_leaves(settings):
    settings.DEFAULT_FROM_EMAIL = "Waymark <hello@waymark.example>"
    queue()
    message_id = OutboxMessage.objects.get().payload["message_id"]
    assert deliver() == 1
    (sent,) = django_mail.outbox
    assert (sent.to, sent.from_email) == (["ada@example.org"], "Waymark <hello@waymark.example>")
    headers = sent.message()
    assert headers["Message-ID"] == message_id
    assert message_id.endswith("@waymark.example>")
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in headers.get_payload()] == ["text/plain", "text/html"]


@pytest.mark.django_db
def test_nothing_of_the_reader_stays_after_delivery():
    queue(dedupe_key="check:1")
    deliver()
    assert OutboxMessage.objects.get().payload == {}


@pytest.mark.django_db
def test_mail_with_a_key_is_queued_once_also_after_it_left():
    assert queue(dedupe_key="check:1")
    deliver()
    assert not queue(dedupe_key="check:1")
    assert queue(dedupe_key="check:2")
    assert deliver() == 1


@pytest.fixture
def server(settings):
    with smtp_server() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        yield running


@pytest.mark.django_db
def test_mail_server_takes_it(server):
    queue()
    deliver()
    (taken,) = server.taken
    assert taken["To"] == "ada@example.org"
    assert OutboxMessage.objects.get().state == OutboxState.DELIVERED


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "state"),
    [("450 try later", OutboxState.WAITING), ("550 no such person ada@example.org", OutboxState.FAILED)],
)
def test_refusal_for_now_is_tried_again_and_one_for_good_is_not(server, answer, state):
    server.refuse = answer
    queue()
    deliver()
    message = OutboxMessage.objects.get()
    assert message.state == state
    assert answer[:3] in message.last_error
    assert "ada" not in message.last_error
    assert server.taken == []


@pytest.mark.django_db
def test_server_that_hangs_up_without_a_word_leaves_a_question(server):
    server.hang_up = True
    queue()
    deliver()
    assert OutboxMessage.objects.get().state == OutboxState.UNSURE
    server.hang_up = False
    deliver()
    assert len(server.taken) == 1


@pytest.mark.django_db
def test_mail_that_a_person_has_sent_again_is_recognisable_as_a_copy(server):
    server.hang_up = True
    queue()
    deliver()
    server.hang_up = False
    message = OutboxMessage.objects.get()
    outbox.resend_unsure(message_id=message.pk, by=type("Person", (), {"pk": 7})(), now=timezone.now())
    deliver()
    assert len(server.taken) == 2
    assert len({taken["Message-ID"] for taken in server.taken}) == 1


@pytest.mark.django_db
def test_no_mail_server_at_all_is_tried_again(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    queue()
    deliver()
    message = OutboxMessage.objects.get()
    assert (message.state, message.attempts) == (OutboxState.WAITING, 1)


@pytest.mark.django_db
def test_check_mail_is_queued_by_command(capsys):
    call_command("send_check_mail", "ada@example.org")
    assert OutboxMessage.objects.get().payload["to"] == "ada@example.org"
    with pytest.raises(CommandError):
        call_command("send_check_mail", "nobody")
