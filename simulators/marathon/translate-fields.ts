import { MarathonError } from './api-error.ts';
import type { AppDraft, Container, PortMapping } from './app.ts';
import { healthCheckShown, withPortIndex } from './health-check.ts';
import type { AppFields } from './parse-app.ts';

/** What a request says about an app, in canonical form. */
export type AppUpdate = Partial<AppDraft>;

type OldContainer = NonNullable<AppFields['container']>;
type Networks = AppDraft['networks'];

/** Brings the deprecated fields of an update into the form that the server answers with, and adds nothing. */
export function translateUpdate(fields: AppFields): AppUpdate {
  const { version: _, versionInfo: __, uris, ports, container, healthChecks, ...rest } = fields;
  const oldNetwork = container?.docker?.network;
  return {
    ...rest,
    ...(uris?.length ? { fetch: uris.map(fetched) } : {}),
    ...(ports && !rest.portDefinitions ? { portDefinitions: ports.map(definedPort) } : {}),
    ...(oldNetwork ? { networks: networksOf(oldNetwork) } : {}),
    ...(container ? { container: currentContainer(container) } : {}),
    ...(healthChecks ? { healthChecks: healthChecks.map(withPortIndex).map(healthCheckShown) } : {}),
  };
}

/** The same for a new app, which gets the ports that its network mode asks for. */
export function translateNew(fields: AppFields): AppUpdate {
  const { portDefinitions, container, healthChecks, ...rest } = translateUpdate(fields);
  const isHost = (rest.networks ?? []).every(({ mode }) => mode === 'host');
  const box = container && (isHost ? unmapped(container) : mapped(container, portDefinitions?.length ?? 0));
  const hasPorts = (fields.portDefinitions?.length ?? 0) > 0 || (box?.portMappings?.length ?? 0) > 0;
  const checks = hasPorts ? healthChecks : fields.healthChecks?.map(healthCheckShown);
  return {
    ...rest,
    ...(isHost
      ? { portDefinitions: portDefinitions ?? [{ port: 0, protocol: 'tcp', name: 'default' }] }
      : {}),
    ...(box ? { container: box } : {}),
    ...(checks ? { healthChecks: checks } : {}),
  };
}

function networksOf(oldNetwork: 'HOST' | 'BRIDGE' | 'USER' | 'NONE'): Networks {
  switch (oldNetwork) {
    case 'HOST':
      return [{ mode: 'host' }];
    case 'BRIDGE':
      return [{ mode: 'container/bridge' }];
    case 'USER':
      return [{ mode: 'container' }];
    case 'NONE':
      throw new MarathonError(500, { message: 'unsupported docker network type NONE' });
  }
}

const archive = /\.(tgz|tar\.gz|tbz2|tar\.bz2|txz|tar\.xz|zip)$/;

const fetched = (uri: string) => ({ uri, extract: archive.test(uri), executable: false, cache: false });

const definedPort = (port: number) => ({ port, protocol: 'tcp' as const });

function currentContainer({ docker, portMappings, ...container }: OldContainer): Container {
  const mappings = portMappings ?? docker?.portMappings;
  return {
    ...container,
    ...(docker ? { docker: currentImage(docker) } : {}),
    ...(mappings ? { portMappings: mappings } : {}),
  };
}

function currentImage({ network: _, portMappings: __, ...image }: NonNullable<OldContainer['docker']>) {
  return image;
}

/** The mapping of an app that says nothing of ports. */
const freeMapping: PortMapping = { containerPort: 0, labels: {}, protocol: 'tcp', servicePort: 0 };
export const defaultMapping: PortMapping = { ...freeMapping, name: 'default' };

export function unmapped({ portMappings: _, ...container }: Container): Container {
  return container;
}

/** One mapping by default, and as many as the app defines ports. */
function mapped(container: Container, definitions: number): Container {
  const mappings = container.portMappings ?? [defaultMapping];
  const lacking = Math.max(0, definitions - mappings.length);
  return { ...container, portMappings: [...mappings, ...Array.from({ length: lacking }, () => freeMapping)] };
}
