import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { type Condition, conditionOf, type Item, type Subject, type Value, wordsOf } from './expression.ts';
import { changed, copyOf, updateOf } from './update.ts';

/** A command of the document client: the name of its class and its input. */
export interface Command {
  constructor: { name: string };
  input: Record<string, unknown>;
}

/** The sort key of each index by its name. */
const indexes: Record<string, { partition: string; sort: string }> = {
  listing: { partition: 'listing', sort: 'jobId' },
};

/**
 * One table of DynamoDB in memory, with conditions, updates, queries and sparse indexes of keys. What it gives is what it keeps, and
 * nobody changes it.
 */
export interface Engine {
  items: Map<string, Item>;
  /** The answer to a command, which takes no time; throws what DynamoDB answers. */
  send(command: Command): Record<string, unknown>;
}

interface Write {
  Key?: Item;
  Item?: Item;
  ConditionExpression?: string;
  UpdateExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Item;
  ReturnValues?: string;
  ReturnValuesOnConditionCheckFailure?: string;
}

const keyText = ({ pk, sk }: Item) => `${pk}\n${sk}`;
const condition = remembered((text) => conditionOf(wordsOf(text)));
const update = remembered(updateOf);

export function dynamodb(onWrite: (before: Item | undefined, after: Item | undefined) => void): Engine {
  const items = new Map<string, Item>();
  /** The same, of each partition by sort key. */
  const partitions = new Map<Value | undefined, Map<Value | undefined, Item>>();

  /** What a write would make of its item; throws when its condition does not hold. */
  const planned = (write: Write, make: (subject: Subject) => Item | undefined) => {
    const key = keyText((write.Key ?? write.Item) as Item);
    const subject = subjectOf(write, items.get(key));
    if (write.ConditionExpression && !condition(write.ConditionExpression)(subject))
      throw refused(write, subject);
    const after = make(subject);
    return { key, before: subject.item, after };
  };
  const store = ({ key, before, after }: ReturnType<typeof planned>) => {
    if (after) {
      items.set(key, after);
      partitionOf(after.pk).set(after.sk, after);
    } else if (before) {
      items.delete(key);
      partitionOf(before.pk).delete(before.sk);
    }
    onWrite(before, after);
  };
  const partitionOf = (pk: Value | undefined) => {
    const known = partitions.get(pk) ?? new Map<Value | undefined, Item>();
    partitions.set(pk, known);
    return known;
  };
  const put = (write: Write) => planned(write, () => copyOf(write.Item as Item));
  const remove = (write: Write) => planned(write, () => undefined);
  const change = (write: Write) =>
    planned(write, (subject) => {
      const before = subject.item ?? (write.Key as Item);
      return write.UpdateExpression ? changed(before, update(write.UpdateExpression)(subject)) : before;
    });

  const commands: Record<string, (input: Write & Record<string, unknown>) => Record<string, unknown>> = {
    PutCommand: (write) => {
      store(put(write));
      return {};
    },
    DeleteCommand: (write) => {
      store(remove(write));
      return {};
    },
    UpdateCommand: (write) => {
      const made = change(write);
      store(made);
      return write.ReturnValues === 'ALL_NEW' && made.after ? { Attributes: made.after } : {};
    },
    GetCommand: ({ Key }) => found(items.get(keyText(Key as Item))),
    QueryCommand: (input) => {
      const isWhole = input.IndexName === undefined;
      return query(isWhole ? partitionOf(input.ExpressionAttributeValues?.[':pk']) : items, input);
    },
    BatchGetCommand: ({ RequestItems }) => batchGet(items, RequestItems),
    TransactWriteCommand: ({ TransactItems }) => {
      for (const made of transact(TransactItems as Record<string, Write>[])) store(made);
      return {};
    },
  };
  const transact = (writes: Record<string, Write>[]) => {
    const reasons: { Code: string; Item?: Record<string, never> }[] = [];
    const made = writes.flatMap(({ Put, Update, Delete, ConditionCheck }) => {
      try {
        reasons.push({ Code: 'None' });
        if (Put) return [put(Put)];
        if (Update) return [change(Update)];
        if (Delete) return [remove(Delete)];
        if (ConditionCheck) planned(ConditionCheck, ({ item }) => item);
        return [];
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        reasons.splice(-1, 1, {
          Code: 'ConditionalCheckFailed',
          ...(error.Item ? { Item: error.Item as never } : {}),
        });
        return [];
      }
    });
    if (reasons.every(({ Code }) => Code === 'None')) return made;
    throw new TransactionCanceledException({
      message: 'Transaction cancelled',
      $metadata: {},
      CancellationReasons: reasons,
    });
  };
  return {
    items,
    send(sent) {
      const answer = commands[sent.constructor.name];
      if (!answer) throw new Error(`The simulated table knows no ${sent.constructor.name}.`);
      return answer(sent.input);
    },
  };
}

const found = (item: Item | undefined) => (item ? { Item: item } : {});

function subjectOf(write: Write, item: Item | undefined): Subject {
  return { item, names: write.ExpressionAttributeNames ?? {}, values: write.ExpressionAttributeValues ?? {} };
}

function refused(write: Write, { item }: Subject): ConditionalCheckFailedException {
  const shows = write.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && item !== undefined;
  return new ConditionalCheckFailedException({
    message: 'The conditional request failed',
    $metadata: {},
    ...(shows ? { Item: marshall(item, { removeUndefinedValues: true }) } : {}),
  });
}

function query(items: Map<unknown, Item>, input: Write & Record<string, unknown>): Record<string, unknown> {
  const index =
    typeof input.IndexName === 'string' ? indexes[input.IndexName] : { partition: 'pk', sort: 'sk' };
  if (!index) throw new Error(`The simulated table has no index ${input.IndexName}.`);
  const holds: Condition = condition(String(input.KeyConditionExpression));
  const subject = subjectOf(input, undefined);
  const chosen: Item[] = [];
  for (const item of items.values()) {
    if (!(index.partition in item && index.sort in item)) continue;
    subject.item = item;
    if (holds(subject)) chosen.push(item);
  }
  const sortKey = (item: Item) => String(item[index.sort]);
  chosen.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : sortKey(a) > sortKey(b) ? 1 : 0));
  if (input.ScanIndexForward === false) chosen.reverse();
  const start = input.ExclusiveStartKey as Item | undefined;
  const from = start ? chosen.findIndex((item) => keyText(item) === keyText(start)) + 1 : 0;
  const page = chosen.slice(from, from + Number(input.Limit ?? 1000));
  const last = page.at(-1);
  const keysOf = (item: Item): Item => ({
    pk: item.pk as Value,
    sk: item.sk as Value,
    [index.partition]: item[index.partition] as Value,
    [index.sort]: item[index.sort] as Value,
  });
  const lastKey = last && from + page.length < chosen.length ? keysOf(last) : null;
  const isWhole = input.IndexName === undefined;
  return {
    Items: isWhole ? page : page.map(keysOf),
    Count: page.length,
    ...(lastKey ? { LastEvaluatedKey: lastKey } : {}),
  };
}

function batchGet(items: Map<string, Item>, asked: unknown): Record<string, unknown> {
  const tables = Object.entries(asked as Record<string, { Keys: Item[] }>);
  const Responses = tables.map(([table, { Keys }]) => [
    table,
    Keys.flatMap((key): Value[] => {
      const item = items.get(keyText(key));
      return item ? [item] : [];
    }),
  ]);
  return { Responses: Object.fromEntries(Responses) };
}

function remembered<Made>(make: (text: string) => Made): (text: string) => Made {
  const made = new Map<string, Made>();
  return (text) => {
    const known = made.get(text) ?? make(text);
    // Texts that name their runs one by one are many, but not without end.
    if (made.size < 10_000) made.set(text, known);
    return known;
  };
}
