import { MarathonError } from './api-error.ts';

/** Reads the body of a request; throws what the server answers to a body that is not JSON. */
export function readJson(body: string): unknown {
  if (body.trim() === '') {
    const details = 'No content to map due to end-of-input\n at [Source: (String)""; line: 1, column: 0]';
    throw new MarathonError(400, { message: 'Please specify data in JSON format', details });
  }
  try {
    return JSON.parse(body);
  } catch {
    throw new MarathonError(400, { message: 'Invalid JSON', details: complaint(body) });
  }
}

type Nesting = 'root' | 'Object' | 'Array';
type Scan = { text: string; at: number };

/** What the server's reader says of a text that is not JSON. */
function complaint(text: string): string {
  const scan = { text, at: 0 };
  return readValue(scan, 'root') ?? trailing(scan);
}

function trailing(scan: Scan): string {
  skipSpace(scan);
  return readValue(scan, 'root') ?? 'Unexpected content';
}

const spaces = /[ \t\r\n]*/y;
const wholeString = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const wholeNumber = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /[A-Za-z_$][\w$]*/y;

function take(scan: Scan, pattern: RegExp): string {
  pattern.lastIndex = scan.at;
  const found = pattern.exec(scan.text)?.[0] ?? '';
  scan.at += found.length;
  return found;
}

const skipSpace = (scan: Scan): void => void take(scan, spaces);

/** Reads one value; undefined if it is sound. */
function readValue(scan: Scan, within: Nesting): string | undefined {
  skipSpace(scan);
  const next = scan.text[scan.at];
  if (next === undefined) return ended(within);
  if (next === '{') return readMembers(scan, 'Object');
  if (next === '[') return readMembers(scan, 'Array');
  if (next === '"') return readString(scan, ' for a string value');
  if (/[-\d]/.test(next) && take(scan, wholeNumber) !== '') return undefined;
  const name = take(scan, word);
  if (['true', 'false', 'null'].includes(name)) return undefined;
  if (name !== '') return `Unrecognized token '${name}': was expecting ('true', 'false' or 'null')`;
  return unexpected(
    next,
    "expected a valid value (number, String, array, object, 'true', 'false' or 'null')",
  );
}

function readMembers(scan: Scan, kind: 'Object' | 'Array'): string | undefined {
  const end = kind === 'Object' ? '}' : ']';
  scan.at += 1;
  skipSpace(scan);
  if (scan.text[scan.at] === end) {
    scan.at += 1;
    return undefined;
  }
  for (;;) {
    const fault = (kind === 'Object' ? readName(scan) : undefined) ?? readValue(scan, kind);
    if (fault !== undefined) return fault;
    skipSpace(scan);
    const next = scan.text[scan.at];
    if (next === undefined) return `Unexpected end-of-input: expected close marker for ${kind}`;
    scan.at += 1;
    if (next === end) return undefined;
    if (next !== ',') return unexpected(next, `was expecting comma to separate ${kind} entries`);
  }
}

function readName(scan: Scan): string | undefined {
  skipSpace(scan);
  const next = scan.text[scan.at];
  if (next === undefined) return ended('Object');
  if (next !== '"') return unexpected(next, 'was expecting double-quote to start field name');
  const fault = readString(scan, ' in field name');
  if (fault !== undefined) return fault;
  skipSpace(scan);
  const colon = scan.text[scan.at];
  if (colon === undefined) return ended('Object');
  scan.at += 1;
  return colon === ':'
    ? undefined
    : unexpected(colon, 'was expecting a colon to separate field name and value');
}

function readString(scan: Scan, where: string): string | undefined {
  if (take(scan, wholeString) !== '') return undefined;
  const control = /^"(?:[^"\\\p{Cc}]|\\.)*(\p{Cc})/u.exec(scan.text.slice(scan.at))?.[1];
  if (control === undefined) {
    return where === ' in field name'
      ? 'Unexpected end-of-input in field name'
      : `Unexpected end-of-input: was expecting closing quote${where}`;
  }
  return `Illegal unquoted character ((CTRL-CHAR, code ${control.charCodeAt(0)})): has to be escaped using backslash to be included in string value`;
}

const unexpected = (character: string, hint: string): string =>
  `Unexpected character ('${character}' (code ${character.codePointAt(0)})): ${hint}`;

const ended = (within: Nesting): string => `Unexpected end-of-input within/between ${within} entries`;
