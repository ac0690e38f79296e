// node declarations.mjs < SCHEMA > military-conflict.d.ts: the record's types for TypeScript, with a comment for each field.
import { compile } from "json-schema-to-typescript";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const text = readFileSync(0, "utf8");
const banner = `/**
 * The types of a record, made by \`make schema\` from the JSON Schema; do not edit.
 *
 * Schema: military-conflict.schema.json, SHA-256 ${createHash("sha256").update(text).digest("hex")}
 */`;

/** A schema whose lists are plain arrays: how many entries they have matters to validators, and would make each a union of tuples. */
function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  const kept = Object.entries(value).filter(([key]) => value.minItems === value.maxItems || !["minItems", "maxItems"].includes(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, plain(inner)]));
}

process.stdout.write(await compile(plain(JSON.parse(text)), "Conflict", { bannerComment: banner, style: { printWidth: 140 } }));
