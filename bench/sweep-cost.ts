import { sweep } from '../lib/sweep/sweep.ts';
import { fill, startSweepRig } from '../test/rigs/sweep.ts';

/** What one sweep costs on the embedded table when all is well: its calls and how long they take, by the number of live jobs. */
const counts = [100, 1_000, 10_000];

const rig = await startSweepRig();
try {
  console.log('live jobs   queries   batch reads   other calls        s');
  for (const count of counts) {
    const stack = await rig.stack();
    await fill(stack, count);
    const from = rig.sent.length;
    const startedAt = performance.now();
    await sweep(stack.deps, Number.POSITIVE_INFINITY);
    const seconds = (performance.now() - startedAt) / 1000;
    const sent = rig.sent.slice(from);
    const times = (command: string) => sent.filter((each) => each.startsWith(command)).length;
    const [queries, reads] = [times('Query'), times('BatchGet')];
    const cells = [count, queries, reads, sent.length - queries - reads, seconds.toFixed(1)];
    const widths = [9, 9, 13, 13, 8];
    console.log(cells.map((cell, i) => String(cell).padStart(widths[i] ?? 0)).join(' '));
  }
} finally {
  await rig.close();
}
