import type * as z from 'zod/mini';
import { restCredentials } from '../rest-credentials.ts';

export const chronosCredentials = restCredentials;

export type ChronosCredentials = z.infer<typeof chronosCredentials>;
