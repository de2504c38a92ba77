"""The pages of the network: ``signing_in`` ``own`` ``units`` ``people`` ``person`` ``roster`` ``lists`` ``settings`` ``offices``."""
