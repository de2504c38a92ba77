"""The tables of this room, and the fences and indexes that belong to them."""

import datetime
import django.db.models.deletion
import django.db.models.functions.comparison
import zhitong.network.codes
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("username", models.CharField(max_length=60, unique=True, verbose_name="user name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="mail address")),
                ("is_active", models.BooleanField(default=True)),
                ("must_change_password", models.BooleanField(default=False)),
                ("password_set_at", models.DateTimeField(blank=True, null=True)),
                ("large_text", models.BooleanField(default=False)),
                ("language", models.CharField(blank=True, max_length=10)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SignInDelay",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("failures", models.IntegerField(default=0)),
                ("failed_at", models.DateTimeField(db_index=True)),
                ("open_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Office",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                ("short_name", models.CharField(max_length=30, verbose_name="short name")),
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
                ("level_name", models.CharField(max_length=30, verbose_name="local name of the level")),
                ("ladder", models.CharField(default="cppcc", max_length=30, verbose_name="ladder")),
                ("opened_at", models.DateTimeField()),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="network.office",
                    ),
                ),
            ],
            options={
                "verbose_name": "office",
            },
        ),
        migrations.CreateModel(
            name="OldPassword",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128)),
                ("ended_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="old_passwords",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("title", models.CharField(blank=True, max_length=80, verbose_name="post")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="telephone")),
                ("is_member", models.BooleanField(default=False, verbose_name="CPPCC member")),
                ("number", models.CharField(blank=True, max_length=30, verbose_name="member number")),
                ("token", models.CharField(default=zhitong.network.codes.new_code, editable=False, max_length=16)),
                ("commitment", models.CharField(db_index=True, editable=False, max_length=64)),
                ("added_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="people", to="network.office"
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "office"), name="network_one_person_per_office"),
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("office", "number"),
                        name="network_one_member_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Deputy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("role", models.CharField(max_length=20)),
                ("paper", models.CharField(max_length=120, verbose_name="document")),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stands_in_for", to="network.person"
                    ),
                ),
                (
                    "principal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deputies", to="network.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("principal", models.F("deputy")), _negated=True),
                        name="network_deputy_is_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="network_deputy_interval"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.SmallIntegerField()),
                ("digest", models.CharField(max_length=128)),
                ("made_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recovery_codes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "number"), name="network_one_recovery_code")
                ],
            },
        ),
        migrations.CreateModel(
            name="Roster",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                ("at", models.DateTimeField()),
                ("name", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("content", models.BinaryField(default=bytes)),
                (
                    "state",
                    models.CharField(
                        choices=[("uploaded", "being looked at"), ("done", "taken in"), ("cancelled", "set aside")],
                        default="uploaded",
                        max_length=9,
                    ),
                ),
                ("sheet", models.CharField(max_length=200)),
                ("columns", models.JSONField(default=dict)),
                ("starts_on", models.DateField()),
                ("answers", models.JSONField(default=dict)),
                ("taken", models.JSONField(default=dict)),
                ("counts", models.JSONField(default=dict)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.person"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rosters", to="network.office"
                    ),
                ),
            ],
            options={
                "verbose_name": "roster",
                "indexes": [models.Index(fields=["office", "at"], name="network_roster_by_office")],
            },
        ),
        migrations.CreateModel(
            name="SecondFactor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                (
                    "kind",
                    models.CharField(choices=[("app", "authenticator app"), ("passkey", "passkey")], max_length=8),
                ),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                ("added_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                ("secret", models.BinaryField(default=bytes)),
                ("step", models.BigIntegerField(default=0)),
                ("credential", models.CharField(blank=True, max_length=1400, null=True, unique=True)),
                ("public_key", models.BinaryField(default=bytes)),
                ("counter", models.BigIntegerField(default=0)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="factors", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "second factor",
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("code", models.CharField(max_length=16, unique=True)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                ("place", models.CharField(blank=True, max_length=60)),
                ("browser", models.CharField(blank=True, max_length=60)),
                ("shared", models.BooleanField(default=False)),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=zhitong.network.codes.new_code, max_length=16, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("party_group", "party group"),
                            ("peoples_org", "mass organisation"),
                            ("sector", "sector"),
                            ("street_group", "street or town liaison group"),
                            ("committee", "special committee"),
                            ("station", "member workstation"),
                            ("informant", "special information officers"),
                            ("lower_office", "lower office"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("short_name", models.CharField(blank=True, max_length=30, verbose_name="short name")),
                ("position", models.IntegerField(default=0)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="units", to="network.office"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="network.unit",
                    ),
                ),
                (
                    "stands_for",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.office",
                    ),
                ),
            ],
            options={
                "verbose_name": "unit",
                "ordering": ["kind", "position", "id"],
                "constraints": [models.UniqueConstraint(fields=("office", "name"), name="network_one_unit_name")],
            },
        ),
        migrations.CreateModel(
            name="Role",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("role", models.CharField(max_length=20, verbose_name="role")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="roles", to="network.person"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roles",
                        to="network.unit",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "starts_on"], name="network_role_by_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="network_role_interval",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("position", models.CharField(blank=True, max_length=40, verbose_name="position")),
                ("is_main", models.BooleanField(default=True, verbose_name="main unit")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="network.person"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="network.unit"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "starts_on"], name="network_membership_by_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="network_membership_interval",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Identity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("issuer", models.CharField(max_length=200)),
                ("subject", models.CharField(max_length=255)),
                ("linked_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identities",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("issuer", "subject"), name="network_one_identity")],
            },
        ),
        migrations.CreateModel(
            name="Choice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40)),
                ("list", models.CharField(max_length=30)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("position", models.IntegerField(default=0)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("data", models.JSONField(blank=True, default=dict)),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="choices",
                        to="network.office",
                    ),
                ),
            ],
            options={
                "verbose_name": "value of a list",
                "ordering": ["list", "position", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.comparison.Coalesce("office_id", 0),
                        models.F("list"),
                        models.F("code"),
                        django.db.models.functions.comparison.Coalesce(
                            "valid_from", models.Value(datetime.date(1, 1, 1), models.DateField())
                        ),
                        name="network_one_choice_of_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_from__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="network_choice_interval",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficeSetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=60)),
                ("value", models.JSONField()),
                ("valid_from", models.DateField()),
                ("set_at", models.DateTimeField()),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="settings", to="network.office"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["office", "key", "valid_from"], name="network_setting_by_key")],
            },
        ),
    ]
