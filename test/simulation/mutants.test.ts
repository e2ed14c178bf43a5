import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { invariants } from './invariants/invariants.ts';
import type { Mutant } from './mutant.ts';
import { mutants } from './mutants.ts';

const seeds = 2_000;
/** All of them, on a machine that does much else. */
const longestMs = 600_000;
const root = new URL('../..', import.meta.url).pathname;

describe('the simulation finds code that breaks', () => {
  let copy = '';
  before(async () => {
    copy = await mkdtemp(join(tmpdir(), 'pacer-mutants-'));
    for (const part of ['lib', 'test/simulation', 'package.json']) {
      await cp(join(root, part), join(copy, part), { recursive: true });
    }
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
  });
  after(() => rm(copy, { recursive: true }));

  for (const mutant of mutants) {
    it(`${mutant.invariant}: ${mutant.what}`, { timeout: longestMs }, async () => {
      const restore = await mutate(copy, mutant);
      try {
        const said = await firstFinding(copy, mutant);
        assert.match(said, new RegExp(`BROKEN ${mutant.invariant}`), `${seeds} seeds found nothing: ${said}`);
      } finally {
        await restore();
      }
    });
  }

  it('there is one for every invariant', () => {
    const without = invariants.filter(({ name }) => !mutants.some(({ invariant }) => invariant === name));
    assert.deepEqual(
      without.map(({ name }) => name),
      [],
    );
  });
});

/** Changes the copy; the returned function takes it back. */
async function mutate(copy: string, { file, text, instead }: Mutant): Promise<() => Promise<void>> {
  const path = join(copy, file);
  const source = await readFile(path, 'utf8');
  assert.equal(source.split(text).length, 2, `${file} has once: ${text}`);
  await writeFile(
    path,
    source.replace(text, () => instead),
  );
  return () => writeFile(path, source);
}

/** What is said of the seed that is known to find it, and if that one does not any more, of all. */
async function firstFinding(copy: string, { invariant, seed, sharing }: Mutant): Promise<string> {
  const where = sharing ? ['--sharing'] : [];
  const said =
    seed === undefined
      ? ''
      : await played(copy, invariant, [...where, '--from', String(seed), '--seeds', '1']);
  return said.includes('BROKEN') ? said : played(copy, invariant, [...where, '--seeds', String(seeds)]);
}

async function played(copy: string, invariant: string, range: string[]): Promise<string> {
  const command = [join(copy, 'test/simulation/simulation.ts'), ...range];
  const run = promisify(execFile)(
    process.execPath,
    [...command, '--only', invariant, '--first', '--shrink', '0'],
    { cwd: copy },
  );
  // It ends with 1 when it finds something.
  const { stdout, stderr } = await run.catch((failed: { stdout: string; stderr: string }) => failed);
  return `${stdout}${stderr}`;
}
