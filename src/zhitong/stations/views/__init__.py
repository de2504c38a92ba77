"""The pages: ``speak`` and ``receipt`` for everybody, ``leads``, ``answers``, ``coverage`` and ``keeping`` for staff."""
