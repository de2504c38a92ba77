"""How generated examples are run in this directory: without a deadline, since other work may slow a machine down."""

from hypothesis import settings

settings.register_profile("text", settings.get_profile("house"), deadline=None)
settings.load_profile("text")
