"""主题: groups of submissions on the same matter. The machine proposes; people name, split, merge and reject, and it keeps to that."""
