import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDynamoDb } from '../../../local/dynamodb.ts';
import type { Engine } from './rig.ts';

/** The engine of the local stack, with its data in a directory that goes with it. */
export const embeddedEngine: Engine = {
  name: 'the embedded engine',
  missing: false,
  returnsRefusedItem: false,
  start: async () => {
    const directory = await mkdtemp(join(tmpdir(), 'dynamodb-'));
    const { url, close } = await startDynamoDb(directory);
    return { url, close: () => close().then(() => rm(directory, { recursive: true })) };
  },
};
