import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchBody } from '../../cli/launch-body.ts';
import { readJsonFile } from '../../cli/read-json-file.ts';
import type { FrameworkName } from '../../lib/job/frameworks.ts';
import { publicShapes, refusedShapes } from '../rigs/public-shapes.ts';
import { ended } from './job-end.ts';
import { type Rig, startRig } from './rig.ts';

describe('a job file as people publish theirs', { concurrency: 4, timeout: 480_000 }, () => {
  let rig: Rig;
  const clusters: Record<FrameworkName, string> = { chronos: 'files', marathon: 'apps' };
  before(async () => {
    rig = await startRig();
    await rig.userCluster(clusters.chronos);
    await rig.marathonCluster(clusters.marathon, 20);
  });
  after(() => rig.close());

  /** As `pacer launch -j FILE --set schedule=null` sends it: each runs once, whenever it is due in Chronos. */
  const launch = (file: string, framework: FrameworkName) => {
    const options = { deadline: '20m', iterations: 1, duration: '20s', law: 'step', set: ['schedule=null'] };
    return rig.api.launch(launchBody(readJsonFile(file), { ...options, cluster: clusters[framework] }));
  };

  for (const { name, file, framework } of publicShapes) {
    const refusals = refusedShapes[name];
    if (refusals) {
      it(`${name} is refused with its fields`, async () => {
        const { status, json, text } = await launch(file, framework);
        assert.equal(status, 400, text);
        const named = Object(json?.error).fields.map(({ field }: { field: string }) => field);
        assert.deepEqual(
          named,
          refusals.map(([field]) => field),
        );
      });
      continue;
    }
    it(`${name} is launched as it is, and runs`, async () => {
      const { status, json, text } = await launch(file, framework);
      assert.equal(status, 201, text);
      const job = await ended(rig, String(json?.jobId));
      assert.deepEqual([job.status, job.completed, job.failures], ['COMPLETED', 1, 0], job.finishSentence);
    });
  }
});
