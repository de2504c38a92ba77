"""The only writers of the stations: ``speaking`` (residents), ``handling`` (who answers for it), ``answers``, ``keeping``."""
