"""保存期限: how long personal data is kept, and the deed that ends it."""
