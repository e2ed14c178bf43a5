/** A secret that somebody logs in with. */
export interface Secret {
  text: string;
  /** Whom it stands beside in Basic authentication; null when it is used alone. */
  user: string | null;
}

/** Shorter texts are words that stand in many sentences. */
const shortestHidden = 6;

/** How a secret may be written: as it is, in JSON (also in JSON within JSON), in an address, a form or a page, and in a header. */
export function formsOf({ text, user }: Secret): string[] {
  const basic = user === null ? [] : base64Forms(`${user}:${text}`);
  const written = [text, ...jsonForms(text)];
  const forms = [...written, ...written.flatMap(jsonForms), ...encoded(text), ...htmlForms(text), ...basic];
  return [...new Set(forms)].filter(({ length }) => length >= shortestHidden);
}

/** As JavaScript writes it, with escaped slashes, and with nothing but ASCII as Python does. */
function jsonForms(text: string): string[] {
  const plain = JSON.stringify(text).slice(1, -1);
  const ascii = plain.replaceAll(
    /[^ -~]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return [plain, ascii, plain.replaceAll('/', '\\/')];
}

function encoded(text: string): string[] {
  const form = new URLSearchParams([['', text]]).toString().slice(1);
  return [encodeURIComponent(text.toWellFormed()), form].flatMap((each) => [
    each,
    withLowerCaseEscapes(each),
  ]);
}

function withLowerCaseEscapes(text: string): string {
  return text.replaceAll(/%[0-9A-F]{2}/g, (sign) => sign.toLowerCase());
}

function htmlForms(text: string): string[] {
  const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const quoted = safe.replaceAll('"', '&quot;');
  return [safe, quoted, quoted.replaceAll("'", '&#39;'), quoted.replaceAll("'", '&apos;')];
}

/** Without the padding, which an excerpt may lack. */
function base64Forms(text: string): string[] {
  const plain = Buffer.from(text).toString('base64').replaceAll('=', '');
  return [plain, ...encoded(plain), Buffer.from(text).toString('base64url')];
}
