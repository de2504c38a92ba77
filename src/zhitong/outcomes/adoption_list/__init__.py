"""A list of adoptions as an office above sends it, once a year or a quarter: read, matched to our issues, entered where a person agrees.

``fields`` says what a row may hold, ``reading`` reads the file, ``matching`` finds which issue a row means, ``taking_in`` enters the
chosen rows. Nothing of it is stored but the file itself, which becomes the evidence of every row that goes in.
"""
