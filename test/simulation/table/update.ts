import {
  type Item,
  operandOf,
  placeOf,
  type Subject,
  type Value,
  valueAt,
  type Words,
  wordsOf,
} from './expression.ts';

type Change = { path: string[]; value: Value | undefined };
type Update = (subject: Subject) => Change[];
type Clause = (subject: Subject) => Change;

/** Reads an update expression: SET, REMOVE and ADD of numbers. */
export function updateOf(text: string): Update {
  const words = wordsOf(text);
  const changes: Clause[] = [];
  while (words.peek() !== '') {
    const clause = words.take().toUpperCase();
    const read = clauses[clause];
    if (!read) throw new Error(`Not a clause: ${clause}`);
    do changes.push(read(words));
    while (words.skips(','));
  }
  return (subject) => changes.map((change) => change(subject));
}

const clauses: Record<string, (words: Words) => Clause> = {
  SET(words) {
    const place = placeOf(words);
    words.expect('=');
    const first = operandOf(words);
    const sign = words.isNext('+', '-') ? words.take() : null;
    const second = sign ? operandOf(words) : null;
    return (subject) => {
      const value = first(subject);
      if (value === undefined) throw new Error('The value of a SET is not there.');
      if (!second) return { path: place(subject), value };
      const by = Number(second(subject)) * (sign === '-' ? -1 : 1);
      return { path: place(subject), value: Number(value) + by };
    };
  },
  REMOVE(words) {
    const place = placeOf(words);
    return (subject) => ({ path: place(subject), value: undefined });
  },
  ADD(words) {
    const place = placeOf(words);
    const by = operandOf(words);
    return (subject) => {
      const path = place(subject);
      return { path, value: Number(valueAt(subject.item, path) ?? 0) + Number(by(subject)) };
    };
  },
};

/** The item with the changes; the map in which one lies must be there, as DynamoDB wants it. What was stored stays as it was. */
export function changed(item: Item, changes: Change[]): Item {
  const made = { ...item };
  for (const { path, value } of changes) {
    let within = made;
    for (let i = 0; i < path.length - 1; i++) within = copyWithin(within, path[i] ?? '', path);
    const name = path.at(-1) ?? '';
    if (value === undefined) delete within[name];
    else within[name] = copyOf(value);
  }
  return made;
}

/** The map in another, which is copied there. */
function copyWithin(around: Item, name: string, path: string[]): Item {
  const inner = around[name];
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) {
    throw new Error(`The document path ${path.join('.')} provided in the update expression is invalid.`);
  }
  const copied = { ...inner };
  around[name] = copied;
  return copied;
}

/** A deep copy, without what is undefined, as the document client is told to store it. */
export function copyOf<Kept extends Value>(value: Kept): Kept {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => copyOf(each)) as Kept;
  const copied: Item = {};
  for (const name of Object.keys(value)) {
    const each = (value as Item)[name];
    if (each !== undefined) copied[name] = copyOf(each);
  }
  return copied as Kept;
}
