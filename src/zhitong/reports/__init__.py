"""报告: what an office accounts for in writing: quarterly reports and bulletins, the biweekly push, a unit's page, a member's record."""
