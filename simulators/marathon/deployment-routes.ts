import { type HttpReply, jsonReply } from '../http/message.ts';
import { unknownDeployment } from './api-error.ts';
import { rollBack } from './change-apps.ts';
import { deploymentJson } from './deployment.ts';
import { deployedReply } from './http-reply.ts';
import type { Marathon } from './marathon.ts';
import { isOn, type MarathonRequest, type MarathonRoute } from './route.ts';
import { cancelDeployment } from './run-deployments.ts';

/** Reading and cancelling deployments. */
export const deploymentRoutes: readonly MarathonRoute[] = [
  { method: 'GET', path: '/v2/deployments', handle: listDeployments },
  { method: 'DELETE', path: '/v2/deployments/{deploymentId}', handle: deleteDeployment },
];

/** There is no history: what is not listed has ended, whichever way. The order is nobody's promise. */
function listDeployments({ deployments }: Marathon): HttpReply {
  return jsonReply([...deployments.values()].map(deploymentJson).toReversed());
}

/** Rolls back by another deployment, whose id is the answer; by force it only stops. */
function deleteDeployment(marathon: Marathon, { params, query }: MarathonRequest): HttpReply {
  const id = params.deploymentId ?? '';
  const deployment = marathon.deployments.get(id);
  if (!deployment) throw unknownDeployment(id);
  if (!isOn(query, 'force')) return deployedReply(rollBack(marathon, deployment));
  cancelDeployment(marathon, deployment);
  marathon.persist();
  return { status: 202 };
}
