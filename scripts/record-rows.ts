import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeJob } from '../lib/store/codec.ts';
import { currentSchema } from '../lib/store/migrations/migrations.ts';
import { isAbandonedLaunch } from '../lib/store/table.ts';
import { otherKinds, othersFile } from '../test/rows/other-rows.ts';
import { situations } from '../test/rows/situations.ts';
import { evaluationsOf, type Row, type StoredRows, schemasDirectory } from '../test/rows/stored-rows.ts';
import { simulate } from '../test/simulation/simulate.ts';

/** So many schedules of the simulation are played in search of situations. */
const schedules = 1_500;
const directory = join(schemasDirectory, `schema-${currentSchema}`);
const found = new Map<string, StoredRows>();
const others: Record<string, Row> = {};

mkdirSync(directory, { recursive: true });
for (let seed = 1; seed <= schedules; seed++) {
  await simulate(seed, {
    seeRow: (row, beside) => {
      const spec = row.sk === 'STATE' && !isAbandonedLaunch(row) ? beside('SPEC') : undefined;
      if (spec) noteJob(seed, spec, row);
      else noteOther(row);
    },
  });
  if (seed % 100 === 0) console.log(`${seed} schedules, ${found.size} situations`);
}
for (const [name, rows] of found) write(join(directory, `${name}.json`), rows);
write(othersFile(currentSchema), others);
console.log(
  `${found.size} situations are in ${directory}, and ${Object.keys(others).length} other rows beside`,
);

/** Keeps the first rows of each situation, a framework each. */
function noteJob(seed: number, spec: Row, state: Row): void {
  const job = decodeJob(spec, state);
  for (const [situation, isIn] of Object.entries(situations)) {
    const name = `${job.spec.framework}-${situation.replaceAll(/[ ,]+/g, '-')}`;
    if (found.has(name) || !isIn(job.progress, job)) continue;
    found.set(name, { situation, seed, spec, state, made: evaluationsOf(job) });
  }
}

/** Keeps the first row of each other kind. */
function noteOther(row: Row): void {
  for (const [kind, is] of Object.entries(otherKinds)) if (is(row)) others[kind] ??= row;
}

function write(file: string, content: unknown): void {
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
}
