"""What pages are made of: frame, parts, form rendering, lists, tags, static files. It knows no room; rooms register with it."""
