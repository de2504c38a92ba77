"""Buckets of PostgreSQL's index, laid over the documents that are there; a rebuild puts these into them, until then they are found as before."""

from django.db import migrations, models

_LAY = (
    "INSERT INTO search_bucket (first, count) "
    "SELECT CASE WHEN place = 0 THEN (((spot >> 44) << 22) | 1) << 22 ELSE spot END, 4096 FROM ("
    "SELECT spot, row_number() OVER (PARTITION BY spot >> 44 ORDER BY spot) - 1 AS place FROM search_document) AS placed WHERE place %% 4096 = 0"
)


def lay(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(_LAY, [])


class Migration(migrations.Migration):
    dependencies = [("search", "0002_making")]

    operations = [
        migrations.CreateModel(
            name="Bucket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first", models.BigIntegerField(unique=True)),
                ("count", models.IntegerField(default=0)),
            ],
        ),
        migrations.RunPython(lay, migrations.RunPython.noop),
    ]
