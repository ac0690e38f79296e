// Runs the extension in a stand-in for VS Code, which has the settings' defaults, and prints what its client is made with and does.
const Module = require("node:module");
const folder = process.argv[2];
const { contributes } = require(`${folder}/package.json`);
const held = Object.entries(contributes.configuration.properties).map(([name, value]) => [name, value.default]);
const done = [];

const vscode = {
  workspace: {
    getConfiguration(section) {
      const inside = held.filter(([name]) => name.startsWith(`${section}.`)).map(([name, value]) => [name.slice(section.length + 1), value]);
      const found = Object.fromEntries(inside);
      return { ...found, get: (name) => found[name] };
    },
  },
};
class LanguageClient {
  constructor(...given) {
    done.push(given);
  }
  async start() {
    done.push("start");
  }
  async stop() {
    done.push("stop");
  }
}
const modules = { vscode, "vscode-languageclient/node": { LanguageClient } };
const load = Module._load;
Module._load = (name, ...rest) => modules[name] ?? load(name, ...rest);

(async () => {
  const extension = require(folder);
  await extension.deactivate();
  await extension.activate({ subscriptions: [] });
  await extension.deactivate();
  console.log(JSON.stringify(done));
})();
