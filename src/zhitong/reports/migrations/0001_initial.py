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
            name="Push",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                ("year", models.IntegerField()),
                ("number", models.IntegerField()),
                ("made_on", models.DateField(verbose_name="day")),
                ("planned_on", models.DateField(blank=True, null=True)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
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
                "ordering": ["-year", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("office", "year", "number"), name="reports_push_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="PushLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("undecided", "late without decision"),
                            ("signing", "waits for signature"),
                            ("no_outcome", "no answer in time"),
                            ("no_reply", "instruction without reply"),
                            ("due", "due soon"),
                            ("call", "call unanswered"),
                            ("express", "express lane not reviewed"),
                            ("target", "below its target"),
                            ("rising", "theme rising"),
                        ],
                        max_length=12,
                        verbose_name="what it is",
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("about", models.CharField(max_length=40)),
                ("about_code", models.CharField(max_length=40)),
                ("next_step", models.CharField(max_length=200, verbose_name="next step")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_why", models.CharField(blank=True, max_length=200)),
                ("ceased_at", models.DateTimeField(blank=True, null=True)),
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
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.office"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.person",
                        verbose_name="owner",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["office", "closed_at"], name="reports_open_lines")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("office", "key"),
                        name="reports_one_open_line",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PushEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.IntegerField()),
                (
                    "moved",
                    models.CharField(
                        choices=[
                            ("new", "new on the list"),
                            ("carried", "carried over"),
                            ("closed", "over since the last list"),
                        ],
                        max_length=8,
                    ),
                ),
                ("times", models.IntegerField(default=1)),
                ("title", models.CharField(max_length=200)),
                ("standing", models.CharField(max_length=120)),
                ("before", models.CharField(blank=True, max_length=200)),
                ("owner_name", models.CharField(blank=True, max_length=60)),
                ("next_step", models.CharField(max_length=200)),
                (
                    "push",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="reports.push"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="reports.pushline"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [models.UniqueConstraint(fields=("push", "line"), name="reports_line_once_in_a_list")],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("quarter", "quarterly report"),
                            ("half", "half-year report"),
                            ("year", "yearly report"),
                            ("bulletin", "bulletin"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafting", "open, figures live"),
                            ("signed", "closed, figures frozen"),
                            ("dropped", "dropped"),
                        ],
                        default="drafting",
                        max_length=8,
                    ),
                ),
                ("period", models.CharField(max_length=24, verbose_name="period")),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("made_at", models.DateTimeField()),
                ("year", models.IntegerField(blank=True, null=True)),
                ("number", models.IntegerField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("known_by", models.DateField(blank=True, null=True)),
                ("content", models.JSONField(blank=True, null=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
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
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="reports.report",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.person"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="network.office"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["office", "state", "first"], name="reports_by_state")],
                "constraints": [
                    models.UniqueConstraint(fields=("office", "year", "number"), name="reports_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("corrects__isnull", True),
                            models.Q(("kind", "bulletin"), _negated=True),
                            models.Q(("state", "dropped"), _negated=True),
                        ),
                        fields=("office", "kind", "period"),
                        name="reports_one_paper_of_a_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "signed"), _negated=True),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("content__isnull", False),
                                ("known_by__isnull", False),
                                ("number__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="reports_closed_is_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClosedPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("quarter", "quarterly report"),
                            ("half", "half-year report"),
                            ("year", "yearly report"),
                            ("bulletin", "bulletin"),
                        ],
                        max_length=10,
                    ),
                ),
                ("period", models.CharField(max_length=24)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("known_by", models.DateField()),
                (
                    "late",
                    models.CharField(
                        choices=[
                            ("correction", "a correction sheet of the closed period"),
                            ("next", "the next period's paper"),
                        ],
                        max_length=10,
                    ),
                ),
                ("rows", models.JSONField(default=dict)),
                ("minus", models.JSONField(default=dict)),
                ("digest", models.CharField(max_length=64)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.office"
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="frozen", to="reports.report"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["office", "kind", "last"], name="reports_closed_periods")],
            },
        ),
        migrations.CreateModel(
            name="ReportText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ordinal", models.IntegerField()),
                ("base", models.IntegerField(default=0)),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("text", models.TextField(verbose_name="text")),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.person"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="texts", to="reports.report"
                    ),
                ),
            ],
            options={
                "ordering": ["ordinal"],
                "constraints": [models.UniqueConstraint(fields=("report", "ordinal"), name="reports_one_text")],
            },
        ),
        migrations.CreateModel(
            name="TemplateText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("quarter", "quarterly report"),
                            ("half", "half-year report"),
                            ("year", "yearly report"),
                            ("bulletin", "bulletin"),
                        ],
                        max_length=10,
                    ),
                ),
                ("ordinal", models.IntegerField()),
                ("text", models.TextField(verbose_name="text")),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.person"
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
                "constraints": [
                    models.UniqueConstraint(fields=("office", "kind", "ordinal"), name="reports_one_template_text")
                ],
            },
        ),
    ]
