"""The tables of this room, and the fences and indexes that belong to them."""

import django.db.models.deletion
import zhitong.network.codes
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("desk", "0001_initial"),
        ("intake", "0001_initial"),
        ("network", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExpressReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opened_at", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("justified", models.BooleanField(null=True)),
                ("words", models.TextField(blank=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "brief",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="express_review", to="desk.brief"
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
            ],
        ),
        migrations.CreateModel(
            name="Recipient",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("leader", "leader"),
                            ("office_above", "office above"),
                            ("body", "other body"),
                            ("department", "department"),
                        ],
                        max_length=14,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "rank",
                    models.IntegerField(
                        choices=[
                            (1, "nation"),
                            (2, "province or municipality"),
                            (3, "city"),
                            (4, "district or county"),
                            (5, "street or town"),
                        ],
                        verbose_name="rank",
                    ),
                ),
                ("leader_rank", models.CharField(blank=True, max_length=40)),
                ("sees_sources", models.BooleanField(default=False, verbose_name="sees who reflected it")),
                ("reply_days", models.IntegerField(default=0, verbose_name="working days to reply")),
                ("position", models.IntegerField(default=0)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "linked_office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.office",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="recipients", to="network.office"
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
                "constraints": [models.UniqueConstraint(fields=("office", "name"), name="dispatch_one_recipient_name")],
            },
        ),
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "sent"),
                            ("received", "received"),
                            ("read", "read"),
                            ("recalled", "recalled"),
                        ],
                        default="sent",
                        max_length=10,
                    ),
                ),
                ("is_express", models.BooleanField(default=False)),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("sent_at", models.DateTimeField()),
                ("due_on", models.DateField(blank=True, null=True)),
                ("received_at", models.DateTimeField(blank=True, null=True)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("recalled_at", models.DateTimeField(blank=True, null=True)),
                ("recall_reason", models.TextField(blank=True)),
                (
                    "arrived_as",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="came_by",
                        to="intake.submission",
                    ),
                ),
                (
                    "brief",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dispatches", to="desk.brief"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dispatches", to="network.office"
                    ),
                ),
                (
                    "read_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.person",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.person",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dispatches", to="dispatch.recipient"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["office", "state", "sent_at"], name="dispatch_by_state")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "recalled"), _negated=True),
                        fields=("brief", "recipient"),
                        name="dispatch_once",
                    )
                ],
            },
        ),
    ]
