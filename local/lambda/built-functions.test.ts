import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { builtFunctions } from './built-functions.ts';

const lambda: Parameters<typeof builtFunctions>[1][number] = {
  id: 'SayFunction',
  entryPoint: 'functions/say/handler.ts',
  bundle: { format: 'cjs', mainFields: ['main'], target: 'es2022', minify: false, alias: {} },
};
const sources = {
  'template.yaml': '',
  'package-lock.json': '{}',
  'tsconfig.json': '{}',
  'local/lambda/bundle.ts': '',
  'lib/word.ts': "export const word = 'one';",
  [lambda.entryPoint]: "import { word } from '../../lib/word.ts';\nexport const handler = () => word;",
};

/** A repository of one function. */
function aRepository(t: TestContext) {
  const root = mkdtempSync(join(tmpdir(), 'pacer-built-'));
  t.after(() => rmSync(root, { recursive: true }));
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  for (const [file, text] of Object.entries(sources)) write(file, text);
  const place = join(root, 'node_modules/.cache/pacer');
  const build = async () => (await builtFunctions(root, [lambda]))(lambda.id);
  return { write, place, build, kept: () => readdirSync(place).length };
}

describe('the bundles of the functions', () => {
  it('are built once, also by several who begin together', async (t) => {
    const { build, kept } = aRepository(t);
    const [first = '', ...others] = await Promise.all([build(), build(), build()]);
    assert.deepEqual(others, [first, first]);
    assert.equal(kept(), 1);
    writeFileSync(first, 'kept');
    assert.equal(readFileSync(await build(), 'utf8'), 'kept');
  });

  it('are built again when a source, or the way of building, changes', async (t) => {
    const { build, write } = aRepository(t);
    const first = await build();
    write('lib/word.ts', "export const word = 'two';");
    const second = await build();
    assert.match(readFileSync(second, 'utf8'), /two/);
    write('local/lambda/bundle.ts', '// otherwise');
    assert.equal(new Set([first, second, await build()]).size, 3);
  });

  it('that nobody has used for a month are removed, with what a killed process left', async (t) => {
    const { build, kept, place } = aRepository(t);
    await build();
    const left = mkdtempSync(join(place, 'left-'));
    const longAgo = new Date(Date.now() - 31 * 86_400_000);
    utimesSync(left, longAgo, longAgo);
    await build();
    assert.equal(kept(), 1);
  });
});
