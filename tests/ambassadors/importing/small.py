"""A list that waits to be brought in, by rows alone: it needs no starter data."""

from __future__ import annotations

from ambassadors.models import ImportBatch, ImportRow, Scheme


def waiting_list() -> ImportBatch:
    """Three people, two of whom may be one."""
    scheme = Scheme.objects.get_or_create(slug="example-scheme", defaults={"name": "Example scheme"})[0]
    headings = ["n", "f", "e"]
    columns = {"given_name": "n", "family_name": "f", "email": "e"}
    batch = ImportBatch.objects.create(scheme=scheme, headings=headings, columns=columns, rows=3, state="running")
    people = (
        ("Ada", "Reed", "ada@example.org"),
        ("Ada", "Reed", "a.reed@example.org"),
        ("Ben", "Shah", "b@example.org"),
    )
    ImportRow.objects.bulk_create(
        ImportRow(batch=batch, number=number, cells=list(cells)) for number, cells in enumerate(people, start=2)
    )
    return batch
