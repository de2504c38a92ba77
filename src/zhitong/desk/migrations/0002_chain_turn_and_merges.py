from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0001_initial"),
        ("network", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="brief",
            name="chain",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="brief",
            name="turn",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="revision",
            name="merges",
            field=models.IntegerField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="brief",
            index=models.Index(fields=["office", "started_at"], name="desk_by_start"),
        ),
        migrations.AddConstraint(
            model_name="brief",
            constraint=models.UniqueConstraint(fields=("series", "running_number"), name="desk_running_number"),
        ),
    ]
