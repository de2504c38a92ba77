"""A rebuild makes what people wrote first; one that was stopped under the old order begins anew, else it would leave kinds out."""

from django.db import migrations


def begin_anew(apps, schema_editor):
    apps.get_model("search", "Making").objects.exclude(kind="").update(office_id=0, kind="", item_id=0, done=0)


class Migration(migrations.Migration):
    dependencies = [("search", "0005_settled")]

    operations = [migrations.RunPython(begin_anew, migrations.RunPython.noop)]
