import { HttpRequest } from '@smithy/core/protocols';
import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import * as z from 'zod';
import { localAws } from '../../local/local-aws.ts';

const groups = z.object({ logGroups: z.array(z.object({ logGroupName: z.string() })) });
const events = z.object({ events: z.array(z.object({ message: z.string() })) });

export interface LogsPlace {
  /** Of the emulator. */
  url: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
}

/** All that was written to the log group of the template with this logical id, as CloudWatch Logs has it. */
export async function functionLog(place: LogsPlace, logicalId: string): Promise<string> {
  const { logGroups } = groups.parse(await call(place, 'DescribeLogGroups', {}));
  const found = logGroups.find(({ logGroupName }) => logGroupName.includes(logicalId));
  if (!found) throw new Error(`There is no log group ${logicalId}.`);
  const all = events.parse(await call(place, 'FilterLogEvents', found));
  return all.events.map(({ message }) => message).join('\n');
}

async function call({ url, credentials }: LogsPlace, action: string, body: object): Promise<unknown> {
  const { region } = localAws;
  const signer = new SignatureV4({ service: 'logs', region, credentials, sha256: Hash.bind(null, 'sha256') });
  const { host, hostname, port, protocol } = new URL(url);
  const unsigned = new HttpRequest({
    method: 'POST',
    protocol,
    hostname,
    port: Number(port),
    headers: {
      host,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `Logs_20140328.${action}`,
    },
    body: JSON.stringify(body),
  });
  const { headers } = await signer.sign(unsigned);
  const response = await fetch(url, { method: 'POST', headers, body: unsigned.body });
  if (!response.ok) throw new Error(`${action}: ${response.status} ${await response.text()}`);
  return response.json();
}
