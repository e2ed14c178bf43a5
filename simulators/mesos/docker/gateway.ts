import * as z from 'zod';

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
