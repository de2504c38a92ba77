"""Tables in and out, without Django: ``open_table``, ``propose_mapping``, ``check_rows``; ``write_xlsx``, ``write_csv``."""

from zhitong.sheets.cells import CellFault, RawRow, column_letter
from zhitong.sheets.checking import CellError, Row, check_rows
from zhitong.sheets.csv_out import inert, write_csv
from zhitong.sheets.dates import read_date, read_moment
from zhitong.sheets.fields import Column, ColumnMapping, Field, Proposal
from zhitong.sheets.header import Header
from zhitong.sheets.limits import Limits
from zhitong.sheets.mapping import propose_mapping
from zhitong.sheets.messages import message_en, message_zh
from zhitong.sheets.table import Sheet, Table, open_table
from zhitong.sheets.xlsx_out import OutSheet, write_xlsx

__all__ = [
    "CellError",
    "CellFault",
    "Column",
    "ColumnMapping",
    "Field",
    "Header",
    "Limits",
    "OutSheet",
    "Proposal",
    "RawRow",
    "Row",
    "Sheet",
    "Table",
    "check_rows",
    "column_letter",
    "inert",
    "message_en",
    "message_zh",
    "open_table",
    "propose_mapping",
    "read_date",
    "read_moment",
    "write_csv",
    "write_xlsx",
]
