"""台账: the door of every action and the record of every deed."""
