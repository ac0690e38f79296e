// Starts `infobox lsp` for wikitext.
const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

exports.activate = () => {
  const server = { command: workspace.getConfiguration("infoboxServer").get("command"), args: ["lsp"] };
  client = new LanguageClient("infobox", "Infoboxes", server, {
    documentSelector: [{ language: "wikitext" }],
    initializationOptions: workspace.getConfiguration("infobox"),
    synchronize: { configurationSection: "infobox" },
  });
  return client.start();
};

exports.deactivate = () => client?.stop();
