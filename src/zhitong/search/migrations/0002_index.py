"""The full-text index itself, which models cannot say: see ``zhitong.search.tables``."""

from django.db import migrations

from zhitong.search.tables import lower_index, raise_index


def up(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        raise_index(cursor, schema_editor.connection.vendor)


def down(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        lower_index(cursor, schema_editor.connection.vendor)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(up, down)]
