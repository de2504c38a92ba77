"""Packages written by hand, for what no honest program writes."""

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def workbook_parts(sheets=(("来稿", "visible"),), *, epoch_1904=False):
    """The parts every workbook has, by name; sheets are ``xl/worksheets/sheet1.xml`` and on."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{at}" state="{state}" r:id="rId{at}"/>'
        for at, (name, state) in enumerate(sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr date1904="{int(epoch_1904)}"/><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{links}'
        f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="t" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>',
    }


def sheet_xml(rows, *, before="", after=""):
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def styles_xml(*codes):
    """A stylesheet whose cell style N (from 1) has the N-th of these number formats; style 0 is plain."""
    formats = "".join(f'<numFmt numFmtId="{200 + at}" formatCode="{code}"/>' for at, code in enumerate(codes, 1))
    cells = "".join(f'<xf numFmtId="{200 + at}"/>' for at in range(1, len(codes) + 1))
    return f'<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>{cells}</cellXfs></styleSheet>'


def package(parts):
    """The parts as a zip in memory, ready to be read."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    file.seek(0)
    return file


def xlsx(rows, *, before="", after="", styles=None, texts=None, epoch_1904=False):
    """A workbook of one sheet from the XML of its rows."""
    parts = workbook_parts(epoch_1904=epoch_1904)
    parts["xl/worksheets/sheet1.xml"] = sheet_xml(rows, before=before, after=after)
    if styles:
        parts["xl/styles.xml"] = styles
    if texts:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{texts}</sst>'
    return package(parts)


def text_row(number, *texts, first_column="A"):
    """One row of texts, written in place; None leaves a cell out."""
    cells = "".join(
        f'<c r="{chr(ord(first_column) + at)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for at, text in enumerate(texts)
        if text is not None
    )
    return f'<row r="{number}">{cells}</row>'
