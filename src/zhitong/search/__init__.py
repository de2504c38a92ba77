"""检索: one box over all that is visible, and what was said before."""
