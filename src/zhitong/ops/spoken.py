"""What the command line says beside our own commands' words: the parser's sentences, and the list of commands.

Python's argument parser speaks English through gettext's own domain, and Django lists some forty commands of which an office needs a dozen. Both are
put right here, for the whole process, before a command runs.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from difflib import get_close_matches

from django.core.management import get_commands, load_command_class
from django.core.management.base import DjangoHelpFormatter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

# The parser asks for these by name; listed so that they are collected with all other messages (CPython's argparse.py, 3.11 to 3.13).
PARSER_SENTENCES = (
    gettext_noop("usage: "),
    gettext_noop("positional arguments"),
    gettext_noop("options"),
    gettext_noop("subcommands"),
    gettext_noop("show this help message and exit"),
    gettext_noop("show program's version number and exit"),
    gettext_noop("%(prog)s: error: %(message)s\n"),
    gettext_noop("argument %(argument_name)s: %(message)s"),
    gettext_noop("the following arguments are required: %s"),
    gettext_noop("one of the arguments %s is required"),
    gettext_noop("unrecognized arguments: %s"),
    gettext_noop("not allowed with argument %s"),
    gettext_noop("ignored explicit argument %r"),
    gettext_noop("ambiguous option: %(option)s could match %(matches)s"),
    gettext_noop("expected one argument"),
    gettext_noop("expected at most one argument"),
    gettext_noop("expected at least one argument"),
    gettext_noop("invalid %(type)s value: %(value)r"),
    gettext_noop("invalid choice: %(value)r (choose from %(choices)s)"),
    gettext_noop("unknown parser %(parser_name)r (choices: %(choices)s)"),
    gettext_noop("can't open '%(filename)s': %(error)s"),
)
# What every Django command may be told; still taken, but no line of an office's help.
FOR_DEVELOPERS = {
    "--version",
    "--verbosity",
    "--settings",
    "--pythonpath",
    "--traceback",
    "--no-color",
    "--force-color",
    "--skip-checks",
}


def teach_the_parser() -> None:
    """From here on the parser of this process speaks the active language and shows an office's options only."""
    argparse._ = _
    argparse.ngettext = ngettext
    # Django can hide its own options command by command, and one of them not at all; here all help passes by
    DjangoHelpFormatter._reordered_actions = lambda self, actions: [
        action for action in actions if not FOR_DEVELOPERS & set(action.option_strings)
    ]


def unknown(name: str, plain: Iterable[str]) -> str:
    """What to say of a word that is no command; empty when it is one. ``plain`` are words that are answered without Django."""
    known = [*get_commands(), *plain, "help", "version", "--version"]
    if name in known:
        return ""
    near = get_close_matches(name, known, n=1)
    said = _("There is no command “%(name)s”. `zhitong help` lists them all.") % {"name": name}
    return said + (" " + _("Did you mean `zhitong %(near)s`?") % {"near": near[0]} if near else "")


def commands() -> str:
    """Zhitong's own commands, one line each with what it does."""
    ours = {name: app for name, app in get_commands().items() if str(app).startswith("zhitong.")}
    lines = {
        name.replace("_", "-"): str(load_command_class(app, name).help).split("\n")[0] for name, app in ours.items()
    }
    lines["text"] = _("Subject areas, same matters and themes of texts in files (JSON lines).")
    lines["schemes"] = _("Run the worked examples of scheme files and print every sum.")
    widest = max(map(len, lines))
    said = [_("Zhitong. What this command can do:"), ""]
    said += [f"  zhitong {name.ljust(widest)}  {lines[name]}" for name in sorted(lines)]
    return "\n".join(
        [
            *said,
            "",
            _("More on one of them: zhitong NAME --help. In English: --lang en."),
            _("Django's commands (migrate, shell, ...) can be called too: zhitong help --commands lists them all."),
        ]
    )
