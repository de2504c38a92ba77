"""The pages of intake: ``write`` (form, drafts, receipt), ``read`` (lists, one submission), ``calls``, ``imports``."""
