const INTERVAL = 10;

/**
 * The longest time in milliseconds that a timer of 10 ms was late because of `work`.
 *
 * Time in which this process had no processor does not count: a busy machine makes every timer late.
 */
async function measureLag(work: () => Promise<unknown>): Promise<number> {
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

/** How often the lag is measured before a bad figure is believed. */
const ROUNDS = 3;

/**
 * The least of the longest lags of a few rounds: a busy machine makes a lag longer and never shorter, so the best round
 * is the one that tells most about the work. Stops at the first that is within the bound.
 */
export async function longestLag(work: () => Promise<unknown>, bound = 50): Promise<number> {
  let least = Infinity;
  for (let round = 0; round < ROUNDS && least >= bound; round++) least = Math.min(least, await measureLag(work));
  return least;
}
