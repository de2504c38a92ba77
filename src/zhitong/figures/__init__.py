"""统计: figures, each a fold over dated records; scoring schemes are data, see ``zhitong.figures.schemes``."""
