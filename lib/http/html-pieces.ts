/** What holds no text, up to its end. */
const silent = ['script', 'style'];

const entities: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&#39;': "'",
  '&#x27;': "'",
  '&nbsp;': ' ',
  '&amp;': '&',
};

/** The texts between the tags of a page, in one pass, because a page may be made to cost time. */
export function htmlPieces(page: string): string[] {
  const pieces: string[] = [];
  // Only what keeps its length: some letters have two signs in lower case.
  const lowerCase = page.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
  for (let at = 0; at < page.length; ) {
    const opens = page.indexOf('<', at);
    const piece = page.slice(at, opens === -1 ? page.length : opens);
    if (piece.trim() !== '') pieces.push(decoded(piece));
    if (opens === -1) break;
    const closes = endOfTag(lowerCase, opens);
    if (closes === -1) break;
    at = closes + 1;
  }
  return pieces;
}

/** Where the tag ends, with all that is in it where its content is none to read; -1 when it never does. */
function endOfTag(page: string, opens: number): number {
  const muted = silent.find((each) => page.startsWith(each, opens + 1));
  const last = muted === undefined ? opens : page.indexOf(`</${muted}`, opens);
  return last === -1 ? -1 : page.indexOf('>', last);
}

function decoded(text: string): string {
  return text.replaceAll(/&(?:lt|gt|quot|apos|#39|#x27|nbsp|amp);/g, (entity) => entities[entity] ?? entity);
}
