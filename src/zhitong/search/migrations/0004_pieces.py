"""Buckets of PostgreSQL's index get pieces, laid over the documents that are there; a rebuild puts these into them, until then they are
found by the buckets they stand in. A rebuild that was under way begins anew: what it has made stands in the buckets from before."""

import django.db.models.deletion
from django.db import migrations, models

_PLACED = (
    "FROM (SELECT spot, row_number() OVER (PARTITION BY spot >> 44 ORDER BY spot) - 1 AS place FROM search_document) AS placed "
)
_FIRST = "CASE WHEN place = 0 THEN (((spot >> 44) << 22) | 1) << 22 ELSE spot END"
_LAY = (
    f"INSERT INTO search_bucket (first, count, in_pieces) SELECT {_FIRST}, 0, true {_PLACED} WHERE place %% 16384 = 0",
    f"INSERT INTO search_piece (bucket_id, part, first, count) SELECT (SELECT id FROM search_bucket WHERE in_pieces AND first <= laid.first "
    f"ORDER BY first DESC LIMIT 1), place / 256 %% 64, first, 256 FROM (SELECT place, {_FIRST} AS first {_PLACED} WHERE place %% 256 = 0) AS laid",
)
# Of tokens written from now on; packing them took longer than writing them. A server may be built without.
_KNOWS_LZ4 = "SELECT 'lz4' = ANY(enumvals) FROM pg_settings WHERE name = 'default_toast_compression'"
_PACK = "ALTER TABLE search_document ALTER COLUMN tokens SET COMPRESSION lz4"


def pack(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(_KNOWS_LZ4)
            if (cursor.fetchone() or [False])[0]:
                cursor.execute(_PACK)


def lay(apps, schema_editor):
    apps.get_model("search", "Making").objects.update(office_id=0, kind="", item_id=0, done=0)
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            for statement in _LAY:
                cursor.execute(statement, [])


class Migration(migrations.Migration):
    dependencies = [("search", "0003_buckets")]

    operations = [
        migrations.RunPython(pack, migrations.RunPython.noop),
        migrations.AddField("bucket", "in_pieces", models.BooleanField(default=False)),
        migrations.AlterField("bucket", "first", models.BigIntegerField()),
        migrations.AddConstraint(
            "bucket", models.UniqueConstraint(fields=["in_pieces", "first"], name="search_one_bucket")
        ),
        migrations.CreateModel(
            name="Piece",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.SmallIntegerField()),
                ("first", models.BigIntegerField(unique=True)),
                ("count", models.IntegerField(default=0)),
                (
                    "bucket",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="search.bucket",
                    ),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("bucket", "part"), name="search_one_piece")]},
        ),
        migrations.RunPython(lay, migrations.RunPython.noop),
    ]
