"""Proposals on a submission: subject area by a model trained on the office's own decided items, places by its gazetteer, urgency."""
