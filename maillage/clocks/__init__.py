"""Working days and promised delays in French law. Plain Python: dates in, dates out, no database, no clock read."""
