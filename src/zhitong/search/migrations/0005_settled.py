"""Buckets get a form: those in pieces, those whose documents were settled into a wider range, those from before there were pieces."""

from django.db import migrations, models

# What is settled leaves dead entries behind in the index; they go when some thousand rows are dead, not when a fifth of the table is.
_SWEEP = "ALTER TABLE search_document SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 16384)"
_SWEEP_AS_BEFORE = "ALTER TABLE search_document RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold)"


def sweep(apps, schema_editor, statement=_SWEEP):
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(statement)


def sweep_as_before(apps, schema_editor):
    sweep(apps, schema_editor, _SWEEP_AS_BEFORE)


def name_forms(apps, schema_editor):
    apps.get_model("search", "Bucket").objects.filter(in_pieces=True).update(form="pieces")


class Migration(migrations.Migration):
    dependencies = [("search", "0004_pieces")]

    operations = [
        migrations.RunPython(sweep, sweep_as_before),
        migrations.AddField(
            "bucket",
            "form",
            models.CharField(
                max_length=8,
                choices=[("old", "Old"), ("pieces", "Pieces"), ("settled", "Settled"), ("free", "Free")],
                default="old",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(name_forms, migrations.RunPython.noop),
        migrations.RemoveConstraint("bucket", "search_one_bucket"),
        migrations.RemoveField("bucket", "in_pieces"),
        migrations.AddConstraint("bucket", models.UniqueConstraint(fields=["first", "form"], name="search_one_bucket")),
    ]
