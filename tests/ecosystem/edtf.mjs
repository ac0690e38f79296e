// node edtf.mjs < dates: prints, for each line of EDTF, the first and the last day that it allows, as JSON: [[year, month, day], [year, month, day]].
import edtf from "edtf";
import { readFileSync } from "node:fs";

for (const line of readFileSync(0, "utf8").split("\n")) {
  const { min, max } = edtf(line);
  const days = [min, max].map((moment) => new Date(moment));
  console.log(JSON.stringify(days.map((day) => [day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate()])));
}
