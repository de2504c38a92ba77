"""The tables of this room, and the fences and indexes that belong to them."""

import django.db.models.deletion
import zhitong.network.codes
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("files", "0001_initial"),
        ("intake", "0001_initial"),
        ("network", "0001_initial"),
        ("vault", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ConsentText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.IntegerField()),
                ("text", models.TextField(verbose_name="text")),
                ("set_at", models.DateTimeField()),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.office"
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-version"],
                "constraints": [models.UniqueConstraint(fields=("office", "version"), name="stations_consent_version")],
            },
        ),
        migrations.CreateModel(
            name="Lead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                ("year", models.IntegerField()),
                ("serial", models.IntegerField()),
                ("text", models.TextField(blank=True, verbose_name="what it is about")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="where")),
                (
                    "naming",
                    models.CharField(
                        choices=[
                            ("named", "with my name"),
                            ("sealed", "with my name, sealed"),
                            ("none", "without name"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("page", "by the page"),
                            ("paper", "on paper"),
                            ("phone", "by telephone"),
                            ("spoken", "spoken at the station"),
                        ],
                        default="page",
                        max_length=6,
                    ),
                ),
                ("received_at", models.DateTimeField()),
                ("receipt", models.CharField(max_length=64, unique=True)),
                ("form", models.CharField(max_length=64, unique=True)),
                ("digest", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "waiting to be read"),
                            ("taken_over", "handed to the office"),
                            ("answered", "answered by the station"),
                            ("set_aside", "put aside"),
                            ("withdrawn", "withdrawn by the resident"),
                        ],
                        default="new",
                        max_length=10,
                    ),
                ),
                ("handled_at", models.DateTimeField(blank=True, null=True)),
                ("handled_why", models.TextField(blank=True)),
                (
                    "consent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="stations.consenttext"
                    ),
                ),
                (
                    "handled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.person",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.office"
                    ),
                ),
                (
                    "sealed",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vault.sealed",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="intake.submission",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["office", "received_at"], name="stations_leads_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("office", "year", "serial"), name="stations_lead_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="LeadFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.IntegerField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="stations.lead"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [models.UniqueConstraint(fields=("lead", "position"), name="stations_file_order")],
            },
        ),
        migrations.CreateModel(
            name="LeadLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("question", "question of the station"),
                            ("reply", "reply of the resident"),
                            ("addition", "added by the resident"),
                            ("answer", "answer of the station"),
                        ],
                        max_length=8,
                    ),
                ),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.person",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="stations.lead"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Said",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "word",
                    models.CharField(
                        choices=[
                            ("resolved", "resolved"),
                            ("partly", "partly resolved"),
                            ("unresolved", "not resolved"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="said", to="stations.lead"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Station",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="where it is")),
                ("phone", models.CharField(blank=True, max_length=60, verbose_name="telephone")),
                ("hours", models.CharField(blank=True, max_length=200, verbose_name="when it is open")),
                ("about", models.TextField(blank=True, verbose_name="about the station")),
                ("is_open", models.BooleanField(default=True, verbose_name="takes messages from residents")),
                ("opened_at", models.DateTimeField()),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stations", to="network.office"
                    ),
                ),
                ("serves", models.ManyToManyField(blank=True, related_name="served_by", to="network.unit")),
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="station", to="network.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["unit__position", "unit_id"],
            },
        ),
        migrations.AddField(
            model_name="lead",
            name="station",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="leads", to="stations.station"
            ),
        ),
        migrations.CreateModel(
            name="DutyDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                ("on", models.DateField(verbose_name="day")),
                ("starts", models.TimeField(verbose_name="from")),
                ("ends", models.TimeField(verbose_name="until")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="subject")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.person"
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="duty_days", to="stations.station"
                    ),
                ),
            ],
            options={
                "ordering": ["on", "starts", "pk"],
                "indexes": [models.Index(fields=["station", "on"], name="stations_duty_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends__gt", models.F("starts"))), name="stations_duty_hours"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64)),
                ("began", models.DateTimeField(db_index=True)),
                ("count", models.IntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("key", "began"), name="stations_tries_once")],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("visit", "visit"), ("talk", "talk"), ("duty", "duty day")],
                        default="visit",
                        max_length=6,
                        verbose_name="kind",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="day")),
                ("place", models.CharField(max_length=200, verbose_name="where")),
                ("title", models.CharField(max_length=200, verbose_name="about what")),
                ("residents", models.IntegerField(default=0, verbose_name="residents met")),
                ("minutes", models.TextField(blank=True, verbose_name="minutes of it")),
                ("entered_at", models.DateTimeField()),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.person"
                    ),
                ),
                ("members", models.ManyToManyField(blank=True, related_name="+", to="network.person")),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="stations.station"
                    ),
                ),
                ("submissions", models.ManyToManyField(blank=True, related_name="+", to="intake.submission")),
            ],
            options={
                "ordering": ["-held_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("residents__gte", 0)), name="stations_residents_counted")
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                ("event", models.CharField(max_length=80)),
                ("key", models.CharField(max_length=160)),
                ("proposed", models.TextField()),
                ("proposed_at", models.DateTimeField()),
                ("text", models.TextField(blank=True, verbose_name="words for the residents")),
                ("is_public", models.BooleanField(default=False, verbose_name="also on the station's public page")),
                ("headline", models.CharField(blank=True, max_length=120, verbose_name="headline on the public page")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "to be written"),
                            ("released", "given to the residents"),
                            ("dropped", "not told"),
                        ],
                        default="proposed",
                        max_length=8,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.person",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.office"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.submission"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["office", "state", "proposed_at"], name="stations_answers_waiting")],
                "constraints": [models.UniqueConstraint(fields=("submission", "key"), name="stations_propose_once")],
            },
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(fields=["station", "state", "received_at"], name="stations_leads_waiting"),
        ),
    ]
