/**
 * Stands in for the SDK's endpoint discovery in the bundles (see the alias in `template.yaml`): DynamoDB has one endpoint in
 * each region, and the cache of discovered ones is the only CommonJS in the SDK's client.
 */
export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
  environmentVariableSelector: () => undefined,
  configFileSelector: () => undefined,
  default: false,
};

export function resolveEndpointDiscoveryConfig<Config>(config: Config): Config {
  return config;
}
