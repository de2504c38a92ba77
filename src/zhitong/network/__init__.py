"""组织网络: offices, units, people, roles over time, sign-in, who may do what, and what an office set for itself."""
