"""The rules, one module a subject. Importing a module registers its rules."""
