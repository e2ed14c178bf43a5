/** Probability that a standard normal variable is at most `z`; absolute error below 1e-7 (Abramowitz and Stegun 26.2.17). */
export function normalBelow(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const polynomial =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = 0.3989422804014327 * Math.exp((-z * z) / 2) * polynomial;
  return z > 0 ? 1 - tail : tail;
}

/** The deviate that a standard normal variable stays below with `probability` (0.5 to 1); error below 5e-4 (26.2.23). */
export function normalDeviate(probability: number): number {
  const tail = Math.max(1e-12, 1 - probability);
  const t = Math.sqrt(-2 * Math.log(tail));
  const above = 2.515517 + t * (0.802853 + t * 0.010328);
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  return t - above / below;
}

/** A normal variable by its mean and variance, matched by the log-normal one that cannot be negative. */
export function logNormalBelow(value: number, mean: number, variance: number): number {
  if (value <= 0) return 0;
  if (mean <= 0) return 1;
  const spread2 = Math.log1p(variance / (mean * mean));
  const distance = Math.log(value) - Math.log(mean) + spread2 / 2;
  if (spread2 < 1e-12) return distance >= 0 ? 1 : 0;
  return normalBelow(distance / Math.sqrt(spread2));
}
