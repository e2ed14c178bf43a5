/**
 * Stands in for the SDK's event streams in the bundles (see the alias in `template.yaml`). No call of ours has any, but the
 * SDK imports them when one does, for which esbuild keeps them and all that they use: with the stand-in for endpoint
 * discovery, a fifth of the time to load a client.
 */
export class EventStreamSerde {
  constructor() {
    throw new Error('The functions make no calls with event streams.');
  }
}

export const eventStreamSerdeProvider = undefined;
