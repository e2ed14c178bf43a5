import type * as z from 'zod/mini';
import type { FrameworkName } from '../job/frameworks.ts';
import { chronosCredentials } from './chronos/credentials.ts';
import { marathonCredentials } from './marathon/credentials.ts';

/** The credential file of each framework. Separate from the registry, so that code which only stores credentials loads no client. */
export const credentialSchemas = {
  chronos: chronosCredentials,
  marathon: marathonCredentials,
} satisfies Record<FrameworkName, z.ZodMiniType>;

export type FrameworkCredentials = {
  [Name in FrameworkName]: z.output<(typeof credentialSchemas)[Name]>;
};
