/** What a decision forecast of the cpus that it took, and what would have become of the job with them to its end. */
export interface Claim {
  /** The probability to be on time. */
  told: number;
  kept: boolean;
}

/** Of the forecasts of about 90 %: how many there were, their mean, and the share that would have been on time. */
export interface Calibration {
  claims: number;
  told: number;
  kept: number;
}

const ABOUT_90 = [0.85, 0.95] as const;

export function calibrationOf(claims: Claim[]): Calibration {
  const about = claims.filter(({ told }) => told >= ABOUT_90[0] && told <= ABOUT_90[1]);
  const most = Math.max(1, about.length);
  return {
    claims: about.length,
    told: about.reduce((sum, { told }) => sum + told, 0) / most,
    kept: about.filter(({ kept }) => kept).length / most,
  };
}

/** The calibration of several sets of forecasts together. */
export function pooled(sets: Calibration[]): Calibration {
  const claims = sets.reduce((sum, one) => sum + one.claims, 0);
  const meanOf = (key: 'told' | 'kept') =>
    sets.reduce((sum, one) => sum + one.claims * one[key], 0) / Math.max(1, claims);
  return { claims, told: meanOf('told'), kept: meanOf('kept') };
}
