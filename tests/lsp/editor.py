"""A real client of the protocol, which talks to `infobox lsp` over standard input and output, for tests that wait."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Awaitable, Callable
from typing import Any, Final

from lsprotocol import types
from pygls.lsp.client import LanguageClient

CURSOR: Final = "‸"
"""The mark of the cursor in the texts of cases."""
PATIENCE: Final = 20
"""How many seconds an answer may take until a test fails."""


class Editor:
    """An editor with one server. Every method waits for what it asks for."""

    def __init__(
        self, *, settings: object = None, encodings: list[str] | None = None, arguments: tuple[str, ...] = (), versioned: bool = True
    ) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.client = LanguageClient("tests", "1")
        self._changed = threading.Condition()
        self._published: dict[str, types.PublishDiagnosticsParams] = {}
        self.messages: list[str] = []
        self.checked: list[tuple[str, int | None]] = []
        """The versions of texts for which findings came."""
        self._documents = 0
        self._listen()
        self.wait(self.client.start_io(sys.executable, "-m", "infobox", "lsp", *arguments))
        general = types.GeneralClientCapabilities(position_encodings=encodings) if encodings else None
        edit = types.WorkspaceEditClientCapabilities(document_changes=versioned)
        self.answer = self.ask(
            self.client.initialize_async,
            types.InitializeParams(
                types.ClientCapabilities(general=general, workspace=types.WorkspaceClientCapabilities(workspace_edit=edit)),
                initialization_options=settings,
            ),
        )
        self.tell(self.client.initialized, types.InitializedParams())

    def wait(self, work: Awaitable[Any]) -> Any:
        """The result of something asynchronous."""

        async def done() -> Any:
            return await asyncio.wait_for(work, PATIENCE)

        return asyncio.run_coroutine_threadsafe(done(), self._loop).result(PATIENCE + 5)

    def ask(self, request: Callable[[Any], Any], params: Any) -> Any:
        """The answer to a request."""

        async def asked() -> Any:
            return await request(params)

        return self.wait(asked())

    def tell(self, notification: Callable[[Any], None], params: Any) -> None:
        """Send a notification."""

        async def told() -> None:
            notification(params)

        self.wait(told())

    def _listen(self) -> None:
        @self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)  # type: ignore[untyped-decorator]
        def _note(params: types.PublishDiagnosticsParams) -> None:
            with self._changed:
                self._published[params.uri] = params
                self.checked.append((params.uri, params.version))
                self._changed.notify_all()

        @self.client.feature(types.WINDOW_SHOW_MESSAGE)  # type: ignore[untyped-decorator]
        def _hear(params: types.ShowMessageParams) -> None:
            with self._changed:
                self.messages.append(params.message)
                self._changed.notify_all()

    def heard(self) -> str:
        """The first message to the user."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.messages, PATIENCE)
            return self.messages[0]

    def open(self, text: str, uri: str = "") -> str:
        """Open a text; its address."""
        self._documents += 1
        uri = uri or f"untitled:{self._documents}"
        self.tell(self.client.text_document_did_open, types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "wikitext", 1, text)))
        return uri

    def change(self, uri: str, version: int, *changes: types.TextDocumentContentChangeEvent) -> None:
        """Change a text."""
        identifier = types.VersionedTextDocumentIdentifier(version, uri)
        self.tell(self.client.text_document_did_change, types.DidChangeTextDocumentParams(identifier, list(changes)))

    def diagnostics(self, uri: str, version: int = 1) -> list[types.Diagnostic]:
        """The findings in a version of a text."""

        def there() -> bool:
            found = self._published.get(uri)
            return found is not None and found.version == version

        with self._changed:
            assert self._changed.wait_for(there, PATIENCE), f"no findings for version {version}"
            return list(self._published[uri].diagnostics)

    def complete(self, uri: str, position: types.Position) -> types.CompletionList:
        found = self.ask(self.client.text_document_completion_async, types.CompletionParams(types.TextDocumentIdentifier(uri), position))
        assert isinstance(found, types.CompletionList)
        return found

    def hover(self, uri: str, position: types.Position) -> types.Hover | None:
        found = self.ask(self.client.text_document_hover_async, types.HoverParams(types.TextDocumentIdentifier(uri), position))
        assert found is None or isinstance(found, types.Hover)
        return found

    def actions(self, uri: str, where: types.Range, *kinds: str) -> list[types.CodeAction]:
        context = types.CodeActionContext([], only=list(kinds) or None)
        params = types.CodeActionParams(types.TextDocumentIdentifier(uri), where, context)
        found = self.ask(self.client.text_document_code_action_async, params)
        return list(found or [])

    def symbols(self, uri: str) -> list[types.DocumentSymbol]:
        params = types.DocumentSymbolParams(types.TextDocumentIdentifier(uri))
        return list(self.ask(self.client.text_document_document_symbol_async, params) or [])

    def folds(self, uri: str) -> list[types.FoldingRange]:
        params = types.FoldingRangeParams(types.TextDocumentIdentifier(uri))
        return list(self.ask(self.client.text_document_folding_range_async, params) or [])

    def format(self, uri: str) -> list[types.TextEdit]:
        params = types.DocumentFormattingParams(types.TextDocumentIdentifier(uri), types.FormattingOptions(4, True))
        return list(self.ask(self.client.text_document_formatting_async, params) or [])

    @property
    def process(self) -> asyncio.subprocess.Process:
        """The server's process."""
        process = self.client._server
        assert process is not None
        return process

    def close(self) -> int:
        """Say goodbye; the exit status of the server."""
        self.ask(self.client.shutdown_async, None)
        self.tell(self.client.exit, None)
        status = self.wait(self.process.wait())
        self.stop()
        return int(status)

    def stop(self) -> None:
        """Stop listening."""
        self.wait(self.client.stop())  # type: ignore[no-untyped-call]
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()


def marked(text: str) -> tuple[str, int]:
    """A text without the mark of its cursor, and where that stood."""
    return text.replace(CURSOR, "", 1), text.index(CURSOR)


def units(words: str, encoding: str = "utf-16") -> int:
    """How many units some words take."""
    width = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    return len(words.encode({"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}[encoding])) // width


def position(text: str, at: int, encoding: str = "utf-16") -> types.Position:
    """A place in a text as a position, worked out apart from the server."""
    before = text[:at].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return types.Position(len(before) - 1, units(before[-1], encoding))


def offset(text: str, where: types.Position, encoding: str = "utf-16") -> int:
    """The place of a position, worked out apart from the server; after a line end, not in it."""
    return max(at for at in range(len(text) + 1) if position(text, at, encoding) == where)


def edited(text: str, edits: list[types.TextEdit], encoding: str = "utf-16") -> str:
    """A text with edits of the server done, as an editor does them."""
    for edit in sorted(edits, key=lambda each: (each.range.start.line, each.range.start.character), reverse=True):
        start, end = offset(text, edit.range.start, encoding), offset(text, edit.range.end, encoding)
        text = text[:start] + edit.new_text + text[end:]
    return text
