import { startDynamoDb } from '../../local/dynamodb.ts';

/** The embedded engine in a process of its own, so that its CPU time is not taken for Pacer's. Ends with its parent. */
const { url } = await startDynamoDb(process.argv[2] ?? '');
process.send?.(url);
process.once('disconnect', () => process.exit());
