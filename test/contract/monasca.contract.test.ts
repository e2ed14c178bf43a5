import { after, before, describe } from 'node:test';
import { alarmDefinitionsContract } from './monasca/alarm-definitions.ts';
import { alarmsContract } from './monasca/alarms.ts';
import { metricsContract } from './monasca/metrics.ts';
import { notificationMethodsContract } from './monasca/notification-methods.ts';
import { readingContract } from './monasca/reading.ts';
import { type MonascaServer, type Rig, rigOf, startLocal } from './monasca/rig.ts';
import { realMonascaMissing, startRealMonasca } from './real-monasca.ts';

contract('the local Monasca', false, startLocal);
contract("OpenStack's own Monasca API behind its own Keystone", realMonascaMissing, startRealMonasca);

function contract(what: string, skip: string | false, start: () => Promise<MonascaServer>): void {
  describe(`${what} keeps the contract`, { skip }, () => {
    let rig: Rig;
    before(async () => {
      rig = rigOf(await start());
    });
    after(() => rig.server.close());
    const parts = [
      metricsContract,
      alarmDefinitionsContract,
      alarmsContract,
      notificationMethodsContract,
      readingContract,
    ];
    for (const part of parts) part(() => rig);
  });
}
