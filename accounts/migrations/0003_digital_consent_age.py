"""The age of digital consent in the United Kingdom, as dated data."""

from datetime import date

from django.db import migrations


def add_rule(apps, schema_editor):
    apps.get_model("accounts", "AgeRule").objects.get_or_create(
        name="digital-consent",
        valid_from=date(2018, 5, 25),
        defaults={
            "age": 13,
            "source": "Data Protection Act 2018, section 9 (in force from 25 May 2018)",
            "address": "https://www.legislation.gov.uk/ukpga/2018/12/section/9",
        },
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_organisations")]
    operations = [migrations.RunPython(add_rule, migrations.RunPython.noop)]
