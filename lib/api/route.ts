import type { FunctionName } from '../aws/config.ts';
import { jobReply } from './job-reply.ts';
import * as recurring from './recurring-reply.ts';
import * as replies from './replies.ts';
import type { ParameterName, RequestName } from './requests.ts';

/** The bodies of replies, by the name that the description gives them. */
export const replySchemas = {
  Job: jobReply,
  JobWithPoints: replies.jobWithPoints,
  LaunchedJob: replies.launchedJob,
  PlannedJob: replies.plannedJob,
  JobList: replies.jobList,
  ScheduledJob: recurring.scheduledJob,
  RecurringJob: recurring.recurringReply,
  RecurringJobList: recurring.recurringList,
  Receipt: replies.receipt,
  Problem: replies.problem,
  GatewayProblem: replies.gatewayProblem,
};

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type ReplyName = keyof typeof replySchemas;

/** What is called with a method and a path of the API. */
export interface Route {
  /** The name of what it does, for the description and for clients. */
  action: string;
  summary: string;
  /** Who may call: a caller with AWS credentials, or a container with the token of its job. */
  caller: 'operator' | 'container';
  /** Which function answers. */
  function: Exclude<FunctionName, 'evaluate' | 'sweep' | 'tell'>;
  parameters: readonly ParameterName[];
  request?: RequestName;
  replies: Readonly<
    Record<number, { schema: ReplyName; orSchemas?: readonly ReplyName[]; description: string }>
  >;
}
