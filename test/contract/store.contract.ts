import { after, before, describe } from 'node:test';
import { creationContract } from './store/creation.ts';
import { jobsContract } from './store/jobs.ts';
import { listingContract } from './store/listing.ts';
import { namesContract } from './store/names.ts';
import { pointsContract } from './store/points.ts';
import { recurringContract } from './store/recurring.ts';
import { reportsContract } from './store/reports.ts';
import { type Engine, type Rig, startRig } from './store/rig.ts';
import { roomsContract } from './store/rooms.ts';
import { sweptJobsContract } from './store/swept-jobs.ts';
import { wishesContract } from './store/wishes.ts';

/** Every access pattern of the store, on an engine. */
export function storeContract(engine: Engine): void {
  describe(`the store on ${engine.name}`, { skip: engine.missing }, () => {
    let running: Rig;
    before(async () => {
      running = await startRig(engine);
    });
    after(() => running.close());
    const rig = () => running;
    const contracts = [
      creationContract,
      jobsContract,
      reportsContract,
      pointsContract,
      namesContract,
      listingContract,
      sweptJobsContract,
      wishesContract,
      recurringContract,
      roomsContract,
    ];
    for (const contract of contracts) contract(rig);
  });
}
