"""The tables of this room, and the fences and indexes that belong to them."""

import django.db.models.deletion
import django.db.models.functions.comparison
import zhitong.network.codes
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("intake", "0001_initial"),
        ("network", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="LastFilter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("query", models.CharField(max_length=1000)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="network.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Sitting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                ("held_on", models.DateField(verbose_name="day")),
                (
                    "order",
                    models.CharField(
                        choices=[("oldest", "oldest first"), ("express", "express requests first")],
                        default="oldest",
                        max_length=8,
                        verbose_name="order",
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("queue_at_start", models.IntegerField(default=0)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("note", models.TextField(blank=True, verbose_name="remarks")),
                ("figures", models.JSONField(blank=True, default=dict)),
                (
                    "chair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.person",
                        verbose_name="chair",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.person",
                    ),
                ),
                (
                    "minute_taker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.person",
                        verbose_name="minute-taker",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sittings", to="network.office"
                    ),
                ),
                ("present", models.ManyToManyField(related_name="+", to="network.person", verbose_name="present")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("office",),
                        name="assessment_one_open_sitting",
                    ),
                    models.UniqueConstraint(fields=("office", "held_on"), name="assessment_one_sitting_a_day"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("take_up", "take up"),
                            ("merge", "merge"),
                            ("hold", "hold"),
                            ("send_back", "return"),
                            ("transfer", "transfer"),
                            ("to_proposal", "pass to proposals"),
                            ("decline", "decline"),
                        ],
                        max_length=12,
                        verbose_name="decision",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=40, verbose_name="reason")),
                ("words", models.TextField(blank=True, verbose_name="in words")),
                ("told", models.TextField(blank=True, verbose_name="words to the source")),
                ("hold_until", models.DateField(blank=True, null=True, verbose_name="come back on")),
                ("transfer_to", models.CharField(blank=True, max_length=120, verbose_name="transfer to")),
                ("at", models.DateTimeField()),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("undone_why", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.person"
                    ),
                ),
                (
                    "follows",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="assessment.assessment",
                    ),
                ),
                (
                    "into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_here",
                        to="intake.submission",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assessments", to="intake.submission"
                    ),
                ),
                (
                    "taker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.person",
                        verbose_name="who takes it",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.person",
                    ),
                ),
                (
                    "sitting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="assessment.sitting",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["verdict", "at"], name="assessment_by_verdict")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("submission",),
                        name="assessment_one_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("into", models.F("submission")), _negated=True),
                        name="assessment_merge_into_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Theme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("confirmed", "confirmed"),
                            ("rejected", "rejected"),
                            ("merged", "merged into another"),
                            ("faded", "no longer proposed"),
                        ],
                        default="proposed",
                        max_length=9,
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("words", models.JSONField(blank=True, default=list)),
                ("found_at", models.DateTimeField()),
                ("held_at", models.DateTimeField(blank=True, null=True)),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_here",
                        to="assessment.theme",
                    ),
                ),
                (
                    "named_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="themes", to="network.office"
                    ),
                ),
                (
                    "split_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="assessment.theme",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["office", "state"], name="assessment_themes_by_state")],
            },
        ),
        migrations.CreateModel(
            name="ThemeItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("confirmed", "confirmed"),
                            ("rejected", "taken out of the theme"),
                        ],
                        default="proposed",
                        max_length=9,
                    ),
                ),
                ("added_at", models.DateTimeField()),
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
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="theme_items", to="intake.submission"
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="assessment.theme"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["submission", "state"], name="assessment_themes_of_item")],
                "constraints": [
                    models.UniqueConstraint(fields=("theme", "submission"), name="assessment_theme_item_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ThemeSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("running", "running"),
                            ("done", "done"),
                            ("failed", "did not succeed"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("percent", models.IntegerField(default=0)),
                ("texts", models.IntegerField(default=0)),
                ("left_out", models.IntegerField(default=0)),
                ("found", models.IntegerField(default=0)),
                ("grown", models.IntegerField(default=0)),
                ("added", models.IntegerField(default=0)),
                (
                    "asked_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="theme_searches", to="network.office"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["office", "-asked_at"], name="assessment_theme_searches")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("waiting", "running"))),
                        fields=("office",),
                        name="assessment_one_theme_search",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AreaTraining",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                ("at", models.DateTimeField()),
                ("items", models.IntegerField()),
                ("f1", models.FloatField()),
                ("built_in_f1", models.FloatField()),
                ("figures", models.JSONField()),
                ("content", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
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
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.office"
                    ),
                ),
            ],
            options={
                "verbose_name": "area model",
                "indexes": [models.Index(fields=["office", "-id"], name="assessment_training_by_office")],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="network.person"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="intake.submission"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("submission", "person"), name="assessment_one_presence")
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                ("query", models.CharField(max_length=1000)),
                ("position", models.IntegerField(default=0)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.office"
                    ),
                ),
                (
                    "person",
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
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("office"),
                        django.db.models.functions.comparison.Coalesce("person_id", 0),
                        models.F("name"),
                        name="assessment_view_name_once",
                    )
                ],
            },
        ),
    ]
