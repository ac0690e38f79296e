"""Where pages come from: files of wikitext, extracted plain text, XML exports."""
