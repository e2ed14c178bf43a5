import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutNulls } from './without-nulls.ts';

test('a field that is null is left out, however deep', () => {
  const job = {
    name: 'a',
    owner: null,
    container: { image: 'x', network: null },
    fetch: [{ uri: 'u', cache: null }],
  };
  assert.deepEqual(withoutNulls(job), { name: 'a', container: { image: 'x' }, fetch: [{ uri: 'u' }] });
});

test('everything else stays as it is', () => {
  const job = { a: '', b: 0, c: false, d: [null, 1, 'x', []], e: {}, f: -0.5, g: Number.MAX_SAFE_INTEGER };
  assert.deepEqual(withoutNulls(job), job);
});

const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });
const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);

const wrong: [Record<string, unknown>, string][] = [
  [{ mem: 1e20 }, 'job.mem is 100000000000000000000, which is outside of the supported range'],
  [{ a: { b: [1, 1e-200] } }, 'job.a.b.1 is 1e-200, which is outside of the supported range'],
  [JSON.parse('{"mem": 1e400}'), 'job.mem is Infinity, which is outside of the supported range'],
  [{ '': 1 }, 'job must not contain a field named ""'],
  [{ a: JSON.parse('{"__proto__": 1}') }, 'job.a must not contain a field named "__proto__"'],
  [{ ['n'.repeat(256)]: 1 }, `job must not contain a field named "${'n'.repeat(20)}"`],
  [{ a: nested(20) }, 'job.a must not be nested deeper than 20 levels'],
  [{ a: deep }, 'job.a must not be nested deeper than 20 levels'],
];

for (const [job, problem] of wrong) {
  test(`a job that the table cannot keep is refused: ${problem}`, () => {
    const message = `Invalid launch request: ${problem}.`;
    assert.throws(() => withoutNulls(job), { name: 'InvalidRequestError', message });
  });
}
