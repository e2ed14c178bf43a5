/** Why the page has no fresh answer: what a person reads, and what to do. */
export interface Trouble {
  kind: 'no-token' | 'server-gone' | 'unreachable' | 'credentials' | 'refused' | 'unknown-job' | 'other';
  title: string;
  /** What the API, AWS or the server said. */
  detail: string;
  next: string;
}

export interface Problem {
  code: string;
  message: string;
}

/** The trouble that an answer with such a status and problem tells of. */
export function troubleOf(status: number, { code, message }: Problem): Trouble {
  const { kind, title, next } = kinds.find((each) => each.fits(status, code)) ?? other;
  return { kind, title, detail: message, next };
}

/** The server of the page itself does not answer: `pacer dashboard` has ended. */
export const serverGone: Trouble = {
  kind: 'server-gone',
  title: 'The page has lost its server',
  detail: 'Nothing answers on this port any more.',
  next: 'Start “pacer dashboard” again and open the link that it prints.',
};

/** A call that nobody answers: of a tunnel whose other end is gone, or of a machine that sleeps. */
export const tooSlow: Trouble = {
  kind: 'unreachable',
  title: 'Nothing answers in time',
  detail: 'The server of the page has the call, and does not answer.',
  next: 'Check the network, and the tunnel if there is one. The page tries again by itself.',
};

/** An answer that the page cannot draw. */
export function unreadable(error: unknown): Trouble {
  return {
    kind: 'other',
    title: 'The answer of the API cannot be shown',
    detail: String(error),
    next: 'The API is probably older or newer than this page. “pacer show” may still tell what you look for.',
  };
}

const other = {
  kind: 'other' as const,
  title: 'The API answered with an error',
  next: 'The page tries again by itself.',
};

const kinds: (Omit<Trouble, 'detail'> & { fits(status: number, code: string): boolean })[] = [
  {
    kind: 'no-token',
    title: 'This link is not valid any more',
    next: 'Each start of “pacer dashboard” prints a new link. Open that one.',
    fits: (_, code) => code === 'no-dashboard-token',
  },
  {
    kind: 'credentials',
    title: 'Your AWS credentials are missing or have expired',
    next: 'Sign in again in a terminal (for example “aws sso login”). The page goes on by itself.',
    fits: (status, code) => code === 'no-aws-credentials' || (status === 403 && code === 'expired'),
  },
  {
    kind: 'unreachable',
    title: 'The API cannot be reached',
    next: 'Check the network and the address. The page tries again by itself.',
    fits: (_, code) => code === 'no-answer',
  },
  {
    kind: 'unknown-job',
    title: 'There is no such job',
    next: 'Ended jobs are kept for 30 days. The list shows those that there are.',
    fits: (_, code) => code === 'unknown-job' || code === 'ambiguous-name',
  },
  {
    kind: 'refused',
    title: 'The API refuses this call',
    next: 'Your AWS identity needs execute-api:Invoke on this API; for a local stack, start the page with its --directory.',
    fits: (status) => status === 401 || status === 403,
  },
];
