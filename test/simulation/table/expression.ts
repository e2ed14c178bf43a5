/** An item, or what lies in one, as the document client takes and gives it. */
export type Value = null | boolean | number | string | Value[] | { [name: string]: Value };
export type Item = { [name: string]: Value };

/** What an expression is about: the item, and what stands for `#name` and `:value`. */
export interface Subject {
  item: Item | undefined;
  names: Record<string, string>;
  values: Item;
}

type Operand = (subject: Subject) => Value | undefined;
export type Condition = (subject: Subject) => boolean;
/** An operand that is a place, by the names on the way to it. */
export type Place = (subject: Subject) => string[];

const token = /\s*(<>|<=|>=|[<>=(),.+[\]-]|[#:]?[A-Za-z_][A-Za-z0-9_]*|\d+)/y;

/** The words of an expression, to be read one after the other. */
export function wordsOf(text: string) {
  const words: string[] = [];
  token.lastIndex = 0;
  for (let match = token.exec(text); match; match = token.exec(text)) words.push(match[1] as string);
  if (words.join('') !== text.replace(/\s/g, '')) throw new Error(`Not an expression: ${text}`);
  let next = 0;
  const peek = () => words[next] ?? '';
  const isNext = (...expected: string[]) => expected.includes(peek().toUpperCase());
  const take = () => words[next++] ?? '';
  return {
    peek,
    take,
    isNext,
    /** Takes the word if it comes. */
    skips: (expected: string) => isNext(expected) && take() !== '',
    expect(expected: string) {
      const found = take();
      if (found.toUpperCase() !== expected)
        throw new Error(`${expected} expected, not ${found}, in: ${text}`);
    },
  };
}

export type Words = ReturnType<typeof wordsOf>;

/** Reads a condition: OR binds less than AND, and AND less than NOT. */
export function conditionOf(words: Words): Condition {
  const parts = [allOf(words)];
  while (words.skips('OR')) parts.push(allOf(words));
  return (subject) => parts.some((part) => part(subject));
}

function allOf(words: Words): Condition {
  const parts = [oneOf(words)];
  while (words.skips('AND')) parts.push(oneOf(words));
  return (subject) => parts.every((part) => part(subject));
}

function oneOf(words: Words): Condition {
  if (words.skips('NOT')) {
    const denied = oneOf(words);
    return (subject) => !denied(subject);
  }
  if (words.skips('(')) {
    const inner = conditionOf(words);
    words.expect(')');
    return inner;
  }
  const test = tests[words.peek()];
  return test ? test(words) : comparisonOf(words);
}

const tests: Record<string, (words: Words) => Condition> = {
  attribute_exists: (words) => {
    const [of] = argumentsOf(words);
    return (subject) => of?.(subject) !== undefined;
  },
  attribute_not_exists: (words) => {
    const [of] = argumentsOf(words);
    return (subject) => of?.(subject) === undefined;
  },
  begins_with: (words) => {
    const [of, start] = argumentsOf(words);
    return (subject) => String(of?.(subject) ?? '').startsWith(String(start?.(subject)));
  },
};

function comparisonOf(words: Words): Condition {
  const left = operandOf(words);
  const operator = words.take().toUpperCase();
  if (operator === 'BETWEEN') {
    const low = operandOf(words);
    words.expect('AND');
    const high = operandOf(words);
    return (subject) => holds('>=', left(subject), low(subject)) && holds('<=', left(subject), high(subject));
  }
  if (operator === 'IN') {
    const values = argumentsOf(words);
    return (subject) => values.some((value) => holds('=', left(subject), value(subject)));
  }
  const right = operandOf(words);
  return (subject) => holds(operator, left(subject), right(subject));
}

/** DynamoDB compares only what is there and of one type; only `<>` holds for what is not. */
function holds(operator: string, a: Value | undefined, b: Value | undefined): boolean {
  if (operator === '<>') return a !== b;
  if (a === undefined || b === undefined || typeof a !== typeof b) return false;
  if (operator === '=') return a === b;
  if (a === null || b === null || typeof a === 'object' || typeof a === 'boolean') return false;
  if (operator === '<') return a < b;
  if (operator === '<=') return a <= b;
  return operator === '>' ? a > b : operator === '>=' && a >= b;
}

function argumentsOf(words: Words): Operand[] {
  if (words.peek() !== '(') words.take();
  words.expect('(');
  const operands = [operandOf(words)];
  while (words.skips(',')) operands.push(operandOf(words));
  words.expect(')');
  return operands;
}

/** A value, a place, or a function of such. */
export function operandOf(words: Words): Operand {
  const first = words.peek();
  if (first.startsWith(':')) {
    words.take();
    return ({ values }) => {
      if (!(first in values)) throw new Error(`No value for ${first}.`);
      return values[first];
    };
  }
  if (first === 'size') {
    const [of] = argumentsOf(words);
    return (subject) => sizeOf(of?.(subject));
  }
  if (first === 'if_not_exists') {
    const [of, otherwise] = argumentsOf(words);
    return (subject) => of?.(subject) ?? otherwise?.(subject);
  }
  const place = placeOf(words);
  return (subject) => valueAt(subject.item, place(subject));
}

function sizeOf(value: Value | undefined): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'object') return Array.isArray(value) ? value.length : Object.keys(value).length;
  return String(value).length;
}

export function placeOf(words: Words): Place {
  const steps = [words.take()];
  while (words.skips('.')) steps.push(words.take());
  if (!steps.some((step) => step.startsWith('#'))) return () => steps;
  return ({ names }) =>
    steps.map((step) => {
      const name = step.startsWith('#') ? names[step] : step;
      if (name === undefined) throw new Error(`No name for ${step}.`);
      return name;
    });
}

export function valueAt(item: Item | undefined, path: string[]): Value | undefined {
  let found: Value | undefined = item;
  for (const name of path) {
    if (typeof found !== 'object' || found === null || Array.isArray(found)) return undefined;
    found = Object.hasOwn(found, name) ? found[name] : undefined;
  }
  return found;
}
