import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Max


def continue_the_numbers(apps, schema_editor):
    """The last number of each office's year as it stands, so that the next message goes on from it."""
    Lead, Numbering = apps.get_model("stations", "Lead"), apps.get_model("stations", "Numbering")
    last = Lead.objects.order_by().values("office_id", "year").annotate(last=Max("serial"))
    Numbering.objects.bulk_create(Numbering(**row) for row in last)


def name_the_stations(apps, schema_editor):
    """Public answers stand on the pages of the stations whose residents' messages are behind them."""
    Answer, Lead = apps.get_model("stations", "Answer"), apps.get_model("stations", "Lead")
    for answer in Answer.objects.filter(state="released", is_public=True):
        leads = Lead.objects.filter(submission_id=answer.submission_id, state__in=("new", "taken_over", "answered"))
        answer.stations.set({lead.station_id for lead in leads})


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0001_initial"),
        ("stations", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="stations",
            field=models.ManyToManyField(blank=True, related_name="answers", to="stations.station"),
        ),
        migrations.CreateModel(
            name="Numbering",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.IntegerField()),
                ("last", models.IntegerField(default=0)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.office"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("office", "year"), name="stations_numbering_once")],
            },
        ),
        migrations.RunPython(continue_the_numbers, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(name_the_stations, migrations.RunPython.noop, elidable=True),
    ]
