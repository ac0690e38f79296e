// node ajv.mjs SCHEMA < records.jsonl: compiles the schema in Ajv's strict mode and prints, for each record, the places of its errors as JSON.
import Ajv from "ajv/dist/2020.js";
import { readFileSync } from "node:fs";

const validate = new Ajv({ strict: true, allErrors: true }).compile(JSON.parse(readFileSync(process.argv[2], "utf8")));
for (const line of readFileSync(0, "utf8").split("\n")) {
  if (!line) continue;
  validate(JSON.parse(line));
  console.log(JSON.stringify((validate.errors ?? []).map((error) => error.instancePath)));
}
