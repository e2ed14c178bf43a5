import type { ServerResponse } from 'node:http';
import type { Marathon } from './marathon.ts';

const heartbeatMs = 10_000;

/** Keeps a reply open and writes what happens, as server-sent events, until the client goes away. */
export function streamEvents(
  { events }: Marathon,
  { types, remoteAddress }: { types: readonly string[]; remoteAddress: string },
  response: ServerResponse,
): void {
  response.writeHead(200, { 'content-type': 'text/event-stream;charset=UTF-8' });
  response.flushHeaders();
  const write = (type: string, event: object) => {
    if (types.length > 0 && !types.includes(type)) return;
    response.write(`event: ${type}\r\ndata: ${JSON.stringify(event)}\r\n\r\n`);
  };
  const attached = 'event_stream_attached';
  write(attached, { remoteAddress, eventType: attached, timestamp: new Date().toISOString() });
  const unsubscribe = events.subscribe(write);
  const heartbeat = setInterval(() => response.write('\r\n'), heartbeatMs);
  response.once('close', () => {
    clearInterval(heartbeat);
    unsubscribe();
  });
}
