"""The only writers of reports: papers and templates, pushes."""
