"""The tables of this room, and the fences and indexes that belong to them."""

import datetime
import django.db.models.deletion
import django.db.models.functions.comparison
import uuid
import zhitong.network.codes
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("files", "0001_initial"),
        ("network", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Commission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                ("year", models.IntegerField()),
                ("serial", models.IntegerField()),
                (
                    "asked_by",
                    models.CharField(
                        choices=[("above", "an office above"), ("leader", "a leader"), ("office", "the office")],
                        default="office",
                        max_length=8,
                        verbose_name="asked by",
                    ),
                ),
                ("asker", models.CharField(blank=True, max_length=80, verbose_name="who asks")),
                ("title", models.CharField(max_length=200, verbose_name="topic")),
                ("content", models.TextField(verbose_name="content wanted")),
                ("form", models.CharField(blank=True, max_length=200, verbose_name="form wanted")),
                ("due_on", models.DateField(verbose_name="due")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("closed", "closed"), ("cancelled", "cancelled")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("issued_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.person"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="commissions", to="network.office"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="intake.commission",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("office", "year", "serial"), name="intake_commission_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="CommissionAddressee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "commission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="addressees", to="intake.commission"
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
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("unit__isnull", False), ("person__isnull", False), _connector="XOR"),
                        name="intake_addressee_is_one",
                    ),
                    models.UniqueConstraint(
                        models.F("commission"),
                        django.db.models.functions.comparison.Coalesce("unit_id", 0),
                        django.db.models.functions.comparison.Coalesce("person_id", 0),
                        name="intake_addressee_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("token", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("content", models.JSONField(default=dict)),
                ("saved_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to="network.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Import",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                ("sheet", models.CharField(blank=True, max_length=100)),
                ("mapping", models.JSONField(default=dict)),
                ("all_or_none", models.BooleanField(default=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "uploaded"),
                            ("checking", "being checked"),
                            ("checked", "checked"),
                            ("running", "being taken in"),
                            ("done", "taken in"),
                            ("stopped", "stopped"),
                            ("refused", "refused"),
                        ],
                        default="uploaded",
                        max_length=10,
                    ),
                ),
                ("rows", models.IntegerField(default=0)),
                ("good", models.IntegerField(default=0)),
                ("done", models.IntegerField(default=0)),
                ("known", models.IntegerField(default=0)),
                ("faults", models.JSONField(default=list)),
                ("fault_count", models.IntegerField(default=0)),
                ("stop_asked", models.BooleanField(default=False)),
                ("refusal", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.person"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.office"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                ("year", models.IntegerField()),
                ("serial", models.IntegerField()),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("facts", models.TextField(blank=True, verbose_name="facts")),
                ("causes", models.TextField(blank=True, verbose_name="causes")),
                ("advice", models.TextField(blank=True, verbose_name="advice")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="place")),
                ("area", models.CharField(blank=True, max_length=40, verbose_name="subject area")),
                (
                    "scope",
                    models.CharField(
                        choices=[("one", "one case"), ("several", "several cases"), ("widespread", "widespread")],
                        default="one",
                        max_length=12,
                        verbose_name="scope",
                    ),
                ),
                ("scope_evidence", models.TextField(blank=True, verbose_name="evidence for the scope")),
                (
                    "matter_kind",
                    models.CharField(
                        choices=[("work", "a fault in the work"), ("institutional", "a fault in the rules")],
                        default="work",
                        max_length=14,
                        verbose_name="kind",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("own", "own observation"),
                            ("resident", "told by residents"),
                            ("meeting", "from a meeting"),
                            ("inspection", "from an inspection"),
                            ("research", "from research"),
                            ("from_proposal", "from a proposal"),
                            ("hotline", "from the hotline"),
                            ("lower_office", "sent up by an office below"),
                        ],
                        default="own",
                        max_length=14,
                        verbose_name="origin",
                    ),
                ),
                ("provenance", models.CharField(blank=True, max_length=300, verbose_name="where it is known from")),
                ("voice", models.CharField(blank=True, max_length=120, verbose_name="whose matter it is")),
                ("withhold_name", models.BooleanField(default=False, verbose_name="do not publish my name")),
                ("express_reason", models.TextField(blank=True, verbose_name="reason for the express lane")),
                ("received_at", models.DateTimeField(db_index=True)),
                ("recorded_at", models.DateTimeField()),
                ("channel", models.CharField(max_length=12)),
                ("digest", models.CharField(max_length=64)),
                ("row_key", models.CharField(blank=True, max_length=64, null=True)),
                ("paper_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_why", models.TextField(blank=True)),
                ("rests_until", models.DateField(default=datetime.date(1970, 1, 1))),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="intake.import",
                    ),
                ),
                (
                    "commission",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="intake.commission",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.person",
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="intake.submission",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="submissions", to="network.office"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="network.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["office", "received_at", "id"], name="intake_by_day"),
                    models.Index(fields=["unit", "received_at", "office", "recorded_at"], name="intake_by_unit"),
                    models.Index(
                        condition=models.Q(("paper_at__isnull", True), ("withdrawn_at__isnull", True)),
                        fields=["office", "rests_until", "received_at", "id"],
                        name="intake_in_queue",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("office", "year", "serial"), name="intake_submission_number"),
                    models.UniqueConstraint(fields=("office", "row_key"), name="intake_row_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("token", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64)),
                ("given_at", models.DateTimeField()),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="receipt", to="intake.submission"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attachment",
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
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attachments", to="intake.submission"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("submission", "position"), name="intake_attachment_order")
                ],
            },
        ),
        migrations.CreateModel(
            name="SubmissionAuthor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("position", models.IntegerField()),
                ("share", models.IntegerField()),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="authored",
                        to="network.person",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="authors", to="intake.submission"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("submission", "position"), name="intake_author_order"),
                    models.CheckConstraint(
                        condition=models.Q(("share__gte", 0), ("share__lte", 10000)), name="intake_author_share"
                    ),
                ],
            },
        ),
    ]
