import { MarathonError } from './api-error.ts';

type Labels = Readonly<Record<string, string>>;
type Selector = (labels: Labels) => boolean;
type Scan = { text: string; at: number };

const term = '(?:\\\\.|[-A-Za-z0-9_.])+';
const termPattern = new RegExp(`\\s*(${term})`, 'y');
const equality = /\s*(==|!=)/y;
const membership = new RegExp(`\\s*(in|notin)\\s*\\(\\s*(${term}(?:\\s*,\\s*${term})*)?\\s*\\)`, 'y');
const comma = /\s*,/y;

/** Reads selectors like `a==b`, `a!=b`, `a in (b, c)`, `a notin (b)` and `a`, which all must hold. Throws if they are none. */
export function parseSelectors(text: string): Selector {
  const scan = { text, at: 0 };
  if (text.trim() === '') return () => true;
  const selectors = [readSelector(scan)];
  while (take(scan, comma)) selectors.push(readSelector(scan));
  if (text.slice(scan.at).trim() !== '') throw unreadable(scan, "string matching regex ',' expected");
  return (labels) => selectors.every((selects) => selects(labels));
}

function readSelector(scan: Scan): Selector {
  const key = readTerm(scan);
  const list = take(scan, membership);
  if (list) {
    const values = (list[2] ?? '').split(',').map((value) => plain(value.trim()));
    return (labels) => key in labels && values.includes(labels[key] ?? '') === (list[1] === 'in');
  }
  const operator = take(scan, equality)?.[1];
  if (operator === undefined) return (labels) => key in labels;
  const value = readTerm(scan);
  return (labels) => key in labels && (labels[key] === value) === (operator === '==');
}

function readTerm(scan: Scan): string {
  const found = take(scan, termPattern)?.[1];
  if (found === undefined) throw unreadable(scan, "string matching regex '(\\\\.|[-A-Za-z0-9_.])+' expected");
  return plain(found);
}

const plain = (escaped: string): string => escaped.replace(/\\(.)/g, '$1');

function take(scan: Scan, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = scan.at;
  const found = pattern.exec(scan.text);
  if (!found) return undefined;
  scan.at = pattern.lastIndex;
  return found;
}

function unreadable({ text, at }: Scan, wanted: string): MarathonError {
  const next = text.slice(at).trimStart()[0];
  const but = next === undefined ? 'end of source' : `'${next}'`;
  return new MarathonError(422, {
    message: `Can not parse label selector ${text}. Reason: ${wanted} but ${but} found`,
  });
}
