import { existsSync } from 'node:fs';
import { join } from 'node:path';

const path = join(import.meta.dirname, '../../.runtime/node_modules/aws-lambda-ric/index.mjs');

/** The program that Lambda's own Node.js runtime is, or null where it has not been installed. */
export const runtimeClient = existsSync(path) ? path : null;

/** Why the tests that need it are skipped; false where they are not, and where a machine is there to run all tests. */
export const skip =
  runtimeClient || process.env.CI
    ? false
    : 'the runtime of Lambda is not installed: npm install --prefix .runtime aws-lambda-ric@4.0.2 (needs cmake, g++ and make)';
