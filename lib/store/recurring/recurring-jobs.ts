import { DeleteCommand, GetCommand, PutCommand, paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { StaleJobError } from '../../job/errors.ts';
import type { RecurringStore } from '../../ports/recurring.ts';
import { type RecurringJob, type RecurringName, recurringJob } from '../../recurring/recurring-job.ts';
import { keyOf, recurringKey, recurringPrefix } from '../keys.ts';
import { holds, type Table } from '../table.ts';
import { putVerdict } from './told-occurrences.ts';

/** The recurring jobs: one item each, of a few KB, written a few times at each occurrence. */
export function recurringJobs(table: Table): RecurringStore {
  return {
    load: (of) => load(table, of),
    find: (name) => find(table, name),
    list: () => list(table),
    create: (recurring) => put(table, recurring, { ConditionExpression: 'attribute_not_exists(pk)' }),
    save: (recurring) => save(table, recurring),
    remove: (recurring) => remove(table, recurring),
    putVerdict: (...of) => putVerdict(table, ...of),
  };
}

async function load(
  { client, tableName: TableName }: Table,
  of: RecurringName,
): Promise<RecurringJob | null> {
  const get = new GetCommand({ TableName, Key: keyOf.recurring(of), ConsistentRead: true });
  const { Item } = await client.send(get);
  return Item ? recurringJob.parse(Item) : null;
}

/** Those of a name, on all clusters and frameworks; they fit into one page. */
export async function find({ client, tableName: TableName }: Table, name: string): Promise<RecurringJob[]> {
  const query = new QueryCommand({
    TableName,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :name)',
    ExpressionAttributeValues: { ':pk': recurringKey, ':name': recurringPrefix(name) },
    ConsistentRead: true,
  });
  const { Items = [] } = await client.send(query);
  return Items.map((each) => recurringJob.parse(each));
}

/** All of them, by name. */
export async function list({ client, tableName }: Table): Promise<RecurringJob[]> {
  const query = {
    TableName: tableName,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': recurringKey },
    ConsistentRead: true,
  };
  const found = [];
  for await (const { Items = [] } of paginateQuery({ client }, query)) found.push(...Items);
  return found.map((each) => recurringJob.parse(each));
}

function put(
  { client, tableName: TableName }: Table,
  recurring: RecurringJob,
  condition: { ConditionExpression: string; ExpressionAttributeValues?: Record<string, unknown> },
): Promise<boolean> {
  const Item = { ...keyOf.recurring(recurring.spec), ...recurring };
  return holds(client.send(new PutCommand({ TableName, Item, ...condition })));
}

function asItWasRead({ version }: RecurringJob) {
  return { ConditionExpression: 'version = :seen', ExpressionAttributeValues: { ':seen': version } };
}

async function save(table: Table, recurring: RecurringJob): Promise<RecurringJob> {
  const next = { ...recurring, version: recurring.version + 1 };
  if (!(await put(table, next, asItWasRead(recurring)))) throw stale(recurring);
  return next;
}

async function remove({ client, tableName: TableName }: Table, recurring: RecurringJob): Promise<void> {
  const Key = keyOf.recurring(recurring.spec);
  const deleted = new DeleteCommand({ TableName, Key, ...asItWasRead(recurring) });
  if (!(await holds(client.send(deleted)))) throw stale(recurring);
}

function stale({ spec, version }: RecurringJob): StaleJobError {
  return new StaleJobError(`The recurring job ${spec.name} was written since its version ${version}.`);
}
