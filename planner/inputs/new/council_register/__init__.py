"""The council's own list of bases, as it lies in the office: a workbook or a CSV file that nobody laid out for us.

`grid` opens the file, `header` finds the table in it, `layout` tells rows of bases from totals, headings and notes,
`places`, `opening` and `words` read the cells, `school_names` finds the schools, `settled` holds what the council has
answered before, and `reading` makes rows of provision.csv of it all.
"""
