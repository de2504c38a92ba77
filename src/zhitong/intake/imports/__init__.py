"""Spreadsheets of submissions: ``fields`` (what a column may mean), ``rows`` (a row read and checked), ``taking_in`` (rows
written in chunks), ``actions`` (what people do with an import), ``jobs``."""
