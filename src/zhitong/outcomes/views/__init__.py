"""The pages of outcomes: the ``ledger``, one of its ``rows``, ``entering``, ``answers`` by readers, the ``adoption_list`` from above."""
