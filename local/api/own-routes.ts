import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { healthRoute } from './admission.ts';
import { type FunctionRoute, functionRoute } from './function-route.ts';

const description = join(import.meta.dirname, '..', '..', 'docs', 'openapi.json');

/** What the local API answers itself: that it is there, and its own description. API Gateway has neither. */
export const ownRoutes: readonly FunctionRoute[] = [
  functionRoute(healthRoute, { invoke: async () => ({ status: 'ok' }) }),
  functionRoute('GET /openapi.json', { invoke: async () => JSON.parse(readFileSync(description, 'utf8')) }),
];
