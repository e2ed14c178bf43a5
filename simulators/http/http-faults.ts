import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * What goes wrong with a request. `reset`: the connection breaks before anything is done. `lose-reply`: the request is carried
 * out and the connection breaks before the reply. `hang`: there is never a reply. A status comes as plain text unless another type is given, or
 * null for none.
 */
export type HttpFault =
  | 'reset'
  | 'lose-reply'
  | 'hang'
  | { status: number; body?: string; contentType?: string | null }
  | { delayMs: number };

/** Asked at every request, before authentication; undefined lets it pass. The path comes without its query. */
export type HttpFaultRule = (request: { method: string; path: string }) => HttpFault | undefined;

/** Lets a request suffer its fault; true if that was all there is to it. */
export async function sufferHttpFault(
  fault: HttpFault | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  if (fault === undefined || fault === 'lose-reply') return false;
  if (fault === 'hang') return true;
  if (fault === 'reset') {
    breakConnection(request.socket);
    return true;
  }
  if ('delayMs' in fault) {
    await delay(fault.delayMs, undefined, { ref: false });
    return false;
  }
  const { contentType = 'text/plain' } = fault;
  response.writeHead(fault.status, contentType === null ? {} : { 'content-type': contentType });
  response.end(fault.body ?? '');
  return true;
}

export const breakConnection = (socket: Socket): void => void socket.resetAndDestroy();
