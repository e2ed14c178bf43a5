import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Table } from '../../lib/store/table.ts';
import { type Command, dynamodb, type Engine } from '../simulation/table/engine.ts';

/** A table in memory, and the names of the commands that were sent to it. */
export function memoryTable(now: () => number): { table: Table; engine: Engine; sent: string[] } {
  const engine = dynamodb(() => {});
  const sent: string[] = [];
  const client = {
    send: async (command: Command) => {
      sent.push(command.constructor.name);
      return engine.send(command);
    },
  };
  return {
    table: { client: client as unknown as DynamoDBDocumentClient, tableName: 'jobs', now },
    engine,
    sent,
  };
}
