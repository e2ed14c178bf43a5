import { after, before, describe, it } from 'node:test';
import { appEnds, launchedApp } from '../e2e/app-end.ts';
import { endsOnce, launched } from '../e2e/job-end.ts';
import { type Rig, startRig } from '../e2e/rig.ts';

const short = { iterations: 3, iterationDuration: 0.6 };

describe('a job whose runs hang survives when', { concurrency: 3, timeout: 480_000 }, () => {
  let rig: Rig;
  before(async () => {
    rig = await startRig();
  });
  after(() => rig.close());

  it('a run hangs, which is killed and made again', async () => {
    const name = 'hangs';
    const cluster = await rig.userCluster(name);
    cluster.chronos.faults.forNextTasks(name, { hang: 'before' });
    const jobId = await launched(rig, { name, cluster: name, ...short });
    await endsOnce(rig, cluster, jobId, { failures: 1 });
  });

  it('a run reports and its task hangs afterwards', async () => {
    const name = 'hangs-late';
    const cluster = await rig.userCluster(name);
    cluster.chronos.faults.forNextTasks(name, { hang: 'after' });
    const jobId = await launched(rig, { name, cluster: name, ...short });
    await endsOnce(rig, cluster, jobId);
  });

  it('the task of an app hangs, which is killed and goes on in another', async () => {
    const name = 'hanging';
    const cluster = await rig.marathonCluster(name);
    const marker = `${rig.directory}/${name}`;
    const command = `[ -e ${marker} ] || { touch ${marker}; sleep 600; }`;
    const jobId = await launchedApp(rig, { name, command, ...short });
    await appEnds(rig, cluster, jobId, { failures: 1 });
  });
});
