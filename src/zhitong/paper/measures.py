"""The measures of the printed page, in one place, each with where it comes from.

    [GB]     stands in GB/T 9704-2012 (layout of official documents of Party and government organs)
    [std]    the same standard as generally known, wording not at hand
    [calc]   arithmetic from the lines above it
    [own]    a choice of this program, where the standard leaves freedom

Lengths are millimetres (``_MM``) or points (``_PT``); 1 inch = 25.4 mm = 72 pt = 1440 twips. An internal periodical borrows
this page, not every element of it; what it leaves out is left out in the description, not here.
"""

from __future__ import annotations

MM_PER_INCH = 25.4
PT_PER_MM = 72 / MM_PER_INCH
TWIPS_PER_MM = 1440 / MM_PER_INCH
TWIPS_PER_PT = 20

# -- the sheet
PAGE_WIDTH_MM = 210.0  # [GB] A4
PAGE_HEIGHT_MM = 297.0  # [GB] A4
TOP_MM = 37.0  # [GB] 天头, ± 1 mm
LEFT_MM = 28.0  # [GB] 订口, the bound edge, ± 1 mm
TYPE_WIDTH_MM = 156.0  # [GB] 版心
TYPE_HEIGHT_MM = 225.0  # [GB] 版心
RIGHT_MM = PAGE_WIDTH_MM - LEFT_MM - TYPE_WIDTH_MM  # [calc] 26 mm
BOTTOM_MM = PAGE_HEIGHT_MM - TOP_MM - TYPE_HEIGHT_MM  # [calc] 35 mm

# -- lines and characters: 22 lines of 28 characters fill the type area [GB]
LINES = 22
CHARACTERS = 28
LINE_PT = TYPE_HEIGHT_MM * PT_PER_MM / LINES  # [calc] 28.99 pt; manuals say "fixed 28-29 pt"
CHARACTER_PT = TYPE_WIDTH_MM * PT_PER_MM / CHARACTERS  # [calc] 15.79 pt, so 16 pt type is set a trace closer
# Whole twips, rounded down: one twip too many a line would push the 22nd line or the 28th character out.
LINE_TWIPS = int(LINE_PT * TWIPS_PER_PT)  # [calc] 579
SQUEEZE_TWIPS = -5  # [calc] 28 × (320 − 5) = 8820 ≤ 8844 twips; −4 would need 8848

# -- sizes of type (字号)
SIZE_2_PT = 22.0  # 2号: title [GB]
SIZE_3_PT = 16.0  # 3号: everything that has no other size [GB]
SIZE_4_PT = 14.0  # 4号: page number, imprint [GB]
SIZE_SMALL_4_PT = 12.0  # 小四: tables, notes [own]
SIZE_5_PT = 10.5  # 五号: tables of more than eight columns [own]
SIZE_SMALL_5_PT = 9.0  # 小五: tables of more than twelve columns [own]
INDENT_CHARACTERS = 2  # [GB] each paragraph

# -- head (版头)
MARK_TOP_MM = 35.0  # [std] the red name's top edge below the type area's top
NAME_MOST_PT = 60.0  # [own] "eye-catching, fine, solemn" is all the standard says
NAME_LEAST_PT = SIZE_2_PT  # [own] below the title's size a name is no mark any more; it then takes two lines
NUMBER_GAP_LINES = 2  # [GB] a document number stands two lines below the mark
ISSUE_GAP_LINES = 1  # [own] an issue number stands under the periodical's name
RED_LINE_GAP_MM = 4.0  # [GB] below the last line of the head
RED_LINE_PT = 1.5  # [own] only the width of the line, that of the type area, is given
RED = "E60012"  # [own] the red of full magenta and yellow; dark enough (4.7 : 1) to be read on a screen
TITLE_GAP_LINES = 2  # [GB] between red line and title
ADDRESSEE_GAP_LINES = 1  # [GB] between title and addressee

# -- foot (版记, page number)
THICK_MM = 0.35  # [std] first and last line of the imprint, outline of a table [own]
THIN_MM = 0.25  # [std] lines between
FOOT_LINE_PT = 24.0  # [own] lines of 14 pt type closer than those of the body
PAGE_NUMBER_GAP_MM = 7.0  # [std] under the type area
# Word counts the footer from the sheet's lower edge: 35 − 7 − the number's own height (14 pt = 4.94 mm).
FOOTER_FROM_EDGE_MM = BOTTOM_MM - PAGE_NUMBER_GAP_MM - SIZE_4_PT / PT_PER_MM  # [calc]

# -- bounds
MOST_CHARACTERS = 500_000  # [own] about 800 full pages; a longer paper is surely a mistake
FIGURE_MOST_HEIGHT_MM = 180.0  # [own] leaves room for its caption and a line of text


def twips(mm: float) -> int:
    """Millimetres as Word's twips, rounded to the nearest; the page thus gets the well-known 2098 and 1587."""
    return round(mm * TWIPS_PER_MM)


def name_size_pt(name: str) -> float:
    """Type size of the red name: as large as one line allows, between the two bounds; 5 % of the line stays free."""
    longest = max((len(line) for line in name.splitlines()), default=0) or 1
    fitting = TYPE_WIDTH_MM * PT_PER_MM * 0.95 / longest
    return max(NAME_LEAST_PT, min(NAME_MOST_PT, float(int(fitting))))


def table_size_pt(columns: int) -> float:
    """Type size in a table: smaller with many columns, so that a ranking of fourteen columns still fits an upright page."""
    if columns > 12:
        return SIZE_SMALL_5_PT
    return SIZE_5_PT if columns > 8 else SIZE_SMALL_4_PT
