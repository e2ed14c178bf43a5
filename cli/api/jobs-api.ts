import { detailAnswer, jobAnswer, launchAnswer, pageAnswer } from './answers.ts';
import type { CallApi } from './api-caller.ts';

export interface Page {
  state: 'active' | 'finished';
  limit: number;
  before?: string | undefined;
}

export type JobsApi = ReturnType<typeof jobsApi>;

/** Pacer's API, a function for each route. */
export function jobsApi(call: CallApi) {
  const one = (jobId: string) => `/jobs/${encodeURIComponent(jobId)}`;
  return {
    /** `isNew` is false when the same key has launched the job before. */
    async launch(request: unknown, idempotencyKey: string) {
      const headers = { 'idempotency-key': idempotencyKey };
      const { status, answer } = await call(
        { method: 'POST', path: '/jobs', body: request, headers },
        launchAnswer,
      );
      return { isNew: status === 201, launched: answer };
    },
    async list({ state, limit, before }: Page) {
      const query = new URLSearchParams({ state, limit: String(limit), ...(before ? { before } : {}) });
      return (await call({ method: 'GET', path: `/jobs?${query}` }, pageAnswer)).answer;
    },
    show: async (jobId: string) => (await call({ method: 'GET', path: one(jobId) }, detailAnswer)).answer,
    cancel: async (jobId: string) => (await call({ method: 'DELETE', path: one(jobId) }, jobAnswer)).answer,
    /** The deadline in any form that launching takes. */
    async changeDeadline(jobId: string, deadline: string) {
      return (await call({ method: 'PATCH', path: one(jobId), body: { deadline } }, jobAnswer)).answer;
    },
    /** Of all that is kept where no instant is given. */
    async resendMetrics(jobId: string, since: string | undefined) {
      const path = `${one(jobId)}/metrics`;
      return (await call({ method: 'POST', path, body: since ? { since } : {} }, jobAnswer)).answer;
    },
  };
}
