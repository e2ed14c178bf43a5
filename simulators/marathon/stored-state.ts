import * as z from 'zod';
import { appDefinition } from './app.ts';
import { appTask, taskFailure } from './app-task.ts';
import { storedDeployment } from './deployment.ts';

const schema = z.strictObject({
  groups: z.array(z.string()).default([]),
  rootVersion: z.string().default(new Date(0).toISOString()),
  versions: z.array(z.array(appDefinition)),
  deployments: z.array(storedDeployment),
  tasks: z.array(appTask),
  failures: z.array(taskFailure),
});

/** What outlives a leader: the groups, every version of every app, the deployments that run, and the tasks. */
export type StoredMarathon = z.infer<typeof schema>;

const empty: StoredMarathon = schema.parse({ versions: [], deployments: [], tasks: [], failures: [] });

export const kept = { schema, empty, what: 'apps' };
