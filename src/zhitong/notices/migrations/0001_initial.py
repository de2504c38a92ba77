"""The tables of this room, and the fences and indexes that belong to them."""

import django.db.models.deletion
import zhitong.network.codes
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("network", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                ("to", models.EmailField(max_length=254)),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("sent", "sent"), ("failed", "failed")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("fault", models.CharField(blank=True, max_length=200)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="network.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                ("event", models.CharField(max_length=80)),
                ("about", models.CharField(max_length=40)),
                ("about_code", models.CharField(db_index=True, max_length=40)),
                ("address", models.CharField(blank=True, max_length=200)),
                ("text", models.TextField(verbose_name="words")),
                ("happened_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting for release"),
                            ("released", "released"),
                            ("held_back", "held back"),
                        ],
                        default="released",
                        max_length=10,
                    ),
                ),
                ("release_at", models.DateTimeField(blank=True, null=True)),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("key", models.CharField(max_length=120)),
                ("by_letter", models.BooleanField(default=True)),
                ("shown_as", models.CharField(blank=True, max_length=60)),
                (
                    "letter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="notices",
                        to="notices.letter",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.office"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="network.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "state", "happened_at"], name="notices_by_person")],
                "constraints": [models.UniqueConstraint(fields=("person", "key"), name="notices_tell_once")],
            },
        ),
    ]
