import { type HttpReply, jsonReply } from '../http/message.ts';
import type { Deployed } from './change-apps.ts';

/** The answer to whatever starts a deployment. */
export const deployedReply = (deployed: Deployed, status = 200, headers: HttpReply['headers'] = {}) =>
  jsonReply(deployed, status, { ...deploymentHeader(deployed), ...headers });

export const deploymentHeader = ({ deploymentId }: Deployed) => ({ 'marathon-deployment-id': deploymentId });
