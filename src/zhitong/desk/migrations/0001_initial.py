"""The tables of this room, and the fences and indexes that belong to them."""

import django.db.models.deletion
import zhitong.network.codes
from django.db import migrations, models

from zhitong.desk.fence import lower_fence, raise_fence


def up(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        raise_fence(cursor, schema_editor.connection.vendor)


def down(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        lower_fence(cursor, schema_editor.connection.vendor)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("intake", "0001_initial"),
        ("network", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Brief",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafting", "being written"),
                            ("in_review", "in review"),
                            ("signed", "signed"),
                            ("dropped", "dropped"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="drafting",
                        max_length=10,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("single", "single"), ("composite", "composite")], default="single", max_length=10
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("chain", models.JSONField(default=list)),
                ("step", models.IntegerField(default=0)),
                ("turn", models.CharField(blank=True, max_length=20)),
                ("is_express", models.BooleanField(default=False, verbose_name="express lane")),
                ("express_reason", models.TextField(blank=True)),
                ("express_since", models.DateTimeField(blank=True, null=True)),
                ("started_at", models.DateTimeField()),
                ("year", models.IntegerField(blank=True, null=True)),
                ("number", models.IntegerField(blank=True, null=True)),
                ("running_number", models.IntegerField(blank=True, null=True)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("printed", models.JSONField(blank=True, null=True)),
                ("lock_at", models.DateTimeField(blank=True, null=True)),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="desk.brief",
                    ),
                ),
                (
                    "editor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.person"
                    ),
                ),
                (
                    "lock_person",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="briefs", to="network.office"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["office", "state", "started_at"], name="desk_by_state"),
                    models.Index(fields=["office", "started_at"], name="desk_by_start"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "signed"), _negated=True),
                            models.Q(("number__isnull", False), ("signed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="desk_signed_has_number",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MaskedCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                (
                    "purpose",
                    models.CharField(
                        choices=[("exemplar", "exemplar"), ("export", "export")], max_length=10, verbose_name="purpose"
                    ),
                ),
                ("text", models.TextField()),
                ("original_digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "brief",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="desk.brief",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.person"
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "masked copy",
                "indexes": [models.Index(fields=["office", "-id"], name="desk_copy_by_office")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("brief__isnull", True), ("submission__isnull", False)),
                            models.Q(("brief__isnull", False), ("submission__isnull", True)),
                            _connector="OR",
                        ),
                        name="desk_copy_of_one_thing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                ("start", models.IntegerField()),
                ("end", models.IntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("for_good", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.person"
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.person",
                    ),
                ),
                (
                    "copy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="masks", to="desk.maskedcopy"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("end__gt", models.F("start"))), name="desk_mask_interval"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ordinal", models.IntegerField()),
                ("base", models.IntegerField(default=0)),
                ("merges", models.IntegerField(blank=True, null=True)),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("body", models.TextField(verbose_name="text")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "brief",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="desk.brief"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.person"
                    ),
                ),
            ],
            options={
                "ordering": ["ordinal"],
                "constraints": [models.UniqueConstraint(fields=("brief", "ordinal"), name="desk_one_ordinal")],
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                ("start", models.IntegerField(default=0)),
                ("end", models.IntegerField(default=0)),
                ("quote", models.CharField(blank=True, max_length=200)),
                ("text", models.TextField(verbose_name="remark")),
                ("at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "brief",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="remarks", to="desk.brief"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.person"
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.person",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="remarks", to="desk.revision"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="brief",
            name="signed_revision",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="desk.revision"
            ),
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("express_hours", models.IntegerField(default=24, verbose_name="hours for the express lane")),
                ("length_limit", models.IntegerField(default=1500, verbose_name="length limit")),
                ("blocking_checks", models.JSONField(default=list)),
                ("switched_off_checks", models.JSONField(default=list)),
                ("masthead", models.JSONField(default=dict)),
                ("running_start", models.IntegerField(default=0)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="series", to="network.office"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("office", "name"), name="desk_one_series_name")],
            },
        ),
        migrations.CreateModel(
            name="Counter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.IntegerField()),
                ("last", models.IntegerField(default=0)),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="counters", to="desk.series"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("series", "year"), name="desk_one_counter")],
            },
        ),
        migrations.AddField(
            model_name="brief",
            name="series",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="briefs", to="desk.series"
            ),
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.IntegerField()),
                ("role", models.CharField(max_length=20)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("submit", "put forward"),
                            ("pass", "passed"),
                            ("return", "returned"),
                            ("sign", "signed"),
                        ],
                        max_length=8,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "acting_for",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.person",
                    ),
                ),
                (
                    "brief",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="desk.brief"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.person"
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="desk.revision"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SigningChain",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("chain", models.JSONField()),
                ("express_chain", models.JSONField(default=list)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("set_at", models.DateTimeField()),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="chains", to="desk.series"
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
                "ordering": [models.OrderBy(models.F("valid_from"), nulls_first=True), "pk"],
            },
        ),
        migrations.CreateModel(
            name="BriefSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("share", models.IntegerField()),
                ("position", models.IntegerField()),
                (
                    "brief",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sources", to="desk.brief"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="used_in", to="intake.submission"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("brief", "submission"), name="desk_source_once"),
                    models.CheckConstraint(
                        condition=models.Q(("share__gte", 0), ("share__lte", 10000)), name="desk_source_share"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="brief",
            constraint=models.UniqueConstraint(fields=("series", "year", "number"), name="desk_issue_number"),
        ),
        migrations.AddConstraint(
            model_name="brief",
            constraint=models.UniqueConstraint(fields=("series", "running_number"), name="desk_running_number"),
        ),
        migrations.RunPython(up, down),  # what the database itself refuses or keeps, which models cannot say
    ]
