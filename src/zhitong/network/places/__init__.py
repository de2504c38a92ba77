"""The office's gazetteer: streets, towns, communities, roads by name, which proposals of place rest on."""
