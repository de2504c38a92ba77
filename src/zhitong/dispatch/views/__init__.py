"""The pages of dispatch: ``lists``, ``sending``, ``one`` dispatch, ``received`` by its reader, ``recipients``, ``express``."""
