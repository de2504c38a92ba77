"""Pages of assessment: the inbox, decisions, the office's reasons and limits, the daily sitting."""
