"""What leaves by hand: the report, and every format it or the data can take."""
