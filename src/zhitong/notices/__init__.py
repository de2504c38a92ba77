"""通知: what a person is told, in the product and by letter."""
