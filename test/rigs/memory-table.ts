import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Table } from '../../lib/store/table.ts';
import { type Command, dynamodb, type Engine } from '../simulation/table/engine.ts';

export interface MemoryTable {
  table: Table;
  engine: Engine;
  /** The commands that were sent, each with the partition that it was sent to: `QueryCommand ROOM#lab`. */
  sent: string[];
}

/** A table in memory. */
export function memoryTable(now: () => number): MemoryTable {
  const engine = dynamodb(() => {});
  const sent: string[] = [];
  const client = {
    send: async (command: Command) => {
      sent.push(`${command.constructor.name} ${partitionOf(command)}`);
      return engine.send(command);
    },
  };
  return {
    table: { client: client as unknown as DynamoDBDocumentClient, tableName: 'jobs', now },
    engine,
    sent,
  };
}

interface Input {
  Key?: { pk: string };
  Item?: { pk: string };
  ExpressionAttributeValues?: Record<string, unknown>;
}

function partitionOf({ input }: Command): string {
  const { Key, Item, ExpressionAttributeValues } = input as Input;
  return String(Key?.pk ?? Item?.pk ?? ExpressionAttributeValues?.[':pk']);
}
