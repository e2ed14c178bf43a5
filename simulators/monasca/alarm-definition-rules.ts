import * as z from 'zod';
import { alarmExpression, subExpressions } from './alarm-expression.ts';
import type { StoredDefinition, StoredMethod } from './alarm-store.ts';
import { MonascaError, unprocessable } from './monasca-error.ts';
import { severities } from './severity-filter.ts';

const actions = z
  .array(z.string().max(50))
  .refine((ids) => new Set(ids).size === ids.length, 'Duplicate notification method');
const severity = z
  .string()
  .transform((text) => text.toUpperCase())
  .pipe(z.enum(severities));
const dimension = z.string().regex(/^(?!_)[^<>={},"\\;&]{1,255}$/, 'invalid dimension');

const whole = z.looseObject({
  name: z.string().max(255),
  expression: z.string(),
  description: z.string().max(255),
  severity,
  match_by: z.array(dimension),
  ok_actions: actions,
  alarm_actions: actions,
  undetermined_actions: actions,
  actions_enabled: z.boolean(),
});
const inPart = whole.partial();
const fresh = whole.extend({
  description: whole.shape.description.default(''),
  severity: severity.default('LOW'),
  match_by: whole.shape.match_by.default([]),
  ok_actions: actions.default([]),
  alarm_actions: actions.default([]),
  undetermined_actions: actions.default([]),
  actions_enabled: whole.shape.actions_enabled.default(true),
});

export type DefinitionBody = z.output<typeof whole>;
export type DefinitionPart = z.output<typeof inPart>;

/** What POST takes: a name and an expression, the rest has defaults; actions are always enabled at first. */
export function newDefinition(given: unknown): DefinitionBody {
  return { ...checked(fresh, given), actions_enabled: true };
}

/** What PUT takes: everything. */
export function wholeDefinition(given: unknown): DefinitionBody {
  return checked(whole, given);
}

/** What PATCH takes: anything. */
export function partOfDefinition(given: unknown): DefinitionPart {
  return checked(inPart, given);
}

/** Unknown notification methods and bad expressions are refused, one after the other as the real server does. */
export function checkReferences(body: DefinitionPart, methods: StoredMethod[]): void {
  if (body.expression !== undefined) alarmExpression(body.expression);
  const known = new Set(methods.map(({ id }) => id));
  const { ok_actions = [], alarm_actions = [], undetermined_actions = [] } = body;
  const unknown = [...alarm_actions, ...undetermined_actions, ...ok_actions].find((id) => !known.has(id));
  if (unknown !== undefined) throw invalidUpdate(`Non-existent notification id ${unknown} submitted`);
}

/** What the alarms were made by must stay: `match_by`, and the metrics of the expression. */
export function checkUnchanged(old: StoredDefinition, { match_by, expression }: DefinitionPart): void {
  if (match_by && match_by.join() !== old.match_by.join()) throw invalidUpdate('match_by must not change');
  if (expression === undefined) return;
  const [before, after] = [metricsOf(old.expression), metricsOf(expression)];
  if (before.length !== after.length) throw invalidUpdate('number of subexpressions must not change');
  if (before.join() !== after.join()) throw invalidUpdate('metrics in subexpression must not change');
}

function metricsOf(expression: string): string[] {
  const subs = subExpressions(alarmExpression(expression));
  return subs.map(
    ({ metricName, dimensions }) => metricName + JSON.stringify(Object.entries(dimensions).sort()),
  );
}

function checked<Body>(schema: z.ZodType<Body>, given: unknown): Body {
  const { data, error } = schema.safeParse(given);
  if (error) throw unprocessable(z.prettifyError(error));
  return data;
}

function invalidUpdate(description: string): MonascaError {
  return new MonascaError(422, 'InvalidUpdateException', description);
}
