"""The pages of figures: ``across`` (the first screen), ``time``, ``balance``, ``table`` with the rows behind it, each also as a file."""
