import * as z from 'zod';
import { invalid } from './scheduler-error.ts';

const namePattern = /^[0-9a-zA-Z-_.]+$/;

export const name = z.string().min(1).max(64).regex(namePattern);
export const clientToken = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-zA-Z0-9-_]+$/)
  .optional();
const state = z.enum(['ENABLED', 'DISABLED']);
const epochSeconds = z.number().optional();

const target = z.looseObject({
  Arn: z.string().min(1).max(1600),
  RoleArn: z
    .string()
    .max(1600)
    .regex(/^arn:aws(-[a-z]+)?:iam::\d{12}:role\/[\w+=,.@/-]+$/),
  Input: z.string().min(1).optional(),
  DeadLetterConfig: z
    .object({ Arn: z.string().regex(/^arn:aws(-[a-z]+)?:sqs:[a-z0-9-]+:\d{12}:[a-zA-Z0-9\-_]+$/) })
    .optional(),
  RetryPolicy: z
    .object({
      MaximumEventAgeInSeconds: z.int().min(60).max(86_400).default(86_400),
      MaximumRetryAttempts: z.int().min(0).max(185).default(185),
    })
    .prefault({}),
});

/** The body of CreateSchedule and of UpdateSchedule: what is not given has its default, also when replacing. */
export const scheduleBody = z.object({
  ActionAfterCompletion: z.enum(['NONE', 'DELETE']).default('NONE'),
  ClientToken: clientToken,
  Description: z.string().max(512).optional(),
  EndDate: epochSeconds,
  FlexibleTimeWindow: z
    .object({
      Mode: z.enum(['OFF', 'FLEXIBLE']),
      MaximumWindowInMinutes: z.int().min(1).max(1440).optional(),
    })
    .refine((window) => window.Mode === 'OFF' || window.MaximumWindowInMinutes !== undefined, {
      message: 'MaximumWindowInMinutes must be specified when the mode is FLEXIBLE',
    }),
  GroupName: name.default('default'),
  KmsKeyArn: z.string().min(1).max(2048).optional(),
  ScheduleExpression: z.string().min(1).max(256),
  ScheduleExpressionTimezone: z.string().min(1).max(50).default('UTC'),
  StartDate: epochSeconds,
  State: state.default('ENABLED'),
  Target: target,
});

export type ScheduleBody = z.output<typeof scheduleBody>;

export const groupBody = z.object({
  ClientToken: clientToken,
  Tags: z.array(z.unknown()).max(200).optional(),
});

export const listQuery = z.object({
  ScheduleGroup: name.optional(),
  NamePrefix: name.optional(),
  State: state.optional(),
  MaxResults: z.coerce.number().int().min(1).max(100).default(100),
  NextToken: z.string().min(1).max(2048).optional(),
});

export type ListQuery = z.output<typeof listQuery>;

/** The value as the schema has it, or a ValidationException in the words of AWS. */
export function validated<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  root = '',
): z.output<Schema> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => sentence(issue, root));
  const detected = `${issues.length} validation error${issues.length === 1 ? '' : 's'} detected`;
  throw invalid(`${detected}: ${issues.join('; ')}`);
}

function sentence(issue: z.core.$ZodIssue, root: string): string {
  const at = [root, ...issue.path.map((part) => lowerFirst(String(part)))].filter(Boolean).join('.');
  const value = issue.input === undefined ? 'null' : `'${JSON.stringify(issue.input).replaceAll('"', '')}'`;
  return `Value ${value} at '${at}' failed to satisfy constraint: ${constraint(issue)}`;
}

function constraint(issue: z.core.$ZodIssue): string {
  if (issue.input === undefined) return 'Member must not be null';
  if (issue.code === 'invalid_format' && issue.format === 'regex') {
    return `Member must satisfy regular expression pattern: ${issue.pattern?.slice(1, -1)}`;
  }
  if (issue.code === 'invalid_value')
    return `Member must satisfy enum value set: [${issue.values.join(', ')}]`;
  if (issue.code === 'too_small') return bound(issue.origin, 'greater', issue.minimum);
  if (issue.code === 'too_big') return bound(issue.origin, 'less', issue.maximum);
  return issue.message;
}

function bound(origin: string, than: 'greater' | 'less', limit: number | bigint): string {
  const what = origin === 'string' ? 'have length' : 'have value';
  return `Member must ${what} ${than} than or equal to ${limit}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
