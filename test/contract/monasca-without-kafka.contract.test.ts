import { after, before, describe } from 'node:test';
import { type MonascaServer, type Rig, rigOf, startLocal } from './monasca/rig.ts';
import { withoutKafkaContract } from './monasca/without-kafka.ts';
import { realMonascaMissing, startRealMonasca } from './real-monasca.ts';

contract('the local Monasca', false, startLocal);
contract("OpenStack's own Monasca API with its own publisher", realMonascaMissing, startRealMonasca);

function contract(
  what: string,
  skip: string | false,
  start: (kafka: 'away') => Promise<MonascaServer>,
): void {
  describe(`${what} keeps the contract`, { skip }, () => {
    let rig: Rig;
    before(async () => {
      rig = rigOf(await start('away'));
    });
    after(() => rig.server.close());
    withoutKafkaContract(() => rig);
  });
}
