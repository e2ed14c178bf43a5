import { beginningWithoutSecrets, withoutSecrets } from '../secrecy/known-secrets.ts';
import { htmlPieces } from './html-pieces.ts';
import { jsonOrUndefined } from './json.ts';

/** An answer may be of 16 MiB; what it says stands at its beginning. In signs. */
const longestLooked = 16_384;
const longestJson = 65_536;
const fieldsLooked = 20;
const deepestLooked = 3;

/**
 * What a remote says, as one short line that may be shown: the words of an error in JSON, the reason on a page of HTML, the first
 * line of a stack trace. It never holds a secret, nor an object that the remote quotes: that may be a whole job with its environment.
 *
 * @param besides secrets of the call, which the remote may echo
 */
export function remoteText(body: string, longest: number, besides: readonly string[] = []): string {
  return shownLine(wordsOfJson(body) ?? wordsOfPage(body) ?? body, longest, besides);
}

/** What a servlet container's page of an error gives as its reason, as one line that may be shown; null where it is no such page. */
export function pageReason(body: string, longest: number): string | null {
  const reason = reasonIn(piecesOf(body));
  return reason === null ? null : shownLine(reason, longest, []);
}

function shownLine(said: string, longest: number, besides: readonly string[]): string {
  const known = beginningWithoutSecrets(said.trimStart(), longestLooked, besides);
  const [line = ''] = withoutQuotedObject(known).split('\n', 1);
  // Blanks that become one may make a secret of what was none.
  return withoutSecrets(line.replaceAll(/\s+/g, ' ').trim(), besides).slice(0, longest);
}

/** Null where the body is no JSON, or has no words. */
function wordsOfJson(body: string): string | null {
  return body.length > longestJson ? null : wordsIn(jsonOrUndefined(body));
}

const wordFields = ['message', 'title', 'description', 'error', 'reason', 'detail', 'faultstring'];

/** Of `{ "message": … }`, `{ "title": …, "description": … }`, and of either within another field. */
function wordsIn(json: unknown, depth = 0): string | null {
  if (typeof json !== 'object' || json === null || depth === deepestLooked) return null;
  const fields = new Map(Object.entries(json).slice(0, fieldsLooked));
  const words = wordFields.map((field) => fields.get(field)).filter((value) => typeof value === 'string');
  if (typeof fields.get('message') === 'string') return words[0] ?? null;
  if (words.length > 0) return words.join(': ');
  for (const value of fields.values()) {
    const found = wordsIn(value, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

/** Null where it is no page. A servlet container writes a title that says nothing, and the reason further down. */
function wordsOfPage(body: string): string | null {
  const pieces = piecesOf(body);
  return reasonIn(pieces) ?? pieces?.join(' ').replaceAll('\n', ' ') ?? null;
}

/** The texts at the beginning of a page; null where it is none. */
function piecesOf(body: string): string[] | null {
  const beginning = body.slice(0, longestLooked);
  return beginning.trimStart().startsWith('<') ? htmlPieces(beginning) : null;
}

/** Jetty's page has it as `Reason: <pre> … </pre>`. */
function reasonIn(pieces: readonly string[] | null): string | null {
  const at = pieces?.findIndex((piece) => piece.trimEnd().endsWith('Reason:')) ?? -1;
  return at === -1 ? null : (pieces?.[at + 1] ?? '');
}

/** What begins an object as JSON, Python, Java or Scala write it; a brace before a digit is a pattern's. */
const objectBegins = /\{(?!\d)|\[\s*["'{]|\b(?:Map|List|Set|Vector|Some|[A-Z]\w{0,40}Definition)\(/;

function withoutQuotedObject(text: string): string {
  const at = objectBegins.exec(text)?.index;
  return at === undefined ? text : `${text.slice(0, at)}{…}`;
}
