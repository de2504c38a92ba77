"""敏感: matters that only readers named by name may see."""
