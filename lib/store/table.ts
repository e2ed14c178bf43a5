import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Now } from '../ports/environment.ts';

/** The one table of Pacer. */
export interface Table {
  client: DynamoDBDocumentClient;
  tableName: string;
  now: Now;
}

/** False when the condition of a write did not hold; every other failure is thrown. */
export async function holds(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** For the attribute `expiresAt`: epoch seconds, so many days from now. */
export function inDays(days: number, { now }: Table): number {
  return Math.round(now() / 1000) + days * 86_400;
}

/** For how long a finished job and its points can still be looked at. */
export const finishedJobsKeptDays = 30;

/** Whether the item lies where the state of a job would, so that its launch, which was abandoned, cannot store it any more. */
export function isAbandonedLaunch(item: unknown): boolean {
  return typeof item === 'object' && item !== null && 'abandonedAt' in item;
}
