"""The names of concepts: what words mean to the grammars that read and write values, in whatever language they are.

The keys of a lexicon's files, and the values of those that have some. Fates, kinds of figures and outcomes are called as in the record.
"""

from __future__ import annotations

from typing import Final

# -- dates: the kinds of words ----------------------------------------------------------------------------------------------------------

# -- numbers and figures ----------------------------------------------------------------------------------------------------------------

# -- fates ------------------------------------------------------------------------------------------------------------------------------

# -- results ----------------------------------------------------------------------------------------------------------------------------

# -- persons and other names ------------------------------------------------------------------------------------------------------------

# -- lines that go on -------------------------------------------------------------------------------------------------------------------

# -- namespaces -------------------------------------------------------------------------------------------------------------------------
TEMPLATE: Final = "template"
FILE: Final = "file"
CATEGORY: Final = "category"
