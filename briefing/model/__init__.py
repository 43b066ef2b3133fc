"""Frozen values: what the workbooks, readers and publications said."""
