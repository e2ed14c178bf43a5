import { startStack } from '../../local/stack.ts';

/** A stack in a process of its own, to be killed: tells its parent the address and the token of its API. */
const [directory = '', port = '0'] = process.argv.slice(2);
const stack = await startStack({ directory, port: Number(port), timeScale: 60, onLine: () => {} });
process.send?.({ url: stack.apiUrl, token: stack.apiToken });
