"""编报: briefs, their revisions, checks, sign-off and numbering."""
