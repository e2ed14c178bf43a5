import * as z from 'zod';
import { type HttpReply, jsonReply, type ReceivedRequest } from '../../simulators/http/message.ts';
import type { Permissions } from '../iam/permissions.ts';
import { signerOf } from '../iam/signer-of.ts';
import { arnPrefix } from './schedules.ts';

const operations: Record<string, string> = {
  POST: 'CreateSchedule',
  PUT: 'UpdateSchedule',
  GET: 'GetSchedule',
  DELETE: 'DeleteSchedule',
};
const scheduleOfBody = z.object({ GroupName: z.string(), Target: z.object({ RoleArn: z.string() }) });

/** The answer of EventBridge Scheduler to a caller who may not make this call on a schedule, or null. */
export function refuseScheduleCall(permissions: Permissions, request: ReceivedRequest): HttpReply | null {
  const principal = signerOf(request.headers.authorization);
  if (!permissions.knows(principal)) return null;
  for (const action of actionsOf(request)) {
    const refusal = permissions.refusal(principal, action);
    if (refusal) return denied(refusal);
  }
  return null;
}

/** Writing a schedule also needs the right to pass on its role. */
function actionsOf({ method, path, query, body }: ReceivedRequest) {
  const [, collection = '', name = ''] = path.split('/').map(decodeURIComponent);
  const given = scheduleOfBody.safeParse(body.length > 0 ? JSON.parse(body.toString()) : null);
  const group = given.success ? given.data.GroupName : query.get('groupName');
  const resource = `${arnPrefix}:schedule/${group}/${name}`;
  const operation = collection === 'schedules' && name ? operations[method] : undefined;
  const call = { action: `scheduler:${operation ?? `${method} /${collection}`}`, resource };
  if (!given.success) return [call];
  const context = { 'iam:PassedToService': 'scheduler.amazonaws.com' };
  return [call, { action: 'iam:PassRole', resource: given.data.Target.RoleArn, context }];
}

function denied(message: string): HttpReply {
  return jsonReply({ Message: message }, 403, { 'x-amzn-errortype': 'AccessDeniedException' });
}
