import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CpuLimiter, MeasuredUse } from './cpu-limiter.ts';

const periodUs = 100_000;
const prefix = 'pacer-';
const removalAttempts = 20;
const removalPauseMs = 50;

/**
 * Limits with the kernel's bandwidth control, a group for each task directly under `root`. Undefined where that is not a
 * writable hierarchy of version 2 with the cpu controller.
 */
export function cgroupLimiter(root: string): CpuLimiter | undefined {
  if (!isUsable(root)) return undefined;
  removeAbandoned(root);
  return {
    name: 'cgroup v2',
    limit(sessionId, cpus) {
      const group = join(root, `${prefix}${process.pid}-${sessionId}`);
      mkdirSync(group);
      writeFileSync(join(group, 'cpu.max'), `${Math.max(1000, Math.round(cpus * periodUs))} ${periodUs}`);
      writeFileSync(join(group, 'cgroup.procs'), String(sessionId));
      const startedAt = performance.now();
      return () => {
        const use = measuredUse(group, startedAt);
        removeGroup(group, removalAttempts);
        return use;
      };
    },
  };
}

function isUsable(root: string): boolean {
  const probe = join(root, `${prefix}${process.pid}-probe`);
  try {
    if (!readFileSync(join(root, 'cgroup.controllers'), 'utf8').split(/\s+/).includes('cpu')) return false;
    writeFileSync(join(root, 'cgroup.subtree_control'), '+cpu');
    mkdirSync(probe);
    rmdirSync(probe);
    return true;
  } catch {
    return false;
  }
}

function measuredUse(group: string, startedAt: number): MeasuredUse | null {
  try {
    const [, microseconds] = /^usage_usec (\d+)$/m.exec(readFileSync(join(group, 'cpu.stat'), 'utf8')) ?? [];
    if (microseconds === undefined) return null;
    return {
      usedSeconds: Number(microseconds) / 1e6,
      elapsedSeconds: (performance.now() - startedAt) / 1000,
    };
  } catch {
    return null;
  }
}

/** A group can go only when its last process has been reaped, which is a moment after the kill. */
function removeGroup(group: string, attemptsLeft: number): void {
  try {
    rmdirSync(group);
  } catch {
    if (attemptsLeft > 0) setTimeout(removeGroup, removalPauseMs, group, attemptsLeft - 1).unref();
  }
}

/** The groups of a process that was killed stay behind, empty. */
function removeAbandoned(root: string): void {
  for (const name of readdirSync(root)) {
    const owner = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) removeGroup(join(root, name), 0);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
