/** @example formatDuration(3_140) // '3.1 s' */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 0.095) return `${Math.round(milliseconds * 1_000)} µs`;
  if (milliseconds < 9.95) return `${milliseconds.toFixed(1)} ms`;
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1_000).toFixed(1)} s`;
  return formatTimeLeft(milliseconds);
}

/** In whole seconds: a guess should not look exact. @example formatTimeLeft(125_000) // '2 min 5 s' */
export function formatTimeLeft(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1_000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
}

/** @example formatRate(41_200) // '41200/s' */
export function formatRate(perSecond: number): string {
  return `${perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond)}/s`;
}
