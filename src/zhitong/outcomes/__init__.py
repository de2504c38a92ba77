"""成果: adoptions, instructions, replies: a ledger, not a state."""
