import { readConfig } from '../../lib/aws/config.ts';
import { log as logOf } from '../../lib/aws/log.ts';
import { telling } from '../../lib/compose/telling.ts';
import { tellEvent } from '../../lib/telling/tell-event.ts';

const deps = telling(readConfig('tell'), logOf('tell'));

/** A batch of the table's stream, or each minute: the transitions of jobs that nobody was told of yet become events. */
export const handler = (event: unknown) => tellEvent(deps, event);
