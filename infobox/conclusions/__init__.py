"""What follows from the fields of a record: no statement of the page, and left out where it cannot be told."""
