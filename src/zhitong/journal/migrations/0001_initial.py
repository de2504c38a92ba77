"""The tables of this room, and the fences and indexes that belong to them."""

import django.db.models.deletion
from django.db import migrations, models

from zhitong.journal.fence import lower_fence, raise_fence


def up(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        raise_fence(cursor, schema_editor.connection.vendor)


def down(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        lower_fence(cursor, schema_editor.connection.vendor)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Chain",
            fields=[
                ("office_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField(default=0)),
                (
                    "head",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000", max_length=64
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("office_id", models.BigIntegerField()),
                ("seq", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=64)),
                ("channel", models.CharField(max_length=12)),
                ("action", models.CharField(max_length=80)),
                ("subject", models.CharField(max_length=40)),
                ("subject_code", models.CharField(max_length=40)),
                ("matters", models.TextField(default="[]")),
                ("details", models.TextField(default="{}")),
                ("reason", models.TextField(default="")),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "journal entry",
                "indexes": [
                    models.Index(fields=["subject", "subject_code"], name="journal_by_subject"),
                    models.Index(fields=["office_id", "at"], name="journal_by_time"),
                ],
                "constraints": [models.UniqueConstraint(fields=("office_id", "seq"), name="journal_one_entry_per_seq")],
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40)),
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journal.entry",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("code", "entry"), name="journal_one_mention")],
            },
        ),
        migrations.RunPython(up, down),  # what the database itself refuses or keeps, which models cannot say
    ]
