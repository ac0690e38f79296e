"""What is wrong with an infobox, where, and how to fix it: one rule a function, its docstring its documentation."""
