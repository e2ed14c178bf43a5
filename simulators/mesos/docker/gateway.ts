import * as z from 'zod';
import type { DockerClient } from './client.ts';

const configs = z
  .array(z.looseObject({ Gateway: z.string().optional(), Subnet: z.string().optional() }))
  .nullable();

/**
 * The IPv4 address at which containers of a network find the machine of their engine, by what `docker network inspect` shows as its
 * `.IPAM.Config`. Docker says it outright only where it was configured or has been used; else it is the first of the subnet. Null
 * when the text tells of none.
 */
export function gatewayOf(shown: string): string | null {
  if (shown === '') return null;
  const found = configs.safeParse(JSON.parse(shown)).data ?? [];
  for (const { Gateway, Subnet } of found) {
    const [, network, last] = /^(\d+\.\d+\.\d+\.)(\d+)\/\d+$/.exec(Subnet ?? '') ?? [];
    if (network !== undefined) return Gateway || network + (Number(last) + 1);
  }
  return null;
}

/** The gateway of the network that containers are in by default. Engines that only speak like Docker may have none of its name. */
export async function bridgeGateway(client: Pick<DockerClient, 'run'>): Promise<string | null> {
  const format = '{{json .IPAM.Config}}';
  return gatewayOf(await client.run(['network', 'inspect', 'bridge', '--format', format]).catch(() => ''));
}
