import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Listening } from '../../simulators/http/listen.ts';
import { freePort } from './free-port.ts';
import { answersWithin } from './server-process.ts';

const oldestJava = 17;
const jar = process.env.DYNAMODB_LOCAL_JAR ?? '';

/**
 * Why Amazon's DynamoDB Local cannot be run here, or false. Its licence asks for an AWS account, so nothing here downloads it: who has
 * one names the DynamoDBLocal.jar that he has by DYNAMODB_LOCAL_JAR.
 */
export const dynamoDbLocalMissing = missing();

function missing(): string | false {
  if (!existsSync(jar)) return 'DYNAMODB_LOCAL_JAR names no DynamoDBLocal.jar';
  const { stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const version = /version "(\d+)/.exec(stderr ?? '')?.[1];
  return Number(version) >= oldestJava
    ? false
    : `no java >= ${oldestJava}: apt-get install openjdk-17-jre-headless`;
}

/** DynamoDB Local, fresh and in memory. */
export async function startDynamoDbLocal(): Promise<Listening> {
  const port = await freePort();
  const options = ['-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(port)];
  const server = spawn('java', ['-jar', jar, ...options], { cwd: dirname(jar), stdio: 'ignore' });
  return answersWithin(server, `http://127.0.0.1:${port}`);
}
