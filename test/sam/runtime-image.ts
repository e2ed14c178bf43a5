import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { docker, makeImage } from '../docker/real-engine.ts';
import { runtimeClient } from '../runtime/runtime-client.ts';

/** The name by which SAM asks for the image of Lambda's runtime on the processors of this machine. */
const image = `public.ecr.aws/lambda/nodejs:24-${process.arch === 'arm64' ? 'arm64' : 'x86_64'}`;

/** What Lambda starts; SAM's emulator of the runtime API, which SAM adds to the image, starts it likewise. */
const bootstrap = `#!/bin/sh
export LAMBDA_TASK_ROOT=/var/task
cd /var/task
exec node /var/runtime/aws-lambda-ric/index.mjs
`;

/** Makes the image of what npm has, Node and Lambda's own client of its runtime, so that no registry is asked. */
export function provideRuntimeImage(): void {
  if (docker('images', '--quiet', image) !== '') return;
  makeImage(image, ['busybox', 'node'], (root) => {
    const runtime = join(root, 'var/runtime');
    mkdirSync(runtime, { recursive: true });
    cpSync(dirname(runtimeClient ?? ''), join(runtime, 'aws-lambda-ric'), { recursive: true });
    writeFileSync(join(runtime, 'bootstrap'), bootstrap, { mode: 0o755 });
  });
}
