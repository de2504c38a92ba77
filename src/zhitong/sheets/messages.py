"""What this room says, in one table: per code an English message and remedy (gettext msgids) and the Chinese of both.

``file.*`` refuses a file, ``cell.*`` a cell, ``write.*`` an export; ``note.*``, ``header.*`` and ``mapping.*`` only tell.
"""

from __future__ import annotations

from zhitong.errors import BadInput, Said

SAVE_AS = "Open it in Excel or WPS, choose “Save as”, and pick Excel workbook (.xlsx)."
SAVE_AS_ZH = "请用 Excel 或 WPS 打开，选“另存为”，类型选“Excel 工作簿（.xlsx）”。"
AS_TEXT = "Format the column as text in the original file and enter the number again."
AS_TEXT_ZH = "请在原表中把该列设为“文本”格式，重新填写号码。"
WRITE_DAY = "Write it like 2026-03-05."
WRITE_DAY_ZH = "请写成 2026-03-05 的样子。"

# code: (English message, English remedy, Chinese message, Chinese remedy)
MESSAGES: dict[str, tuple[str, str, str, str]] = {
    # --- the file as a whole
    "file.empty": ("The file is empty.", "Choose the file again.", "文件是空的。", "请重新选择文件。"),
    "file.too_large": (
        "The file is larger than %(most)s MB.",
        "Remove pictures, or divide it into several files.",
        "文件超过 %(most)s MB。",
        "请去掉图片，或拆成几个文件。",
    ),
    "file.damaged": ("The file is damaged and cannot be read.", SAVE_AS, "文件已损坏，无法读取。", SAVE_AS_ZH),
    "file.encrypted": (
        "The file is locked with a password.",
        "Take the password off and save it again.",
        "文件设有打开密码。",
        "请取消密码后重新保存。",
    ),
    "file.old_excel": ("This is an old .xls file.", SAVE_AS, "这是旧版 Excel 或 WPS 文件（.xls、.et）。", SAVE_AS_ZH),
    "file.binary_excel": ("This is an .xlsb file.", SAVE_AS, "这是二进制 Excel 文件（.xlsb）。", SAVE_AS_ZH),
    "file.opendocument": (
        "This is an OpenDocument file (.ods).",
        SAVE_AS,
        "这是 OpenDocument 文件（.ods）。",
        SAVE_AS_ZH,
    ),
    "file.macros": ("The file holds macros and is not opened.", SAVE_AS, "文件含有宏，不予打开。", SAVE_AS_ZH),
    "file.web_page": (
        "This is a web page with another name.",
        SAVE_AS,
        "这其实是网页文件，只是改了扩展名。",
        SAVE_AS_ZH,
    ),
    "file.xml": ("This is an XML file.", SAVE_AS, "这是 XML 文件。", SAVE_AS_ZH),
    "file.not_a_table": (
        "The file is not a spreadsheet.",
        "Choose an .xlsx or .csv file.",
        "文件不是电子表格。",
        "请选择 .xlsx 或 .csv 文件。",
    ),
    "file.bomb": (
        "The file unpacks to many times its size and was not opened.",
        SAVE_AS,
        "文件解压后异常庞大，未予打开。",
        SAVE_AS_ZH,
    ),
    "file.too_large_unpacked": (
        "The file unpacks to more than %(most)s MB.",
        "Remove pictures and empty rows, or divide it into several files.",
        "文件解压后超过 %(most)s MB。",
        "请去掉图片和空行，或拆成几个文件。",
    ),
    "file.too_many_parts": (
        "The file consists of more than %(most)s parts.",
        SAVE_AS,
        "文件内部超过 %(most)s 个部分。",
        SAVE_AS_ZH,
    ),
    "file.too_much_text": (
        "The texts in the file take more than %(most)s MB.",
        "Divide it into several files.",
        "文件中的文字超过 %(most)s MB。",
        "请拆成几个文件。",
    ),
    "file.too_many_cells": (
        "The sheet has more than %(most)s cells, empty ones included.",
        "Delete the empty rows and columns below and beside the table, or divide it.",
        "工作表的单元格（含空格）超过 %(most)s 个。",
        "请删除表格下方和右侧的空行空列，或拆成几个文件。",
    ),
    "file.too_many_rows": (
        "The sheet has more than %(most)s rows.",
        "Divide it into several files.",
        "工作表超过 %(most)s 行。",
        "请拆成几个文件。",
    ),
    "file.too_many_columns": (
        "One row of the file has more columns than any table.",
        "Check the quotation marks and separators, or save the table as .xlsx.",
        "文件中有一行的列数多得不像表格。",
        "请检查引号和分隔符，或把表格另存为 .xlsx。",
    ),
    "file.too_many_merges": (
        "The sheet has more than %(most)s merged areas.",
        "Take the merging off and save it again.",
        "工作表的合并单元格超过 %(most)s 处。",
        "请取消合并后重新保存。",
    ),
    "file.entities": (
        "The file holds XML declarations that no spreadsheet has, and was not opened.",
        SAVE_AS,
        "文件含有电子表格不应有的 XML 声明，未予打开。",
        SAVE_AS_ZH,
    ),
    "file.no_sheet": ("The file has no sheet.", SAVE_AS, "文件中没有工作表。", SAVE_AS_ZH),
    "file.no_rows": (
        "No visible sheet of the file holds anything.",
        "Fill in the table, or unhide its sheet.",
        "文件中可见的工作表都是空的。",
        "请填写内容，或取消隐藏有内容的工作表。",
    ),
    "file.sheet_unknown": (
        "The file has no sheet named “%(sheet)s”.",
        "Choose one of its sheets.",
        "文件中没有名为“%(sheet)s”的工作表。",
        "请从现有工作表中选择。",
    ),
    "file.encoding": (
        "The text of the file cannot be read: it is neither UTF-8, UTF-16 nor GB18030.",
        "Save it as CSV UTF-8, or as .xlsx.",
        "无法识别文件的文字编码（不是 UTF-8、UTF-16 或 GB18030）。",
        "请另存为“CSV UTF-8”或 .xlsx。",
    ),
    "file.quotes": (
        "A quotation mark in row %(row)s is not closed, or stands in the middle of a quoted cell.",
        "Correct the quotation marks of this row, or save the table as .xlsx.",
        "第 %(row)s 行的引号没有成对。",
        "请改正这一行的英文引号，或把表格另存为 .xlsx。",
    ),
    # --- one cell
    "cell.required": (
        "“%(label)s” is empty.",
        "Fill in this cell.",
        "没有填写“%(label)s”。",
        "请填写这一格。",
    ),
    "cell.error_value": (
        "The cell shows the error %(shown)s.",
        "Correct the formula, or enter the value itself.",
        "这一格是错误值 %(shown)s。",
        "请改正公式，或直接填写内容。",
    ),
    "cell.formula_without_value": (
        "The cell holds a formula that was never computed.",
        "Open the file in Excel or WPS and save it, or enter the value itself.",
        "这一格是没有计算结果的公式。",
        "请用 Excel 或 WPS 打开后保存一次，或直接填写内容。",
    ),
    "cell.broken": (
        "The content of the cell cannot be read: “%(shown)s”.",
        "Enter it again.",
        "这一格的内容无法读取：“%(shown)s”。",
        "请重新填写。",
    ),
    "cell.nul": (
        "The text holds a NUL character, which cannot be stored.",
        "Enter the text again, without pasting.",
        "文字中含有空字符（NUL），无法保存。",
        "请重新输入这一格，不要粘贴。",
    ),
    "cell.surrogate": (
        "The text holds half of a character, which cannot be stored.",
        "Enter the text again.",
        "文字中含有不完整的字符，无法保存。",
        "请重新输入这一格。",
    ),
    "cell.too_long": (
        "The text has %(length)s characters; %(most)s are allowed.",
        "Shorten it.",
        "文字有 %(length)s 字，超过 %(most)s 字。",
        "请删减。",
    ),
    "cell.figures_lost": (
        "The spreadsheet program kept only 15 figures of this number: %(shown)s.",
        AS_TEXT,
        "表格软件只保留了这个号码的前 15 位：%(shown)s。",
        AS_TEXT_ZH,
    ),
    "cell.number_unreadable": (
        "“%(shown)s” is not a number.",
        "Write it in figures, such as 1234 or 3.5万元.",
        "“%(shown)s”不是数字。",
        "请用阿拉伯数字填写，如 1234、3.5万元。",
    ),
    "cell.number_too_large": (
        "The number %(shown)s is too large.",
        "Check the figures.",
        "数字 %(shown)s 过大。",
        "请核对位数。",
    ),
    "cell.scientific": (
        "“%(shown)s” is a rounded number in scientific notation.",
        "Write all its figures.",
        "“%(shown)s”是被缩写的科学计数，可能已丢失位数。",
        "请写出完整数字。",
    ),
    "cell.not_whole": (
        "%(shown)s is not a whole number.",
        "Enter a whole number.",
        "%(shown)s 不是整数。",
        "请填写整数。",
    ),
    "cell.phone_rounded": (
        "The telephone number was rounded by the spreadsheet program: %(shown)s.",
        AS_TEXT,
        "电话号码已被表格软件四舍五入：%(shown)s。",
        AS_TEXT_ZH,
    ),
    "cell.phone_zero_lost": (
        "The telephone number %(shown)s seems to have lost the 0 it began with.",
        AS_TEXT,
        "电话号码 %(shown)s 似乎丢了开头的 0。",
        AS_TEXT_ZH,
    ),
    "cell.phone_several": (
        "The cell holds several telephone numbers: %(shown)s.",
        "Leave one.",
        "这一格有不止一个电话号码：%(shown)s。",
        "请只留一个。",
    ),
    "cell.phone_unreadable": (
        "“%(shown)s” is not a telephone number.",
        "Write 11 figures of a mobile number, or area code and number, such as 021-12345678.",
        "“%(shown)s”不是电话号码。",
        "请填 11 位手机号，或“区号-号码”，如 021-12345678。",
    ),
    "cell.identity_cut": (
        "The spreadsheet program kept only 15 figures of the identity number.",
        AS_TEXT,
        "身份证号被表格软件截成了 15 位，后几位已丢失。",
        AS_TEXT_ZH,
    ),
    "cell.identity_form": (
        "The identity number has %(length)s characters; it should have 18 (or 15).",
        "Check the number.",
        "身份证号有 %(length)s 位，应为 18 位（或旧的 15 位）。",
        "请核对号码。",
    ),
    "cell.identity_check": (
        "The last figure of the identity number does not fit the others.",
        "Check the number figure by figure.",
        "身份证号的校验位不对。",
        "请逐位核对。",
    ),
    "cell.identity_birthday": (
        "The birthday in the identity number does not exist.",
        "Check the number.",
        "身份证号中的出生日期不存在。",
        "请核对号码。",
    ),
    "cell.yes_no": (
        "“%(shown)s” is neither yes nor no.",
        "Write 是 or 否.",
        "“%(shown)s”看不出是或否。",
        "请填“是”或“否”。",
    ),
    "cell.choice": (
        "“%(shown)s” is not one of the choices.",
        "Write one of: %(choices)s.",
        "“%(shown)s”不在可选项内。",
        "请填：%(choices)s。",
    ),
    "cell.date_unreadable": ("“%(shown)s” is not a day.", WRITE_DAY, "“%(shown)s”不是日期。", WRITE_DAY_ZH),
    "cell.date_impossible": ("The day “%(shown)s” does not exist.", WRITE_DAY, "日期“%(shown)s”不存在。", WRITE_DAY_ZH),
    "cell.date_no_year": ("“%(shown)s” has no year.", WRITE_DAY, "“%(shown)s”没有写年份。", WRITE_DAY_ZH),
    "cell.date_no_day": ("“%(shown)s” names no day.", WRITE_DAY, "“%(shown)s”没有写到日。", WRITE_DAY_ZH),
    "cell.date_short_year": (
        "The year in “%(shown)s” has only two figures.",
        WRITE_DAY,
        "“%(shown)s”的年份只有两位。",
        WRITE_DAY_ZH,
    ),
    "cell.date_order": (
        "In “%(shown)s” it cannot be told which is the month.",
        WRITE_DAY,
        "“%(shown)s”分不清哪个是月、哪个是日。",
        WRITE_DAY_ZH,
    ),
    "cell.date_lunar": (
        "“%(shown)s” is a day of the lunar calendar.",
        "Write the day of the ordinary calendar, such as 2026-03-05.",
        "“%(shown)s”是农历日期。",
        "请改写公历日期，如 2026-03-05。",
    ),
    "cell.date_weekday": (
        "In “%(shown)s” the weekday does not fit the day.",
        "Check which of the two is right.",
        "“%(shown)s”的日期和星期对不上。",
        "请核对哪一个是对的。",
    ),
    "cell.date_far": (
        "The day “%(shown)s” is not between %(first)s and %(last)s.",
        "Check the year.",
        "日期“%(shown)s”不在 %(first)s 至 %(last)s 年之间。",
        "请核对年份。",
    ),
    "cell.date_serial_as_text": (
        "“%(shown)s” is the spreadsheet program's inner number of a day.",
        "Format the column as a date in the original file, and save it again.",
        "“%(shown)s”是表格软件内部的日期序号。",
        "请在原表中把该列设为“日期”格式后重新保存。",
    ),
    "cell.serial_60": (
        "The cell holds 29 February 1900, a day that never was.",
        WRITE_DAY,
        "这一格是 1900 年 2 月 29 日，这一天并不存在。",
        WRITE_DAY_ZH,
    ),
    "cell.serial_range": (
        "The number in the cell is no day of the spreadsheet's calendar.",
        WRITE_DAY,
        "这一格的数值不在表格软件的日期范围内。",
        WRITE_DAY_ZH,
    ),
    # --- headings and columns
    "header.unsure": (
        "No row was recognised as headings; row %(row)s was taken.",
        "Check which row holds the headings.",
        "没有认出表头，暂以第 %(row)s 行为表头。",
        "请核对表头所在的行。",
    ),
    "header.two_rows": (
        "The headings stand in two rows, %(first)s and %(last)s; both were read together.",
        "",
        "表头占两行（第 %(first)s、%(last)s 行），已合并读取。",
        "",
    ),
    "header.duplicate": (
        "The heading “%(label)s” stands over several columns: %(columns)s.",
        "Choose the right one.",
        "表头“%(label)s”出现在多列：%(columns)s。",
        "请选定其中一列。",
    ),
    "mapping.label": (
        "The heading of column %(column)s is “%(heading)s”.",
        "",
        "%(column)s 列的表头就是“%(heading)s”。",
        "",
    ),
    "mapping.synonym": (
        "The heading “%(heading)s” of column %(column)s is another name of “%(label)s”.",
        "",
        "%(column)s 列的表头“%(heading)s”是“%(label)s”的别称。",
        "",
    ),
    "mapping.part": (
        "The heading “%(heading)s” of column %(column)s means “%(label)s” apart from what it adds.",
        "",
        "%(column)s 列的表头“%(heading)s”去掉附加说明后即“%(label)s”。",
        "",
    ),
    "mapping.similar": (
        "The heading “%(heading)s” of column %(column)s resembles “%(label)s”; check it.",
        "",
        "%(column)s 列的表头“%(heading)s”与“%(label)s”相近，请核对。",
        "",
    ),
    "mapping.rivals": (
        "Column %(column)s, “%(heading)s”, was taken for “%(label)s”, but columns %(others)s fit as well; choose one.",
        "",
        "“%(label)s”暂取 %(column)s 列“%(heading)s”，但 %(others)s 列同样符合，请选定。",
        "",
    ),
    "mapping.none": ("No heading fits “%(label)s”.", "", "没有与“%(label)s”对应的表头。", ""),
    "mapping.unknown": (
        "The column chosen for “%(name)s” does not exist, or nothing of that name is imported.",
        "Choose the columns again.",
        "为“%(name)s”选的列不存在，或没有这个导入项。",
        "请重新选择各列。",
    ),
    "mapping.column_twice": (
        "Column %(column)s was chosen for two things.",
        "Choose another column for one of them.",
        "%(column)s 列被选用了两次。",
        "请为其中一项另选一列。",
    ),
    # --- what is worth knowing
    "note.named_otherwise": (
        "The file's name ends in %(suffix)s, but it is a %(kind)s file and was read as one.",
        "",
        "文件扩展名是 %(suffix)s，实际是 %(kind)s 文件，已按后者读取。",
        "",
    ),
    "note.encoding": ("The file was read as %(encoding)s.", "", "文件按 %(encoding)s 编码读取。", ""),
    "note.garbled": (
        "Some of the text was garbled before the file was saved; look at it closely.",
        "",
        "文件中有些文字在保存前就已是乱码，请仔细核对。",
        "",
    ),
    "note.hidden_sheet": ("The sheet “%(sheet)s” is hidden.", "", "工作表“%(sheet)s”是隐藏的。", ""),
    "note.hidden_sheets": (
        "Hidden sheets are read only when you choose them: %(sheets)s.",
        "",
        "隐藏的工作表只有选定才会读取：%(sheets)s。",
        "",
    ),
    "note.hidden_rows": (
        "%(count)s rows are hidden, the first is row %(first)s; they are read too.",
        "",
        "有 %(count)s 行是隐藏的（第一处在第 %(first)s 行），也会一并读取。",
        "",
    ),
    "note.filtered_rows": (
        "A filter hides %(count)s rows, the first is row %(first)s; they are read too.",
        "",
        "筛选隐藏了 %(count)s 行（第一处在第 %(first)s 行），也会一并读取。",
        "",
    ),
    "note.hidden_columns": (
        "Columns %(columns)s are hidden; they can be read too.",
        "",
        "%(columns)s 列是隐藏的，同样可以读取。",
        "",
    ),
    "note.merged": (
        "%(count)s merged areas reach over several rows; each of these rows gets the value.",
        "",
        "有 %(count)s 处跨行合并的单元格，其中每一行都按同一内容读取。",
        "",
    ),
    "note.formulas": (
        "%(count)s cells hold formulas; their last computed values are taken.",
        "",
        "有 %(count)s 格是公式，取最近一次的计算结果。",
        "",
    ),
    "note.faults": (
        "%(count)s cells hold an error or no computed value.",
        "",
        "有 %(count)s 格是错误值或没有计算结果。",
        "",
    ),
    "note.columns_beyond": (
        "%(count)s cells right of column %(last)s were left aside.",
        "",
        "%(last)s 列以右还有 %(count)s 格内容，未读取。",
        "",
    ),
    # --- writing
    "write.surrogate": (
        "Row %(row)s, column %(column)s holds half of a character, which no file can hold.",
        "Correct the text.",
        "第 %(row)s 行 %(column)s 列含有不完整的字符，无法写入文件。",
        "请改正文字。",
    ),
    "write.too_long": (
        "Row %(row)s, column %(column)s has %(length)s characters; a spreadsheet cell holds %(most)s.",
        "Export as CSV, or let long texts be cut with a mark.",
        "第 %(row)s 行 %(column)s 列有 %(length)s 字，超过单元格上限 %(most)s 字。",
        "请改为导出 CSV，或允许截断并注明。",
    ),
    "write.too_many_rows": (
        "A sheet holds at most %(most)s rows.",
        "Export a shorter period, or CSV.",
        "一张工作表最多 %(most)s 行。",
        "请缩短时段，或改为导出 CSV。",
    ),
}


def say(code: str, **data: object) -> tuple[Said, Said]:
    """The message and the remedy of ``code``; a remedy may be empty where nothing has to be done."""
    message, remedy, message_zh, remedy_zh = MESSAGES[code]
    return Said(message, message_zh, data), Said(remedy, remedy_zh, data)


def message_en(code: str, **data: object) -> str:
    return say(code.removeprefix("sheets."), **data)[0].en


def message_zh(code: str, **data: object) -> str:
    return say(code.removeprefix("sheets."), **data)[0].zh


def refusal(code: str, **data: object) -> BadInput:
    """The refusal with this code's words, to be raised by the caller."""
    message, remedy = say(code, **data)
    return BadInput(f"sheets.{code}", message, remedy, **data)
