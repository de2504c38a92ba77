"""``zhitong init``: a real office and its first people. What is not given as a flag is asked for."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhitong.assessment.defaults import load_default_reasons
from zhitong.errors import Refused
from zhitong.network import actions
from zhitong.network.accounts.rules import ADVISED_ROLES, ROLES_KEY
from zhitong.network.actors import system_actor
from zhitong.network.codes import ALPHABET
from zhitong.network.defaults import load_default_lists
from zhitong.network.models import Office
from zhitong.network.queries import has_usernames, office_coded
from zhitong.network.rights import RoleName
from zhitong.vault import keys as vault_keys
from zhitong.vault.queries import under_keys

RANKS = {name.lower(): value for name, value in Office.Rank.__members__.items()}
FIRST_PEOPLE = (
    ("admin", RoleName.ADMINISTRATOR, gettext_lazy("administrator (units, people, lists)")),
    ("security", RoleName.SECURITY, gettext_lazy("security administrator (roles and accounts)")),
)


class Command(BaseCommand):
    help = _(
        "Set up a real office: settings file, tables, the office, its administrator and its security administrator."
    )

    def add_arguments(self, parser):
        parser.add_argument("--office", help=_("full name of the office"))
        parser.add_argument("--short", help=_("short name, as in the page head"))
        parser.add_argument("--rank", choices=sorted(RANKS), help=_("height of the level"))
        parser.add_argument("--level", help=_("local name of the level, such as 区政协"))
        parser.add_argument("--parent", default="", help=_("code of the office above in this installation"))
        parser.add_argument(
            "--hosts",
            default="127.0.0.1,localhost",
            help=_("names under which the server is reached (for the settings file)"),
        )
        for key, _role, what in FIRST_PEOPLE:
            parser.add_argument(f"--{key}", help=_("name of the %(what)s") % {"what": what})
            parser.add_argument(f"--{key}-username", help=_("its user name"))

    def handle(self, **options):
        # Asked for first: making the tables takes a while, and nobody should wait only to hear that a flag is missing.
        answers = {name: options[name] or self.ask(str(question)) for name, question in self.questions()}
        settings.HOME.mkdir(parents=True, exist_ok=True)
        settings.FIGURES_ROOT.mkdir(mode=0o700, exist_ok=True)  # there from the start: the residents' unit hides it
        call_command("migrate", verbosity=0)
        if not vault_keys.is_there() and not under_keys():
            vault_keys.add_key()
            self.stdout.write(
                _("Key file of sealed identities written to %(path)s: no backup holds it, keep a copy.")
                % {"path": vault_keys.path()}
            )
        parent = office_coded(options["parent"])
        if options["parent"] and parent is None:
            raise CommandError(_("There is no office with the code %(code)s.") % {"code": options["parent"]})
        try:
            passwords = self.set_up(answers, parent)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        said = _("%(office)s is open. First sign-in; each password must be changed at once:")
        self.stdout.write(said % {"office": answers["office"]})
        for username, password in passwords.items():
            self.stdout.write(f"  {username}  {password}")
        self.stdout.write(_("Next: `zhitong check`, then `zhitong serve` and `zhitong worker`."))

    def questions(self):
        yield "office", _("Full name of the office")
        yield "short", _("Short name")
        yield "rank", _("Height of the level (%(ranks)s)") % {"ranks": ", ".join(RANKS)}
        yield "level", _("Local name of the level (such as 区政协)")
        for key, _role, what in FIRST_PEOPLE:
            yield key, _("Name of the %(what)s") % {"what": what}
            yield f"{key}_username", _("  user name")

    def ask(self, question: str) -> str:
        try:
            answer = input(f"{question}: ").strip()
        except EOFError:
            said = _("“%(question)s” was not given: name it by its flag (`zhitong init --help`).")
            raise CommandError(said % {"question": question.strip()}) from None
        if not answer:
            said = _("“%(question)s” was left empty. Begin again, or give it by its flag.")
            raise CommandError(said % {"question": question.strip()})
        return answer

    @transaction.atomic
    def set_up(self, answers: dict, parent: Office | None) -> dict[str, str]:
        if answers["rank"] not in RANKS:
            raise CommandError(_("The level must be one of: %(ranks)s.") % {"ranks": ", ".join(RANKS)})
        usernames = [answers[f"{key}_username"] for key, _role, _what in FIRST_PEOPLE]
        if len(set(usernames)) < len(usernames) or has_usernames(usernames):
            raise CommandError(_("Each user name may be used once."))
        office = actions.open_office(
            name=answers["office"],
            short_name=answers["short"],
            rank=RANKS[answers["rank"]],
            level_name=answers["level"],
            parent=parent,
        )
        by = system_actor(
            office, {"network.edit", "network.give_role", "network.lists", "network.account_rules"}, channel="command"
        )
        load_default_lists(by)
        load_default_reasons(by)
        actions.set_setting(ROLES_KEY, [role.value for role in ADVISED_ROLES], by=by)
        passwords = {}
        for key, role, _what in FIRST_PEOPLE:
            person = actions.add_person(by=by, name=answers[key])
            actions.give_role(person, role, by=by, starts_on=timezone.localdate())
            password = "-".join("".join(secrets.choice(ALPHABET) for _i in range(5)) for _j in range(4))
            actions.open_account(person, by=by, username=answers[f"{key}_username"], password=password)
            passwords[answers[f"{key}_username"]] = password
        return passwords
