"""A roster from a spreadsheet: ``fields`` (what a column may mean), ``plan`` (what each row would do), ``actions`` (the only writers)."""
