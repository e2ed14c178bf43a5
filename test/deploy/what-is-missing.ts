import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { builtBySam } from '../../local/lambda/built-by-sam.ts';
import { ministackMissing } from '../contract/ministack.ts';

const hasSam = spawnSync('sam', ['--version'], { stdio: 'ignore' }).status === 0;
const isBuilt = builtBySam(join(import.meta.dirname, '../..'), { id: 'LaunchFunction' }) !== null;

/** Why nothing can be deployed here; false when it can. */
export const skip: string | false =
  ministackMissing ||
  (hasSam ? false : 'not installed: sam') ||
  (isBuilt ? false : 'sam build has not been run since the sources changed');
