"""全程: one matter on one page, from what was said to what came of it."""
