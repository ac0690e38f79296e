"""The set-up of editors that docs/editors.md explains, tried with the editors: the server that they start is this one."""

from __future__ import annotations

import json
import re
import shutil
import sys
import tomllib
from pathlib import Path
from typing import Any

from infobox.lsp.settings import read
from tests.ecosystem.needed import HERE, ROOT, missing, ran

EDITORS = ROOT / "editors"
TRIED = """
vim.wait(30000, function() return #vim.diagnostic.get(0) > 0 end)
local said = {}
for _, finding in ipairs(vim.diagnostic.get(0)) do table.insert(said, finding.message) end
local place = { textDocument = vim.lsp.util.make_text_document_params(), position = { line = 2, character = 3 } }
for _, answer in pairs(vim.lsp.buf_request_sync(0, "textDocument/hover", place, 30000) or {}) do
  table.insert(said, answer.result.contents.value)
end
local layout = { textDocument = place.textDocument, options = { tabSize = 4, insertSpaces = true } }
for id, answer in pairs(vim.lsp.buf_request_sync(0, "textDocument/formatting", layout, 30000) or {}) do
  vim.lsp.util.apply_text_edits(answer.result, 0, vim.lsp.get_client_by_id(id).offset_encoding)
end
table.insert(said, table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\\n"))
vim.fn.writefile({ vim.fn.json_encode(said) }, "said.json")
vim.cmd("qa!")
"""


def test_neovim_shows_findings_hovers_and_formats(tmp_path: Path) -> None:
    if shutil.which("nvim") is None:
        missing("Neovim (https://neovim.io)")
    command = json.dumps([sys.executable, "-m", "infobox", "lsp"]).replace("[", "{").replace("]", "}")
    (tmp_path / "init.lua").write_text(f"vim.g.infobox_command = {command}\ndofile('{EDITORS / 'neovim' / 'infobox.lua'}')\n", "utf-8")
    (tmp_path / "try.lua").write_text(TRIED, "utf-8")
    (tmp_path / "page.wikitext").write_text(
        "{{Infobox military conflict\n| conflict = 😀 | strenght1 = 5\n| date = 1 May 1944\n| place = X\n}}\n", "utf-8"
    )
    ran("nvim", "--headless", "-u", "init.lua", "page.wikitext", "-c", "luafile try.lua", folder=tmp_path)
    finding, hover, text = json.loads((tmp_path / "said.json").read_text("utf-8"))
    assert finding == "the template does not know “strenght1”; write “strength1”"
    assert "Understood: 1944-05-01" in hover
    assert text.split("\n")[1:3] == ["| conflict  = 😀", "| strenght1 = 5"]


def package_for_vs_code() -> dict[str, Any]:
    held: dict[str, Any] = json.loads((EDITORS / "vscode" / "package.json").read_text("utf-8"))
    return held


def test_the_settings_of_the_extension_for_vs_code_are_those_that_are_documented() -> None:
    settings = package_for_vs_code()["contributes"]["configuration"]["properties"]
    own = {name.partition(".")[2] for name in settings if name.startswith("infobox.")}
    table = (ROOT / "docs" / "editors.md").read_text("utf-8").partition("| setting |")[2].partition("\n\n")[0]
    assert own == {name for row in table.splitlines()[2:] for name in re.findall("`([^`]+)`", row.split("|")[1])}


def test_vs_code_starts_the_extension_for_each_of_its_languages() -> None:
    package = package_for_vs_code()
    # VS Code derives the event only from languages that have a configuration.
    assert {f"onLanguage:{each['id']}" for each in package["contributes"]["languages"]} <= set(package["activationEvents"])


def test_the_extension_for_vs_code_starts_the_server_with_settings_that_leave_all_as_it_is() -> None:
    if shutil.which("node") is None:
        missing("Node.js (https://nodejs.org)")
    client, *calls = json.loads(ran("node", HERE / "vscode_extension.cjs", EDITORS / "vscode"))
    _, _, server, options = client
    assert calls == ["start", "stop"]
    assert server == {"command": "infobox", "args": ["lsp"]}
    assert options["documentSelector"] == [{"language": "wikitext"}]
    settings = read(options["initializationOptions"])
    assert not any(settings.rules.lists.values())
    assert settings._replace(rules=settings.rules._replace(lists={})) == read(None)


def test_the_settings_for_helix_are_toml_and_start_the_server() -> None:
    block = (ROOT / "docs" / "editors.md").read_text("utf-8").partition("```toml\n")[2].partition("```")[0]
    held = tomllib.loads(block)
    server = held["language-server"]["infobox"]
    assert [server["command"], *server["args"]] == ["infobox", "lsp"]
    assert read(server["config"]).wiki == "frwiki"
    assert held["language"][0]["language-servers"] == ["infobox"]
