"""The tables of this room, and the fences and indexes that belong to them."""

import django.db.models.deletion
import zhitong.search.models
from django.db import migrations, models

from zhitong.search.tables import lower_index, raise_index


def up(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        raise_index(cursor, schema_editor.connection.vendor)


def down(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        lower_index(cursor, schema_editor.connection.vendor)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("network", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                ("spot", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=16)),
                ("item_id", models.BigIntegerField()),
                ("code", models.CharField(max_length=16)),
                ("day", models.DateField()),
                ("text", models.TextField()),
                ("names", models.TextField(blank=True)),
                ("withheld_names", models.TextField(blank=True)),
                ("area", models.CharField(blank=True, max_length=40)),
                ("place", models.CharField(blank=True, max_length=120)),
                ("state", models.CharField(blank=True, max_length=20)),
                ("number", models.CharField(blank=True, max_length=40)),
                ("level", models.IntegerField(blank=True, null=True)),
                ("tokens", zhitong.search.models.Tokens()),
                (
                    "office",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.office",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.unit",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["office", "number"], name="search_by_number")],
                "constraints": [models.UniqueConstraint(fields=("kind", "item_id"), name="search_one_document")],
            },
        ),
        migrations.CreateModel(
            name="Fingerprint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark", models.BigIntegerField()),
                ("kind", models.CharField(max_length=16)),
                ("item_id", models.BigIntegerField()),
                (
                    "office",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.office",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["office", "mark", "item_id"], name="search_by_mark"),
                    models.Index(fields=["item_id"], name="search_marks_of_item"),
                ],
            },
        ),
        migrations.RunPython(up, down),  # what the database itself refuses or keeps, which models cannot say
    ]
