import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { chronosCredentials } from '../lib/frameworks/chronos/credentials.ts';
import { keyOf } from '../lib/store/keys.ts';
import { localAws } from '../local/local-aws.ts';
import { writeSecrets } from '../local/secrets-files.ts';
import { type Stack, startStack } from '../local/stack.ts';
import { type CountingProxy, countingProxy } from './counting-proxy.ts';
import { chronosTargets, type Measured, table } from './iteration-table.ts';
import { otherJobs } from './other-jobs.ts';

/**
 * What one iteration costs in calls, and how large the hot item is: for a short job and for a long one, in a Chronos with few
 * jobs of others and in one with many. The difference of the two lengths is what one more iteration costs, without launch and end.
 */
const lengths = [10, 40];
const others = [10, 1_000];
const longestMs = 120_000;

const directory = mkdtempSync(join(tmpdir(), 'pacer-bench-'));
const stack = await startStack({ directory, port: 0, timeScale: 1, onLine: () => {} });
const proxy = await countingProxy(stack.chronos.url);
try {
  const credentials = chronosCredentials.parse(
    JSON.parse(readFileSync(join(directory, 'secrets', 'clusters', 'default', 'chronos.json'), 'utf8')),
  );
  writeSecrets(join(directory, 'secrets'), { chronos: { ...credentials, url: proxy.url } });
  const jobs: Measured[] = [];
  const addOthers = otherJobs(credentials);
  for (const count of others) {
    await addOthers(count);
    for (const iterations of lengths) jobs.push(await measure(stack, proxy, { iterations, others: count }));
  }
  for (const line of [...table(jobs), '', ...chronosTargets(jobs)]) console.log(line);
} finally {
  await proxy.close();
  await stack.close();
  rmSync(directory, { recursive: true });
}

async function measure(
  stack: Stack,
  { traffic }: CountingProxy,
  size: { iterations: number; others: number },
): Promise<Measured> {
  const { dynamoDb, chronos, monasca, keystone } = stack;
  const counts = () =>
    new Map([
      ...[...dynamoDb.requests()].map(([operation, count]) => [`DynamoDB ${operation}`, count] as const),
      ...Object.entries(chronos.observed.requests()).map(
        ([route, count]) => [`Chronos ${route}`, count] as const,
      ),
      ['Monasca POST /v2.0/metrics', monasca.count('POST', '/v2.0/metrics')] as const,
      ['Keystone POST /v3/auth/tokens', keystone.logins()] as const,
    ]);
  const [before, trafficBefore] = [counts(), traffic()];
  const jobId = await launch(stack, size);
  const isOver = () =>
    monasca
      .received()
      .some(
        ({ name, value, dimensions }) =>
          name === 'pacer.status' && value === 2 && dimensions.job_id === jobId,
      );
  for (const until = Date.now() + longestMs; !isOver(); await sleep(100)) {
    if (Date.now() > until)
      throw new Error(`The job of ${size.iterations} iterations took longer than ${longestMs} ms.`);
  }
  const [after, trafficAfter] = [counts(), traffic()];
  const calls = new Map([...after].map(([call, count]) => [call, count - (before.get(call) ?? 0)]));
  const chronosBytes = trafficAfter.bytes - trafficBefore.bytes;
  const chronosCalls = trafficAfter.calls - trafficBefore.calls;
  return { ...size, calls, chronosCalls, chronosBytes, stateBytes: await stateBytes(dynamoDb.url, jobId) };
}

async function launch(
  { apiUrl, apiToken }: Stack,
  { iterations, others }: { iterations: number; others: number },
): Promise<string> {
  const job = {
    name: `cost-${iterations}-${others}`,
    command: 'sleep 0.2',
    container: { type: 'DOCKER', image: 'any' },
  };
  const body = JSON.stringify({ job, iterations, deadline: '10m', iterationDuration: 1 });
  const headers = { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' };
  const answer = await fetch(`${apiUrl}/jobs`, { method: 'POST', headers, body });
  const { jobId } = (await answer.json()) as { jobId: string };
  return jobId;
}

async function stateBytes(endpoint: string, jobId: string): Promise<number> {
  const { region, credentials, tableName: TableName } = localAws;
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, region, credentials }));
  const { Item } = await client.send(new GetCommand({ TableName, Key: keyOf.state(jobId) }));
  client.destroy();
  return JSON.stringify(Item).length;
}
