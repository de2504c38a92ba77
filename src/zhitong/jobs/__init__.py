"""What runs later: a queue in the same transaction, lease, retry, schedule, worker."""
