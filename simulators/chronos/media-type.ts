/** What a route produces. */
export type Produced = 'application/json' | 'text/plain';

const range = /^([\w!#$&^.+-]+|\*)\/([\w!#$&^.+-]+|\*)$/;

/** Whether an Accept header has room for a type; undefined if it is none. Without a header everything is welcome. */
export function isAccepted(accept: string | undefined, produced: Produced): boolean | undefined {
  if (accept === undefined || accept.trim() === '') return true;
  const ranges = accept.split(',').map(parseRange);
  if (ranges.some((each) => each === undefined)) return undefined;
  return ranges.some((each) => each !== undefined && each.quality > 0 && covers(each, produced));
}

type Range = { type: string; subtype: string; quality: number };

function parseRange(text: string): Range | undefined {
  const [name = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  // Java's own client sends a lone asterisk.
  const match = range.exec(name === '*' ? '*/*' : name);
  if (!match) return undefined;
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  return { type: match[1] ?? '', subtype: match[2] ?? '', quality: Number(quality ?? 1) };
}

function covers({ type, subtype }: Range, produced: Produced): boolean {
  const [ownType, ownSubtype] = produced.split('/');
  return (type === '*' || type === ownType) && (subtype === '*' || subtype === ownSubtype);
}

/** What a route reads: `json` only that, `json if given` that or nothing said, `like json` also types that are built on it. */
export type Consumed = 'json' | 'json if given' | 'like json';

export function isConsumed(consumes: Consumed | undefined, contentType: string | undefined): boolean {
  if (consumes === undefined) return true;
  if (contentType === undefined) return consumes === 'json if given';
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  return type === 'application/json' || (consumes === 'like json' && /^[^/]+\/(json|.*\+json)$/.test(type));
}
