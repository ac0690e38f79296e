"""No word of any language stands in the Python that reads, writes, compares, displays or checks values: words are data of the lexicons."""

from __future__ import annotations

import ast
import functools
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from infobox import templates
from infobox.language import concepts
from infobox.language.lexicon import inflected

PACKAGE = Path(concepts.__file__).parent.parent
ROOMS = (
    "markup",
    "display",
    "values",
    "conclusions",
    "editing",
    "box.py",
    "choosing.py",
    "comparing.py",
    "flattened.py",
    "items.py",
    "layout.py",
    "reading.py",
    "source_map.py",
    "wikicode.py",
    "writing.py",
)
MODULES = sorted(path for room in ROOMS for path in ((PACKAGE / room).glob("*.py") if "." not in room else [PACKAGE / room]))
MARKUP = frozenset(
    "br hr li ref tag rem em ex small big sup style abbr nbsp nowiki invoke http https ftp mailto px upright alt display visibility".split()
)
"""Names of wikitext, HTML and CSS in regular expressions."""
TAGS = frozenset("hr ul th rb rp em time small and or not on none div strong sub table mark ce score round us out in".split())
"""Names of HTML, CSS, extensions, parser functions, and of options of templates in the code that reads wikitext."""
SIGNS = frozenset("ne nw se sw en es wn ws ch".split())
"""Quarters of the compass in any order, and units, which stand for themselves in every language."""
CHECKS = PACKAGE / "checks"
NO_RULES = ("commands.py", "documentation.py", "registry.py")
"""Modules that find nothing in a page."""
RULES = sorted(path for room in (".", "shared", "edits", "rules") for path in (CHECKS / room).glob("*.py") if path.name not in NO_RULES)
NAMES_IN_RULES = frozenset(
    # Wikitext and HTML, and their misspellings.
    "brr rb bt nr bbr break center font strike tt sup sub math name size media infobox ignore isbn rfc pmid ftps jpg png ogg "
    # Addresses.
    "www org com example wiki wikipedia "
    # Templates: of citations, of signs, of ships, of lists, and of whatever begins or ends something for the page.
    "cite citation sfn harv dagger agger oubledagger hip see main further crossref cross clist collapsible pla plain flat tree list "
    "begin start top open col columns multicol end bottom close footer".split()
)
"""Names in the regular expressions of rules."""
SEARCHES = frozenset("startswith endswith find rfind index count partition rpartition split replace removeprefix removesuffix".split())
"""Methods that look for words in a text."""
MESSAGES = ("comparing.py",)
"""Modules whose constants are messages for people."""

_NOT_LETTERS_OF_WORDS = re.compile(
    r"\\[xuUN]\{?[0-9a-fA-F]+\}?|\\[A-Za-z]|\(\?P<\w+>|\(\?P=\w+\)|\(\?[aiLmsux-]+[:)]|\(\?\(\w+\)|\{[^{}]*\}"
)
_CLASS = re.compile(r"\[(?:\\.|[^\]\\])+\]")
_TWO_LETTERS = re.compile(r"[^\W\d_]{2,}")


@functools.cache
def entries() -> set[str]:
    """Every word of every lexicon, in lower case; the names of namespaces belong to wikitext, the codes of languages to Wikipedias."""
    found: set[str] = set()
    codes = {folder.name for folder in PACKAGE.glob("language/*/")}
    for path in PACKAGE.glob("language/*/*.toml"):
        if path.stem in ("namespaces", "inflection"):
            continue
        endings = path.with_name("inflection.toml")
        paradigms = tomllib.loads(endings.read_text("utf-8"))["paradigms"] if endings.exists() else {}
        for concept, held in tomllib.loads(path.read_text("utf-8")).items():
            if concept in ("source", "sources", "forms", "settings"):
                continue
            for listed in held.values() if isinstance(held, dict) else [held]:
                words = inflected(listed, paradigms)
                found.update(word.lower() for word in words if any(map(str.isalpha, word)) and not re.fullmatch("[A-Za-zºª]", word))
    return found - codes - SIGNS


@functools.cache
def names_of_the_record() -> set[str]:
    """The names of the record's fields, and of its fates, kinds and outcomes, which are not words of a page."""
    tree = ast.parse((PACKAGE / "record.py").read_text("utf-8"))
    passed = literals(tree)
    fields = {node.target.id for node in ast.walk(tree) if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)}
    return fields | {str(node.value) for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) in passed}


@functools.cache
def names_of_the_template_data() -> set[str]:
    """From the data on templates: kinds of templates, functions that compute them, names of fields, codes of units."""
    files = [PACKAGE / "templates" / "meanings.toml", *(PACKAGE / "templates" / "wikis").glob("*.toml")]
    held = [tomllib.loads(file.read_text("utf-8")) for file in files]
    tables = [*(table for data in held for table in (*data.get("template", ()), *data.get("prefix", ()))), held[0]["citation"]]
    named = {str(table[field]) for table in tables for field in ("kind", "call", "shows") if field in table}
    return named | {field for table in tables for field in table} | {code.lower() for code in templates.units()}


def docstrings(tree: ast.Module) -> set[int]:
    """The ids of the constants that are docstrings: of modules, classes and functions, and those after an assignment."""
    return {
        id(statement.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        for statement in node.body
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    }


def literals(tree: ast.Module) -> set[int]:
    """The ids of the constants in types: `Literal["and"]`."""
    return {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "Literal"
        for inner in ast.walk(node.slice)
    }


def keys(tree: ast.Module) -> set[int]:
    """The ids of the constants that are names in the code: names of slots, and constants in brackets or passed to `get`."""
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(isinstance(target, ast.Name) and target.id == "__slots__" for target in node.targets):
            found.update(map(id, ast.walk(node.value)))
        elif isinstance(node, ast.Subscript):
            found.add(id(node.slice))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get" and node.args:
            found.add(id(node.args[0]))
    return found


def written_out(node: ast.AST) -> Iterator[ast.Constant]:
    """The texts of an expression, without what is inserted into them."""
    if isinstance(node, ast.Constant):
        yield node
    elif not isinstance(node, ast.FormattedValue):
        for inner in ast.iter_child_nodes(node):
            yield from written_out(inner)


def expressions(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The regular expressions of a module, as far as they are written out: line and words."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.") and ast.unparse(node.func) != "re.escape" and node.args:
            for part in written_out(node.args[0]):
                if isinstance(part.value, str):
                    yield part.lineno, part.value


def constants(path: Path) -> list[str]:
    """The constants of a module that are words of a lexicon, and not names of groups in its regular expressions."""
    if path.name in MESSAGES:
        return []
    tree = ast.parse(path.read_text("utf-8"))
    of_types = literals(tree)
    passed = docstrings(tree) | of_types | keys(tree)
    groups = {name for _, words in expressions(tree) for name in re.findall(r"\(\?P<(\w+)>", words)}
    own = groups | {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) in of_types}
    words = entries() - names_of_the_record() - own
    if path.parent.name in ("markup", "display", "editing"):
        words = words - TAGS - names_of_the_template_data()
    return [
        f"{path.name}:{node.lineno}: {node.value!r}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed and node.value.strip().lower() in words
    ]


def looked_for(tree: ast.Module) -> set[int]:
    """The ids of the constants that rules look for in a page, not those of messages: the module's own, and those compared or searched."""
    found: set[int] = set()
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
            found.update(map(id, ast.walk(statement.value)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            found.update(id(inner) for part in (node.left, *node.comparators) for inner in ast.walk(part))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SEARCHES:
            found.update(id(inner) for part in node.args for inner in ast.walk(part))
    return found


def words_looked_for(path: Path) -> list[str]:
    """The constants that a module of rules looks for and that are words of a lexicon, not names of wikitext or of the data."""
    tree = ast.parse(path.read_text("utf-8"))
    searched = looked_for(tree) - keys(tree)
    words = entries() - names_of_the_record() - names_of_the_template_data() - TAGS
    lists = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "split"}
    return [
        f"{path.name}:{node.lineno}: {word!r}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) in searched
        for word in (node.value.split() if id(node) in lists else [node.value.strip()])
        if word.lower() in words
    ]


def words_in_expressions(path: Path, names: frozenset[str] = MARKUP) -> list[str]:
    """The words in a module's regular expressions that are not `names`."""
    found = []
    for line, words in expressions(ast.parse(path.read_text("utf-8"))):
        rest = _CLASS.sub("", _NOT_LETTERS_OF_WORDS.sub("", words))
        found += [f"{path.name}:{line}: {word}" for word in _TWO_LETTERS.findall(rest) if word.lower() not in names]
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_constant_is_a_word_of_a_lexicon_and_no_regular_expression_holds_one(path: Path) -> None:
    found = [*constants(path), *words_in_expressions(path)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", RULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_rules_look_for_no_word_of_a_lexicon_and_their_regular_expressions_hold_none(path: Path) -> None:
    found = [*words_looked_for(path), *words_in_expressions(path, MARKUP | NAMES_IN_RULES)]
    assert not found, "\n".join(found)


def test_what_rules_look_for_is_told_apart_from_their_messages() -> None:
    tree = ast.parse('LIST = ("killed",)\ndef f(text): return "some words" if text == "total" or text.endswith("men") else "none"')
    searched = looked_for(tree)
    found = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) in searched}
    assert found == {"killed", "total", "men"}
