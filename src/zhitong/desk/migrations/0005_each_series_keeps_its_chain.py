"""The chain that each series had becomes its first dated one; the fence is put up again in case SQLite rebuilt a table."""

from django.db import migrations
from django.utils import timezone

from zhitong.desk.fence import raise_fence


def copy(apps, editor):
    Series, SigningChain = apps.get_model("desk", "Series"), apps.get_model("desk", "SigningChain")
    for series in Series.objects.exclude(chain=[]):
        SigningChain.objects.create(
            series=series, chain=series.chain, express_chain=series.express_chain, set_at=timezone.now()
        )


def fence(apps, editor):
    with editor.connection.cursor() as cursor:
        raise_fence(cursor, editor.connection.vendor)


class Migration(migrations.Migration):
    dependencies = [("desk", "0004_chains_with_days")]
    operations = [
        migrations.RunPython(copy, migrations.RunPython.noop),
        migrations.RunPython(fence, migrations.RunPython.noop),
    ]
