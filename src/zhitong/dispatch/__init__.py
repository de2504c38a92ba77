"""报送: recipients, what was sent to whom, its clock, the express lane's review."""
