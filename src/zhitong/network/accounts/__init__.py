"""Accounts: password rules, second factors, open sessions, sign-in through the office's own provider."""
