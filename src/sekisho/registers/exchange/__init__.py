"""Sheets in and out: xlsx, csv and json, with the same headings both ways."""
