"""The form of a periodical: its chains step by step, its checks one by one, its head and foot line by line."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zhitong.desk.masthead import LINE_LIMIT, LINES, LISTS, mark_of
from zhitong.desk.models import Series, SigningChain
from zhitong.network.rights import RoleName
from zhitong.text.checks import RULES
from zhitong.web.forms import Day, Text

STEPS = 5
SHOWN, BLOCKS, OFF = "shown", "blocks", "off"
_WRITERS = [(role.value, role.label) for role in (RoleName.EDITOR, RoleName.SENIOR_EDITOR)]
_REVIEWERS = [("", _("no further step")), *((r.value, r.label) for r in (RoleName.SENIOR_EDITOR, RoleName.SIGNER))]
_LABELS = {
    "office": _("Issuing office on the head"),
    "secrecy_mark": _("Mark, top left"),
    "printer": _("Printing office"),
    "phone": _("Telephone"),
    "up": _("To 报"),
    "across": _("For the information of 送"),
    "down": _("Distributed to 发"),
    "cc": _("Copies 抄送"),
}


class SeriesForm(forms.Form):
    name = Text(label=_("Name, without 《》"), max_length=60, error_messages={"required": _("Write its name.")})
    length_limit = forms.IntegerField(label=_("Length wanted, characters"), min_value=0, max_value=100_000)
    express_hours = forms.IntegerField(label=_("Hours for the express lane"), min_value=1, max_value=1_000)
    running_start = forms.IntegerField(
        label=_("Issues before the first one here"),
        min_value=0,
        max_value=1_000_000,
        help_text=_("For the running total 总第…期. It cannot change once an issue was numbered."),
    )
    valid_from = Day(label=_("First day"), required=False)
    valid_to = Day(label=_("Last day for new briefs"), required=False)

    chain_from = Day(
        label=_("The chain holds from"),
        required=False,
        help_text=_("Empty: from today. A day to come is kept until then."),
    )

    def __init__(self, data=None, *, series: Series, chain: SigningChain):
        super().__init__(data, initial=_initial(series, chain))
        if series.pk is None:
            del self.fields["chain_from"]  # the first chain holds since the series began
        self._chain_fields("chain", _("Step %(n)s"))
        self._chain_fields("express_chain", _("Express lane, step %(n)s"))
        self.fields["express_chain_0"].choices = [("", _("no shorter chain")), *_WRITERS]
        self.fields["express_chain_0"].required = False
        for name in LINES:
            self.fields[name] = Text(label=_LABELS[name], max_length=LINE_LIMIT, required=False)
        for name in LISTS:
            self.fields[name] = Text(
                label=_LABELS[name], lines=3, max_length=4_000, required=False, help_text=_("One reader a line.")
            )
        for rule in RULES.values():
            self.fields[f"check_{rule.id}"] = forms.ChoiceField(
                label=rule.name_zh,
                help_text=rule.reason_zh,
                choices=[(SHOWN, _("show")), (BLOCKS, _("block review")), (OFF, _("off"))],
            )

    def _chain_fields(self, name: str, label) -> None:
        for step in range(STEPS):
            self.fields[f"{name}_{step}"] = forms.ChoiceField(
                label=label % {"n": step + 1},
                choices=_REVIEWERS if step else _WRITERS,
                required=not step,
            )

    def group(self, *prefixes: str):
        return [self[name] for name in self.fields if name.startswith(prefixes)]

    def basic(self):
        names = ("name", "length_limit", "express_hours", "running_start", "valid_from", "valid_to")
        return [self[name] for name in names]

    def chain(self):
        return self.group("chain_from", "chain_0", *(f"chain_{step}" for step in range(1, STEPS)))

    def express(self):
        return self.group("express_chain_")

    def head(self):
        return [self[name] for name in LINES]

    def readers(self):
        return [self[name] for name in LISTS]

    def checks(self):
        return self.group("check_")

    def values(self) -> dict:
        """What the actions take."""
        data = self.cleaned_data
        ruled = {rule: data[f"check_{rule}"] for rule in RULES}
        masthead = {name: data[name] for name in LINES}
        masthead |= {name: [line.strip() for line in data[name].split("\n") if line.strip()] for name in LISTS}
        plain = ("name", "length_limit", "express_hours", "running_start", "valid_from", "valid_to")
        return {name: data[name] for name in plain} | {
            **({"chain_from": data["chain_from"]} if "chain_from" in data else {}),
            "chain": self._steps("chain"),
            "express_chain": self._steps("express_chain"),
            "masthead": masthead,
            "blocking_checks": [rule for rule, how in ruled.items() if how == BLOCKS],
            "switched_off_checks": [rule for rule, how in ruled.items() if how == OFF],
        }

    def _steps(self, name: str) -> list[str]:
        return [role for step in range(STEPS) if (role := self.cleaned_data.get(f"{name}_{step}"))]


def _initial(series: Series, chain: SigningChain) -> dict:
    initial = {
        name: getattr(series, name)
        for name in ("name", "length_limit", "express_hours", "running_start", "valid_from", "valid_to")
    }
    for name in ("chain", "express_chain"):
        initial |= {f"{name}_{step}": role for step, role in enumerate(getattr(chain, name))}
    initial |= {name: series.masthead.get(name, "") for name in LINES}
    initial["secrecy_mark"] = mark_of(series.masthead)
    initial |= {name: "\n".join(series.masthead.get(name, [])) for name in LISTS}
    for rule in RULES:
        how = BLOCKS if rule in series.blocking_checks else OFF if rule in series.switched_off_checks else SHOWN
        initial[f"check_{rule}"] = how
    return initial
