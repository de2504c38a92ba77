"""How far the index is made. An installation that has offices and no document comes from before there was a search."""

from django.db import migrations, models


def doubt(apps, schema_editor):
    if apps.get_model("network", "Office").objects.exists() and not apps.get_model("search", "Document").objects.exists():
        apps.get_model("search", "Making").objects.create(is_whole=False)


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0001_initial"),
        ("search", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Making",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_whole", models.BooleanField(default=True)),
                ("office_id", models.BigIntegerField(default=0)),
                ("kind", models.CharField(blank=True, max_length=16)),
                ("item_id", models.BigIntegerField(default=0)),
                ("done", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.RunPython(doubt, migrations.RunPython.noop),
    ]
