import { spawnSync } from 'node:child_process';
import { skip as withoutDocker } from '../docker/real-engine.ts';
import { skip as withoutRuntime } from '../runtime/runtime-client.ts';

const hasSam = spawnSync('sam', ['--version'], { stdio: 'ignore' }).status === 0;

/** Why `sam local` cannot be run here; false when it can. */
export const skip: string | false =
  withoutDocker || withoutRuntime || (hasSam ? false : 'SKIPPED: not installed: sam');
