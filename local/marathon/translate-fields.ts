import type { AppDraft, Container } from './app.ts';
import type { AppFields } from './parse-app.ts';

/** What a request says about an app, in canonical form. */
export type AppUpdate = Partial<AppDraft>;

type OldContainer = NonNullable<AppFields['container']>;
type Networks = AppDraft['networks'];

/** Brings the deprecated fields of a request into the form that the server answers with. */
export function translateFields({ version: _, uris, ports, container, ...fields }: AppFields): AppUpdate {
  const networks = container?.docker?.network;
  return {
    ...fields,
    ...(uris?.length ? { fetch: uris.map(fetched) } : {}),
    ...(ports && !fields.portDefinitions ? { portDefinitions: ports.map(definedPort) } : {}),
    ...(networks ? { networks: networksOf[networks] } : {}),
    ...(container ? { container: currentContainer(container) } : {}),
  };
}

const networksOf: Record<'HOST' | 'BRIDGE' | 'USER' | 'NONE', Networks> = {
  HOST: [{ mode: 'host' }],
  NONE: [{ mode: 'host' }],
  BRIDGE: [{ mode: 'container/bridge' }],
  USER: [{ mode: 'container' }],
};

const fetched = (uri: string) => ({ uri, extract: true, executable: false, cache: false });

const definedPort = (port: number) => ({ port, protocol: 'tcp' as const });

function currentContainer({ docker, portMappings, ...container }: OldContainer): Container {
  const mappings = portMappings ?? docker?.portMappings;
  const isMapped = docker?.network !== 'HOST' && docker?.network !== 'NONE';
  return {
    ...container,
    ...(docker ? { docker: currentImage(docker) } : {}),
    ...(mappings && isMapped ? { portMappings: mappings } : {}),
  };
}

function currentImage({ network: _, portMappings: __, ...image }: NonNullable<OldContainer['docker']>) {
  return image;
}
