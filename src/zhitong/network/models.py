"""What the network stores. Lists that differ by place are rows of ``Choice``; nothing of the field is an enum but the kinds of unit."""

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from zhitong.journal.chain import commitment
from zhitong.network.codes import new_code


class Office(models.Model):
    """A desk for information work: of a CPPCC committee, a party's committee or another body, at one level of one ladder."""

    class Rank(models.IntegerChoices):
        """Height of a level, for comparison only; what the level is called is ``level_name``."""

        NATION = 1, _("nation")
        PROVINCE = 2, _("province or municipality")
        CITY = 3, _("city")
        DISTRICT = 4, _("district or county")
        TOWN = 5, _("street or town")

    code = models.CharField(max_length=16, unique=True, default=new_code)
    name = models.CharField(_("name"), max_length=80, unique=True)
    short_name = models.CharField(_("short name"), max_length=30)
    rank = models.IntegerField(_("rank"), choices=Rank.choices)
    level_name = models.CharField(
        _("local name of the level"), max_length=30
    )  # 市政协 in a municipality has rank PROVINCE
    ladder = models.CharField(_("ladder"), max_length=30, default="cppcc")  # a code of the installation's list "ladder"
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    opened_at = models.DateTimeField()

    class Meta:
        verbose_name = _("office")

    def __str__(self):
        return self.name


class Choice(models.Model):
    """One value of a list: sectors, parties, leader ranks, reasons of decision, subject areas, adopting bodies, the desk's name ...

    ``office`` is empty for a list shared by the installation. Values are never deleted; they end.
    """

    code = models.CharField(max_length=40)
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="choices")
    list = models.CharField(max_length=30)
    name = models.CharField(_("name"), max_length=80)
    position = models.IntegerField(default=0)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)  # last day on which it may be chosen
    data = models.JSONField(
        default=dict, blank=True
    )  # what this list's values carry besides: a rank, a level, a template

    class Meta:
        verbose_name = _("value of a list")
        ordering = ["list", "position", "id"]
        constraints = [
            # An empty office or first day counts as a value: written as an expression because SQLite has no NULLS NOT DISTINCT.
            models.UniqueConstraint(
                Coalesce("office_id", 0),
                "list",
                "code",
                Coalesce("valid_from", models.Value(date.min, models.DateField())),
                name="network_one_choice_of_a_day",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="network_choice_interval",
            ),
        ]

    def __str__(self):
        return self.name


class OfficeSetting(models.Model):
    """What an office set for itself, with history: the newest row of a key that holds on a day is the answer for that day."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="settings")
    key = models.CharField(max_length=60)
    value = models.JSONField()
    valid_from = models.DateField()
    set_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["office", "key", "valid_from"], name="network_setting_by_key")]

    def __str__(self):
        return f"{self.key}={self.value}"


class Unit(models.Model):
    """A body under an office that sends information: the three wheels 三轮, committees, workstations, informants."""

    class Kind(models.TextChoices):
        PARTY_GROUP = "party_group", _("party group")
        PEOPLES_ORG = "peoples_org", _("mass organisation")
        SECTOR = "sector", _("sector")
        STREET_GROUP = "street_group", _("street or town liaison group")
        COMMITTEE = "committee", _("special committee")
        STATION = "station", _("member workstation")
        INFORMANT = "informant", _("special information officers")
        LOWER_OFFICE = "lower_office", _("lower office")  # an office below, as the source of what it sends up

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="units")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=80)
    short_name = models.CharField(_("short name"), max_length=30, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    stands_for = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+")  # kind LOWER_OFFICE
    position = models.IntegerField(default=0)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("unit")
        ordering = ["kind", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="network_one_unit_name")]

    def __str__(self):
        return self.name


THREE_WHEELS = {
    "parties": (Unit.Kind.PARTY_GROUP, Unit.Kind.PEOPLES_ORG),
    "sectors": (Unit.Kind.SECTOR,),
    "streets": (Unit.Kind.STREET_GROUP,),
}


class AccountManager(BaseUserManager):
    def create_user(self, username: str, password: str | None = None, **fields) -> "Account":
        account = self.model(username=username, **fields)
        account.set_password(password)
        account.save()
        return account


class Account(AbstractBaseUser):
    """A way to sign in. One account may stand for one person in each of several offices."""

    username = models.CharField(_("user name"), max_length=60, unique=True)
    email = models.EmailField(_("mail address"), blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    password_set_at = models.DateTimeField(null=True, blank=True)  # empty for passwords older than this record
    large_text = models.BooleanField(default=False)
    language = models.CharField(max_length=10, blank=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []
    objects = AccountManager()


class SecondFactor(models.Model):
    """What somebody has besides the password: an app that shows codes, or a passkey."""

    class Kind(models.TextChoices):
        APP = "app", _("authenticator app")
        PASSKEY = "passkey", _("passkey")

    code = models.CharField(max_length=16, unique=True, default=new_code)
    account = models.ForeignKey(Account, models.CASCADE, related_name="factors")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=40)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    secret = models.BinaryField(default=bytes)  # app: the shared secret, sealed (accounts/factors.py)
    step = models.BigIntegerField(default=0)  # app: the newest time step a code was taken for; no code is good twice
    credential = models.CharField(max_length=1_400, unique=True, null=True, blank=True)  # passkey: its name, base64url
    public_key = models.BinaryField(default=bytes)
    counter = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("second factor")

    def __str__(self):
        return self.name


class RecoveryCode(models.Model):
    """A code on paper for the day the other factor is lost. Good once; kept like a password."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="recovery_codes")
    number = models.SmallIntegerField()
    digest = models.CharField(max_length=128)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "number"], name="network_one_recovery_code")]


class OldPassword(models.Model):
    """The digest of a password that may not come back soon; only where the profile asks for it."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="old_passwords")
    password = models.CharField(max_length=128)
    ended_at = models.DateTimeField()


class Identity(models.Model):
    """Who an account is at the office's own sign-in provider (OpenID Connect). Linked by a security administrator only."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="network_one_identity")]


class Session(AbstractBaseSession):
    """One browser that is signed in. The row names its account, so that it can be shown to its holder and ended."""

    code = models.CharField(max_length=16, unique=True)
    account = models.ForeignKey(Account, models.CASCADE, null=True, blank=True, related_name="sessions")
    started_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=60, blank=True)  # an address block, never a whole address
    browser = models.CharField(max_length=60, blank=True)
    shared = models.BooleanField(default=False)
    objects = BaseSessionManager()

    class Meta(AbstractBaseSession.Meta):
        abstract = False


class Person(models.Model):
    """Someone known to an office. ``token`` is the random word whose commitment stands for this person in the journal."""

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="people")
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="people")
    name = models.CharField(_("name"), max_length=60)
    title = models.CharField(_("post"), max_length=80, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    is_member = models.BooleanField(_("CPPCC member"), default=False)
    number = models.CharField(_("member number"), max_length=30, blank=True)
    token = models.CharField(max_length=16, default=new_code, editable=False)
    commitment = models.CharField(max_length=64, editable=False, db_index=True)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("person")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["account", "office"], name="network_one_person_per_office"),
            models.UniqueConstraint(
                fields=["office", "number"], condition=~Q(number=""), name="network_one_member_number"
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.commitment = commitment(self.token)
        super().save(*args, **kwargs)


class Interval(models.Model):
    """From one day to another, both included; an empty end means: still."""

    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True


class Membership(Interval):
    """A person belongs to a unit for a time. Results stay with the unit the person was in on that day."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    position = models.CharField(_("position"), max_length=40, blank=True)
    is_main = models.BooleanField(_("main unit"), default=True)  # the unit credited when a submission names none

    class Meta:
        indexes = [models.Index(fields=["person", "starts_on"], name="network_membership_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="network_membership_interval"
            )
        ]


class Role(Interval):
    """What a person may do, in the office or in one unit of it, for a time. What each role may do: ``rights.py``."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="roles")
    role = models.CharField(_("role"), max_length=20)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="roles")

    class Meta:
        indexes = [models.Index(fields=["person", "starts_on"], name="network_role_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="network_role_interval"
            )
        ]


class Deputy(Interval):
    """A written delegation: ``deputy`` may do what ``principal``'s role may, for a time. ``paper`` names the document."""

    principal = models.ForeignKey(Person, models.PROTECT, related_name="deputies")
    deputy = models.ForeignKey(Person, models.PROTECT, related_name="stands_in_for")
    role = models.CharField(max_length=20)
    paper = models.CharField(_("document"), max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(principal=F("deputy")), name="network_deputy_is_another"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="network_deputy_interval"),
        ]


class SignInDelay(models.Model):
    """How often somebody at one place failed to sign in to one account. ``key`` is a keyed digest: neither name nor address stands here."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.IntegerField(default=0)
    failed_at = models.DateTimeField(db_index=True)
    open_at = models.DateTimeField()  # until then no password is looked at


class Roster(models.Model):
    """A spreadsheet of people on its way in. The file is kept only until it is taken in or set aside."""

    class State(models.TextChoices):
        OPEN = "uploaded", _("being looked at")
        DONE = "done", _("taken in")
        DROPPED = "cancelled", _("set aside")

    code = models.CharField(max_length=16, unique=True, default=new_code)
    office = models.ForeignKey(Office, models.PROTECT, related_name="rosters")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)  # SHA-256 of the file
    content = models.BinaryField(default=bytes)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    sheet = models.CharField(max_length=200)
    columns = models.JSONField(default=dict)  # field to column number
    starts_on = models.DateField()  # first day in the unit where a row names none
    answers = models.JSONField(default=dict)  # what a person answered about unknown units and namesakes
    taken = models.JSONField(default=dict)  # digest of a row to the code of the person it became
    counts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("roster")
        indexes = [models.Index(fields=["office", "at"], name="network_roster_by_office")]

    def __str__(self):
        return self.name
