"""The server: what an editor says and asks, and the work for it.

Completion is answered at once. Everything that needs the meaning of an infobox is done in a thread, one version of a document after the
other, and a version that is no longer the newest is left out. So a long page delays findings, but nobody who types.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, TypeVar

from lsprotocol import types
from pygls import uris
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from infobox.checks.options import OptionError, chosen
from infobox.installed import version
from infobox.lsp import completing, formatting, hovering, outlining, repairing
from infobox.lsp.analysis import Analysis
from infobox.lsp.documents import Document
from infobox.lsp.rule_pages import RulePages
from infobox.lsp.settings import EditorSettings, read
from infobox.templates.profile import default
from infobox.writing import lay_out

T = TypeVar("T")
_SECTION: Final = "infobox"
"""What the settings are called in an editor's configuration."""
_PAUSE: Final = 0.04
"""How many seconds after a change the check begins, unless there is another one."""


class _Protocol(LanguageServerProtocol):
    """The protocol, with our own documents: those of pygls split lines where the protocol does not."""

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        self._editor.opened(params.text_document)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        self._editor.changed(params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        self._editor.closed(params.text_document.uri)

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Read a message. A request that cannot be read is answered with an error: pygls only shows a message, and the editor waits."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "method" in data and isinstance(data.get("id"), (int, str)):
                self._send_response(data["id"], None, error.to_response_error())
            raise

    @property
    def _editor(self) -> InfoboxServer:
        assert isinstance(self._server, InfoboxServer)
        return self._server


class InfoboxServer(LanguageServer):
    """The server of one editor. `wiki` is the database name of the wiki of its documents unless the editor's settings name one."""

    def __init__(self, wiki: str = "") -> None:
        super().__init__("infobox", version(), protocol_cls=_Protocol)
        self._wiki = wiki
        self.settings = EditorSettings(wiki)
        self.documents: dict[str, Document] = {}
        self.pages = RulePages()
        self._analyses: dict[str, Analysis] = {}
        self._checks: dict[str, asyncio.Task[None]] = {}
        self._worker = ThreadPoolExecutor(1, "analysis")
        self._said = ""
        self.finished = False
        """Whether the editor asked to shut down."""

    # -- documents ------------------------------------------------------------------------------------------------------------------------

    def opened(self, held: types.TextDocumentItem) -> None:
        """Take a document, and check it."""
        encoding = self.server_capabilities.position_encoding or types.PositionEncodingKind.Utf16
        self._take(Document(held.uri, held.version, held.text, encoding))

    def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        """Take the next version of a document, and check it."""
        document = self.documents.get(params.text_document.uri)
        if document is not None:
            self._take(document.changed(params.text_document.version, params.content_changes))

    def closed(self, uri: str) -> None:
        """Forget a document, and its findings."""
        self.documents.pop(uri, None)
        self._analyses.pop(uri, None)
        if (check := self._checks.pop(uri, None)) is not None:
            check.cancel()
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def _take(self, document: Document) -> None:
        self.documents[document.uri] = document
        self._check_later(document.uri)

    def take_settings(self, given: object) -> None:
        """Take the editor's settings, and check all documents; settings that cannot be used are reported, and left out."""
        try:
            self.settings = read(given, self._wiki)
        except OptionError as error:
            self.complain(str(error))
        self._analyses.clear()
        for uri in self.documents:
            self._check_later(uri)

    def complain(self, message: str) -> None:
        """Show a message, but not the same one again and again."""
        if message != self._said:
            self._said = message
            self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, f"infobox: {message}"))

    # -- work -----------------------------------------------------------------------------------------------------------------------------

    def _check_later(self, uri: str) -> None:
        if (check := self._checks.get(uri)) is not None:
            check.cancel()
        self._checks[uri] = asyncio.get_running_loop().create_task(self._check(uri))

    async def _check(self, uri: str) -> None:
        await asyncio.sleep(_PAUSE)
        document = self.documents[uri]
        found = await self.analysed(
            uri, lambda analysis: [repairing.diagnostic(document, each, self.pages.address) for each in analysis.findings]
        )
        if found is not None and self.documents.get(uri) is document:
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, document.version))

    async def analysed(self, uri: str, work: Callable[[Analysis], T]) -> T | None:
        """The result of work on the newest version of a document; None if it is not open, or if there is a newer version by then."""
        document = self.documents.get(uri)
        if document is None:
            return None
        return await asyncio.get_running_loop().run_in_executor(self._worker, self._result, document, work)

    def _result(self, document: Document, work: Callable[[Analysis], T]) -> T | None:
        """In the thread: the same."""
        if self.documents.get(document.uri) is not document:
            return None
        analysis = self._analyses.get(document.uri)
        if analysis is None or analysis.document is not document:
            analysis = self._analyses[document.uri] = Analysis(document, self._rules(document.uri), self.settings.wiki)
        return work(analysis)

    def _rules(self, uri: str) -> list[Any]:
        try:
            return self.settings.selected(_path(uri))
        except OptionError as error:
            self._loop.call_soon_threadsafe(self.complain, str(error))
            return chosen()

    def begin(self) -> None:
        """Load words and rules in the thread, with an infobox of all parameters, before somebody waits for them."""
        self._loop = asyncio.get_running_loop()
        text = lay_out(dict.fromkeys(default().known, "1944"), default().name)
        self._loop.run_in_executor(self._worker, lambda: Analysis(Document("", 0, text), chosen(), "").findings)

    @property
    def versioned(self) -> bool:
        """Whether the editor takes edits of a version of a document."""
        workspace = self.client_capabilities.workspace
        return bool(workspace and workspace.workspace_edit and workspace.workspace_edit.document_changes)

    def end(self) -> None:
        """Stop the work, and remove files."""
        self._worker.shutdown(wait=False, cancel_futures=True)
        self.pages.remove()


def _path(uri: str) -> Path | None:
    """The file of a document; None if it is in none."""
    try:
        path = uris.to_fs_path(uri) if uri.startswith("file:") else None
    except ValueError:
        return None
    return Path(path) if path and "\0" not in path else None


def serve(wiki: str = "", *, verbose: bool = False) -> bool:
    """Serve an editor over standard input and output until it ends that; false if it did so without a request to shut down."""
    logging.getLogger("pygls").setLevel(logging.WARNING if verbose else logging.CRITICAL)
    server = made(wiki)
    try:
        # Standard output stays open for what comes after, and nothing else may write there.
        with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as output, contextlib.redirect_stdout(sys.stderr):
            server.start_io(stdout=output)
    finally:
        server.end()
    return server.finished


def made(wiki: str = "") -> InfoboxServer:
    """A server with all that it answers."""
    server = InfoboxServer(wiki)
    _add_settings(server)
    _add_answers(server)
    _add_layout(server)
    return server


def _add_settings(server: InfoboxServer) -> None:
    @server.feature(types.INITIALIZE)
    def _initialize(params: types.InitializeParams) -> None:
        server.begin()
        server.take_settings(params.initialization_options)

    @server.feature(types.SHUTDOWN)
    def _finish(_: None) -> None:
        server.finished = True

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def _configure(params: types.DidChangeConfigurationParams) -> None:
        held = params.settings
        if isinstance(held, dict) and held:  # some editors send the section, others what is in it
            server.take_settings(held.get(_SECTION, held))


def _add_answers(server: InfoboxServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=["|", "{", "="]))
    def _complete(params: types.CompletionParams) -> types.CompletionList | None:
        document = server.documents.get(params.text_document.uri)
        return completing.complete(document, document.offset(params.position), server.settings.wiki) if document is not None else None

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def _hover(params: types.HoverParams) -> types.Hover | None:
        return await server.analysed(
            params.text_document.uri, lambda analysis: hovering.hover(analysis, analysis.document.offset(params.position))
        )

    kinds = [types.CodeActionKind.QuickFix, repairing.FIX_ALL]

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=kinds))
    async def _act(params: types.CodeActionParams) -> list[types.CodeAction] | None:
        def work(analysis: Analysis) -> list[types.CodeAction]:
            span = analysis.document.span(params.range)
            wanted = [str(getattr(each, "value", each)) for each in params.context.only or ()]
            return list(repairing.actions(analysis, span, wanted, server.pages.address, versioned=server.versioned))

        return await server.analysed(params.text_document.uri, work)


def _add_layout(server: InfoboxServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def _outline(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | None:
        return await server.analysed(params.text_document.uri, outlining.symbols)

    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    async def _fold(params: types.FoldingRangeParams) -> list[types.FoldingRange] | None:
        return await server.analysed(params.text_document.uri, lambda analysis: list(outlining.folds(analysis)))

    @server.feature(types.TEXT_DOCUMENT_FORMATTING)
    async def _format(params: types.DocumentFormattingParams) -> list[types.TextEdit] | None:
        return await server.analysed(
            params.text_document.uri, lambda analysis: repairing.text_edits(analysis.document, formatting.formatted(analysis))
        )

    @server.feature(types.TEXT_DOCUMENT_RANGE_FORMATTING)
    async def _format_range(params: types.DocumentRangeFormattingParams) -> list[types.TextEdit] | None:
        def work(analysis: Analysis) -> list[types.TextEdit]:
            return repairing.text_edits(analysis.document, formatting.formatted(analysis, analysis.document.span(params.range)))

        return await server.analysed(params.text_document.uri, work)
