from django.db import migrations

from zhitong.desk.fence import lower_fence, raise_fence


def up(apps, editor):
    with editor.connection.cursor() as cursor:
        raise_fence(cursor, editor.connection.vendor)


def down(apps, editor):
    with editor.connection.cursor() as cursor:
        lower_fence(cursor, editor.connection.vendor)


class Migration(migrations.Migration):
    """A saved text and a signed issue are refused every change by the database itself."""

    dependencies = [("desk", "0002_chain_turn_and_merges")]
    operations = [migrations.RunPython(up, down, elidable=False)]
