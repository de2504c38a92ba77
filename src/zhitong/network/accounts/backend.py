"""Whose session it is, asked for each page. Django's own way, with a statement that is compiled once."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet

from zhitong.network.models import Account
from zhitong.statements import kept


class Accounts(ModelBackend):
    def get_user(self, user_id: int) -> Account | None:
        account = next(iter(_accounts(user_id)), None)
        return account if account and self.user_can_authenticate(account) else None


@kept
def _accounts(account_id: int) -> QuerySet:
    return Account.objects.filter(pk=account_id)
