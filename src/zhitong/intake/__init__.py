"""来稿: submissions, receipts, spreadsheets, calls for information."""
