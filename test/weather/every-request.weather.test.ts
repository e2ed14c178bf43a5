import { after, before, describe, it } from 'node:test';
import type { HttpFault } from '../../simulators/http/faults.ts';
import { endsOnce, launched } from '../e2e/job-end.ts';
import { type Rig, startRig } from '../e2e/rig.ts';

/** More requests than a job of two iterations makes when nothing goes wrong. */
const requestsOfAShortJob = 26;
const atOnce = 8;

const troubles: { title: string; fault: HttpFault }[] = [
  { title: 'is done and its reply lost', fault: 'lose-reply' },
  { title: 'gets an error', fault: { status: 500, body: 'no' } },
  { title: 'gets no answer', fault: 'reset' },
];

describe('a short job is done exactly once when', { concurrency: atOnce, timeout: 480_000 }, () => {
  let rig: Rig;
  before(async () => {
    rig = await startRig();
  });
  after(() => rig.close());

  for (const [line, version] of (['3.0.2', '2.5.1'] as const).entries()) {
    // Of the older line every second one is enough: only paths and replies differ.
    for (let at = 0; at < requestsOfAShortJob; at += 1 + line) {
      const { title = '', fault = 'hang' } = troubles[at % troubles.length] ?? {};
      it(`request ${at} to Chronos ${version} ${title}`, async () => {
        const name = `line-${line}-${at}`;
        const cluster = await rig.userCluster(name, version);
        let requests = 0;
        cluster.setChronosFaults(() => (requests++ === at ? fault : undefined));
        const jobId = await launched(rig, { name, cluster: name, iterations: 2 });
        await endsOnce(rig, cluster, jobId);
      });
    }
  }
});
