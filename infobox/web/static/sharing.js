/**
 * A link that carries the text in its fragment: compressed, in base64url. Browsers do not send the fragment, so no server sees it.
 */

/** The most characters of a link's text that is opened: a small link can hold a very long text. */
const MOST = 20_000_000;

/** The address of this page with the text in its fragment. */
export async function linkTo(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  const encoded = btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  return `${location.origin}${location.pathname}#text=${encoded}`;
}

/** The text that a fragment carries; null if it carries none. Throws if it is damaged or too long. */
export async function textOf(fragment) {
  const encoded = /^#text=([\w-]+)$/.exec(fragment)?.[1];
  if (encoded === undefined) return null;
  const binary = atob(encoded.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let text = "";
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    text += decoder.decode(piece.value, { stream: true });
    if (text.length > MOST) {
      await reader.cancel();
      throw new RangeError("the text is too long");
    }
  }
  return text + decoder.decode();
}
