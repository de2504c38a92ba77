"""研判: the editor's inbox, the decision on each submission, the daily sitting."""
