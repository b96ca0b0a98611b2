"""What a file is before it means anything: text, numbers, tables, workbooks, XML."""
