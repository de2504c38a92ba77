"""封存: sealed identities, opened by two."""
