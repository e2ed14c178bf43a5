import type * as z from 'zod/mini';
import { restCredentials } from '../rest-credentials.ts';

export const marathonCredentials = restCredentials;

export type MarathonCredentials = z.infer<typeof marathonCredentials>;
