#!/bin/sh
# What `make demo` shows: one infobox in its two forms, and the way there and back. Every command is printed as it is run.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

step() { printf "\n# %s\n" "$*"; }
run() { printf '$ %s\n' "$*"; sh -c "$*"; }

step "1. An infobox as editors write it, read into a record and shown as a tree"
run "infobox parse --format text --quiet fixtures/siege.wikitext"

step "2. The same record as JSON, its first lines"
run "infobox parse --format json fixtures/siege.wikitext | head -n 40"

step "3. The same infobox as extracted plain text: the markup is gone, the record is read as far as the text allows"
run "infobox parse --format text --quiet fixtures/siege.txt"

step "4. Valid by the published JSON Schema, both"
run "infobox parse --quiet fixtures/siege.wikitext fixtures/siege.txt > $work/records.jsonl"
run "infobox validate $work/records.jsonl"

step "5. The way back into the page: the same bytes"
run "infobox parse fixtures/siege.wikitext > $work/record.json"
run "infobox write $work/record.json --into fixtures/siege.wikitext | cmp - fixtures/siege.wikitext && echo 'no byte differs'"

step "6. The extracted text as wikitext, in the template's documented layout, its first lines"
run "infobox parse fixtures/siege.txt | infobox write - | head -n 24"

step "7. One change, and only that changes in the page"
run "sed 's/650+ killed/700+ killed/' $work/record.json > $work/changed.json"
run "infobox write $work/changed.json --into fixtures/siege.wikitext | diff fixtures/siege.wikitext - | cut -c1-150 || true"

step "8. What is wrong with an infobox, and what can be fixed without a doubt"
run "infobox check --format concise fixtures/ford.wikitext || true"
run "infobox check --diff fixtures/ford.wikitext || true"
