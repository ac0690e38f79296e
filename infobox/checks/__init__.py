"""What is wrong with an infobox, where, and how to fix it. Each rule is a function, and its docstring is its documentation."""
