import fc from './seeded-cases.ts';

export type Fields = fc.Arbitrary<Record<string, unknown>>;

export const word = fc.constantFrom(
  '',
  'a',
  'x y',
  'true',
  'false',
  '0',
  '1',
  '0.5',
  ' 512 ',
  '1e3',
  '12d',
  'many',
  'ä',
);
export const scalar = fc.oneof(
  word,
  fc.integer({ min: -2, max: 600 }),
  fc.integer({ min: 1, max: 800_000_000 }).map((n) => n / 8192),
  fc.boolean(),
);
/** What anybody may write anywhere, rarely. */
export const anything = fc.oneof(
  { weight: 40, arbitrary: scalar },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>([], {}, ['a'], { a: 1 }) },
);
/** As the framework wants it, and now and then otherwise. */
export const mostly = (right: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 60, arbitrary: right }, { weight: 1, arbitrary: anything });
/** What the framework takes, and now and then what it does not. */
export const either = (right: readonly unknown[], wrong: readonly unknown[]) =>
  fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...right) },
    { weight: 1, arbitrary: fc.constantFrom(...wrong) },
  );
export const optional = (model: Record<string, fc.Arbitrary<unknown>>, requiredKeys: string[] = []): Fields =>
  fc.record(model, { requiredKeys });
export const listOf = (each: fc.Arbitrary<unknown>) => fc.array(each, { maxLength: 2 });
/** One of several ways to say a thing, and now and then one that cannot be. */
export const forms = (right: readonly object[], wrong: readonly object[]) => either(right, wrong) as Fields;
export const merged = (...parts: Fields[]): Fields =>
  fc.tuple(...parts).map((each) => Object.assign({}, ...each) as Record<string, unknown>);
export const file = 'http://files.example/a';
export const downloads = forms(
  [
    {},
    { uris: [file] },
    { fetch: [{ uri: file }] },
    { uris: [], fetch: [{ uri: file, cache: true }] },
    { uris: [file], fetch: [] },
  ],
  [
    { uris: [file], fetch: [{ uri: file }] },
    { uris: ['x'], fetch: [{ uri: file }] },
    { uris: null, fetch: 'x' },
  ],
);
export const amount = fc.constantFrom<unknown>(1, 0.5, '0.5', '64', 0, ' 32 ', '1e2', true, '');
export const flag = fc.constantFrom<unknown>(true, false, 'true', 'false', 0, 1, '');
export const pair = optional({ key: mostly(word), value: anything }, ['key', 'value']);
