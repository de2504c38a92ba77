from django.db import migrations

from zhitong.journal.fence import lower_fence, raise_fence


def up(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        raise_fence(cursor, schema_editor.connection.vendor)


def down(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        lower_fence(cursor, schema_editor.connection.vendor)


class Migration(migrations.Migration):
    """The database itself refuses to change or delete an entry."""

    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunPython(up, down)]
