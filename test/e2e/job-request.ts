export interface JobRequestOptions {
  name: string;
  cluster?: string;
  iterations?: number;
  command?: string;
  [field: string]: unknown;
}

/**
 * A launch request of short iterations. The law is `step`, whose patience with a run is ten times what is declared:
 * on a busy machine a run of a tenth of a second must not be taken to hang.
 */
export function jobRequest({ name, command = 'sleep 0.05', ...rest }: JobRequestOptions) {
  return {
    job: { name, command, cpus: 1, mem: 32, container: { type: 'DOCKER', image: 'debian:stable-slim' } },
    iterations: 5,
    deadline: '10m',
    iterationDuration: 20,
    law: 'step',
    cpus: { min: 0.5, max: 2 },
    ...rest,
  };
}
