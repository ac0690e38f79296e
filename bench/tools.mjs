// What tools for Node.js give of an infobox: node tools.mjs PAGE RUNS PARAMETER... prints JSON (bench/tools.py).
import { readFileSync } from "node:fs";
import parseInfobox from "infobox-parser";
import wtf from "wtf_wikipedia";

const [path, runs, ...parameters] = process.argv.slice(2);
const page = readFileSync(path, "utf8");
const shown = (value) => (typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value));
const tools = {
  wtf_wikipedia(text) {
    const box = wtf(text).infobox().json();
    return (name) => box[name]?.text;
  },
  "infobox-parser"(text) {
    const { general } = (parseInfobox.default ?? parseInfobox)(text);
    return (name) => general[name];
  },
};

const answers = {};
for (const [tool, read] of Object.entries(tools)) {
  const times = [];
  for (let run = 0; run < Number(runs); run++) {
    const begin = performance.now();
    read(page);
    times.push(performance.now() - begin);
  }
  const value = read(page);
  const values = Object.fromEntries(parameters.map((name) => [name, shown(value(name))]));
  answers[tool] = { values, milliseconds: times.sort((one, other) => one - other)[Math.floor(times.length / 2)] };
}
console.log(JSON.stringify(answers));
