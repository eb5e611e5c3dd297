const INTERVAL = 10;

/**
 * The longest time in milliseconds that a timer of 10 ms was late because of `work`.
 *
 * Time in which this process had no processor does not count: a busy machine makes every timer late.
 */
export async function longestLag(work: () => Promise<unknown>): Promise<number> {
  const processorTime = (): number => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000;
  };
  let longest = 0;
  let lastTime = performance.now();
  let lastWork = processorTime();
  const timer = setInterval(() => {
    const time = performance.now();
    const worked = processorTime();
    longest = Math.max(longest, Math.min(time - lastTime, worked - lastWork) - INTERVAL);
    lastTime = time;
    lastWork = worked;
  }, INTERVAL);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return longest;
}
