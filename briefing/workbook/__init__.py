"""Edge in: a workbook file becomes values and findings."""
