"""Lists of other schemes for tests, as files, and taking one as far as a test needs it."""

from __future__ import annotations

import csv
import io
import zipfile

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from ambassadors.actions.import_runs import run_import
from ambassadors.actions.imports import check_batch, start_import, upload_list
from ambassadors.models import ImportBatch, Scheme
from tests.accounts.builders import person
from tests.ambassadors.builders import MONDAY

HEADINGS = ("Volunteer ID", "Forename", "Surname", "E-mail", "Company", "Job", "Happy to do", "Postcode", "DBS number")
ADA = (
    "V1",
    "Ada",
    "Reed",
    "ada.reed@example.org",
    "Example Rail",
    "Signal engineer",
    "Careers talk; workshop",
    "LS1 4AP",
    "001",
)
BEN = ("V2", "Ben", "Shah", "ben.shah@example.org", "Example Wind", "Turbine technician", "talk", "LS2", "002")
WRONG = ("V3", "", "Nobody", "not an address", "", "", "juggling", "ZZ99", "003")


def table(*rows: tuple[str, ...], headings: tuple[str, ...] = HEADINGS, name: str = "people.csv") -> ContentFile:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([headings, *rows])
    return ContentFile(text.getvalue().encode(), name=name)


def opendocument(content: str, name: str = "people.ods") -> ContentFile:
    """A minimal OpenDocument spreadsheet around the rows of its first sheet."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr(
            "content.xml",
            '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body>'
            f'<office:spreadsheet><table:table table:name="People">{content}</table:table>'
            '<table:table table:name="Other"><table:table-row><table:table-cell><text:p>no</text:p></table:table-cell>'
            "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return ContentFile(held.getvalue(), name=name)


def scheme() -> Scheme:
    return Scheme.objects.get_or_create(slug="example-scheme", defaults={"name": "Example scheme"})[0]


def importer() -> User:
    return User.objects.filter(email__startswith="importer").first() or person("importer", "ambassador_coordinator")


def checked(*rows: tuple[str, ...], **more: tuple[str, ...]) -> ImportBatch:
    batch = upload_list(by=importer(), scheme=scheme(), upload=table(*rows, **more))
    return check_batch(by=importer(), batch=batch, today=MONDAY)


def brought_in(*rows: tuple[str, ...]) -> ImportBatch:
    batch = start_import(by=importer(), batch=checked(*rows))
    done = run_import(batch_id=batch.pk, now=timezone.now())
    assert done is not None
    return done
