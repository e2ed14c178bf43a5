import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { currentSchema, decodeJob } from '../lib/store/codec.ts';
import { situations } from '../test/rows/situations.ts';
import { evaluationsOf, type StoredRows, schemasDirectory } from '../test/rows/stored-rows.ts';
import { simulate } from '../test/simulation/simulate.ts';

/** So many schedules of the simulation are played in search of situations. */
const schedules = 1_500;
const directory = join(schemasDirectory, `schema-${currentSchema}`);
const found = new Map<string, StoredRows>();

mkdirSync(directory, { recursive: true });
for (let seed = 1; seed <= schedules; seed++) {
  await simulate(seed, { seeRows: (spec, state) => note(seed, spec, state) });
  if (seed % 100 === 0) console.log(`${seed} schedules, ${found.size} situations`);
}
for (const [name, rows] of found)
  writeFileSync(join(directory, `${name}.json`), `${JSON.stringify(rows, null, 2)}\n`);
console.log(`${found.size} situations are in ${directory}`);

/** Keeps the first rows of each situation, a framework each. */
function note(seed: number, spec: StoredRows['spec'], state: StoredRows['state']): void {
  const job = decodeJob(spec, state);
  for (const [situation, isIn] of Object.entries(situations)) {
    const name = `${job.spec.framework}-${situation.replaceAll(/[ ,]+/g, '-')}`;
    if (found.has(name) || !isIn(job.progress, job)) continue;
    found.set(name, { situation, seed, spec, state, made: evaluationsOf(job) });
  }
}
