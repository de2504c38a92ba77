"""工作站: workstations, duty days, visits, the resident's page."""
