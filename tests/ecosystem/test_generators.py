"""Generators of types run on the schema; what they make compiles and reads records back."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from infobox.record import Conflict
from tests.ecosystem.needed import ROOT, SCHEMA, node, ran
from tests.fixture_records import fixture_records

TSC = (
    "--strict",
    "--noEmitOnError",
    "--target",
    "es2022",
    "--module",
    "es2022",
    "--moduleResolution",
    "bundler",
    "--outDir",
    "out",
)
TOP = ("--top-level", "Conflict", "--src-lang", "schema")


def records_file(folder: Path) -> Path:
    file = folder / "records.json"
    file.write_text(json.dumps(fixture_records(), ensure_ascii=False), "utf-8")
    return file


def compiled(folder: Path, name: str, text: str) -> Path:
    """The JavaScript of a program in TypeScript, which may import what is in the same folder."""
    (folder / f"{name}.ts").write_text(text, "utf-8")
    (folder / "package.json").write_text('{"type": "module"}', "utf-8")
    node("tsc", *TSC, f"{name}.ts", folder=folder)
    return folder / "out" / f"{name}.js"


def typed_records(folder: Path) -> str:
    """A program whose records have the generated types, which the compiler compares with every field of them."""
    return f'import type {{ Conflict }} from "./conflict";\nexport const records: Conflict[] = {records_file(folder).read_text("utf-8")};\n'


def test_records_have_the_types_that_ship(tmp_path: Path) -> None:
    (tmp_path / "conflict.d.ts").write_bytes(SCHEMA.with_name("military-conflict.d.ts").read_bytes())
    compiled(tmp_path, "typed", typed_records(tmp_path))


def test_the_types_that_ship_are_those_of_the_schema() -> None:
    made = node("declarations.mjs", stdin=SCHEMA.read_text("utf-8"))
    assert SCHEMA.with_name("military-conflict.d.ts").read_text("utf-8") == made, "renew them with: make schema"


@pytest.mark.parametrize("wrong", ['{ schema: "military-conflict/2" }', '{ schema: "military-conflict/1.0", sides: [{ unit: [] }] }'])
def test_the_types_that_ship_refuse_what_is_no_record(tmp_path: Path, wrong: str) -> None:
    (tmp_path / "conflict.d.ts").write_bytes(SCHEMA.with_name("military-conflict.d.ts").read_bytes())
    with pytest.raises(AssertionError, match="error TS2"):
        compiled(tmp_path, "typed", f'import type {{ Conflict }} from "./conflict";\nexport const record: Conflict = {wrong};\n')


def test_json_schema_to_typescript(tmp_path: Path) -> None:
    node("json2ts", "-i", SCHEMA, "-o", tmp_path / "conflict.d.ts")
    compiled(tmp_path, "typed", typed_records(tmp_path))


def test_quicktype_for_typescript_reads_and_writes_records(tmp_path: Path) -> None:
    node("quicktype", SCHEMA, *TOP, "--lang", "ts", "-o", tmp_path / "conflict.ts")
    program = compiled(
        tmp_path,
        "again",
        'import { Convert } from "./conflict.js";\n'
        "export const again = (records: unknown[]): string[] =>\n"
        "  records.map((record) => Convert.conflictToJson(Convert.toConflict(JSON.stringify(record))));\n",
    )
    script = f"import {{ again }} from {json.dumps(str(program))}; import {{ readFileSync }} from 'node:fs';" + (
        f"console.log(JSON.stringify(again(JSON.parse(readFileSync({json.dumps(str(records_file(tmp_path)))}, 'utf8'))).map(JSON.parse)))"
    )
    assert json.loads(ran("node", "--input-type=module", "--eval", script)) == list(fixture_records())


def test_quicktype_for_python_reads_and_writes_records(tmp_path: Path) -> None:
    node("quicktype", SCHEMA, *TOP, "--lang", "python", "--python-version", "3.7", "-o", tmp_path / "quicktyped.py")
    made = imported(tmp_path / "quicktyped.py")
    for record in fixture_records():
        assert made.conflict_to_dict(made.conflict_from_dict(record)) == record


@pytest.mark.parametrize("kind", ["pydantic_v2.BaseModel", "msgspec.Struct"])
def test_datamodel_code_generator_reads_and_writes_records(tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"models_{kind.partition('.')[0]}.py"
    options = ("--output-model-type", kind, "--class-name", "Conflict", "--use-annotated", "--formatters", "builtin")
    target = ("--target-python-version", "3.11", "--input-file-type", "jsonschema")
    ran(sys.executable, "-m", "datamodel_code_generator", "--input", SCHEMA, "--output", file, *options, *target)
    ran(sys.executable, "-m", "mypy", "--strict", "--cache-dir", tmp_path / "cache", file, folder=ROOT)
    made: Any = imported(file)
    for record in fixture_records():
        if kind.startswith("msgspec"):  # it writes fields that are false, too
            text = msgspec.json.encode(msgspec.convert(record, made.Conflict))
            assert json.loads(Conflict.from_json(text).to_json()) == record
        else:
            model = made.Conflict.model_validate(record)
            assert model.model_dump(mode="json", exclude_unset=True, by_alias=True) == record


def imported(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[file.stem] = module  # so that annotations are found
    spec.loader.exec_module(module)
    return module
