import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { keyOf } from '../lib/store/keys.ts';
import { localAws } from '../local/local-aws.ts';
import { type Stack, startStack } from '../local/stack.ts';

/** What one iteration costs in calls, and how large the hot item is: for a short job and for a long one. */
const sizes = [10, 40];
const longestMs = 120_000;

const directory = mkdtempSync(join(tmpdir(), 'pacer-bench-'));
const stack = await startStack({ directory, port: 0, timeScale: 1, onLine: () => {} });
try {
  const jobs = [];
  for (const iterations of sizes) jobs.push(await measure(stack, iterations));
  const row = (name: string, values: string[]) =>
    console.log(name.padEnd(46) + values.map((value) => value.padStart(14)).join(''));
  row(
    'calls per iteration',
    sizes.map((size) => `${size} iterations`),
  );
  for (const call of [...new Set(jobs.flatMap(({ calls }) => [...calls.keys()]))].sort()) {
    row(
      `  ${call}`,
      jobs.map(({ calls }) => (calls.get(call) ?? 0).toFixed(2)),
    );
  }
  row(
    'bytes of the item STATE, as JSON',
    jobs.map(({ stateBytes }) => String(stateBytes)),
  );
  console.log(
    'One job each, nothing is drawn at random. Launch and end are spread over the iterations, and so are',
  );
  console.log(
    'looks at a task that is just ending: the rows of Query and of the run state vary by a few tenths.',
  );
} finally {
  await stack.close();
  rmSync(directory, { recursive: true });
}

async function measure({ apiUrl, dynamoDb, chronos, monasca, keystone }: Stack, iterations: number) {
  const counts = () =>
    new Map([
      ...[...dynamoDb.requests()].map(([operation, count]) => [`DynamoDB ${operation}`, count] as const),
      ...Object.entries(chronos.observed.requests()).map(
        ([route, count]) => [`Chronos ${route}`, count] as const,
      ),
      ['Monasca POST /v2.0/metrics', monasca.count('POST', '/v2.0/metrics')] as const,
      ['Keystone POST /v3/auth/tokens', keystone.logins()] as const,
    ]);
  const before = counts();
  const jobId = await launch(apiUrl, iterations);
  const isOver = () =>
    monasca
      .received()
      .some(
        ({ name, value, dimensions }) =>
          name === 'pacer.status' && value === 2 && dimensions.job_id === jobId,
      );
  for (const until = Date.now() + longestMs; !isOver(); await sleep(100)) {
    if (Date.now() > until)
      throw new Error(`The job of ${iterations} iterations took longer than ${longestMs} ms.`);
  }
  const after = counts();
  const calls = new Map(
    [...after].map(([call, count]) => [call, (count - (before.get(call) ?? 0)) / iterations]),
  );
  return { calls, stateBytes: await stateBytes(dynamoDb.url, jobId) };
}

async function launch(apiUrl: string, iterations: number): Promise<string> {
  const job = {
    name: `cost-${iterations}`,
    command: 'sleep 0.2',
    container: { type: 'DOCKER', image: 'any' },
  };
  const body = JSON.stringify({ job, iterations, deadline: '10m', iterationDuration: 1 });
  const answer = await fetch(`${apiUrl}/jobs`, { method: 'POST', body });
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
