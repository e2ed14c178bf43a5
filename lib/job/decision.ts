import * as z from 'zod/mini';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** It comes from JSON, or from the table: to look into it again would take longer than all the rest of a job. */
export const jsonObject = z.custom<Record<string, Json>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be an object',
);

export interface CpuBounds {
  min: number;
  max: number;
  /** How far the law `step` goes up and down at a time. */
  increment: number;
  decrement: number;
}

/** Why a law decides as it does. */
export type LawReasonCode =
  | 'under-performing'
  | 'over-performing'
  | 'on-plan'
  | 'learning'
  | 'cheaper'
  | 'exploring'
  | 'at-risk'
  | 'cannot-be-met'
  | 'yielding'
  | 'more-cpu-would-not-help'
  | 'done';

/** The same, or what keeps the next run from what the law decided. */
export type ReasonCode = LawReasonCode | 'waiting-for-room';

export interface Reason {
  code: ReasonCode;
  /** One sentence for a person, with the numbers that led to it. */
  sentence: string;
}

/** When all iterations will be done at the decided cpus (epoch ms); the quantiles say with which probability it is earlier. */
export interface Forecast {
  finishAt: { p10: number; p50: number; p90: number };
  onTimeProbability: number;
}

export type Outlook = 'on-time' | 'at-risk' | 'cannot-be-met';

/** What a control law says: cpus, why, and what it expects. */
export interface Decision {
  cpus: number;
  reason: Reason;
  forecast: Forecast;
  outlook: Outlook;
  /** Whether more cpus than the planned ones, which an experiment may precede, would end the job earlier. */
  moreCpusWouldHelp: boolean;
  /** A run older than this is taken to hang. */
  hungAfterSeconds: number;
}
