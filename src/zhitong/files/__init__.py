"""附件: stored files by digest, their types, cleaning, erasure."""
