/** Stops what was started; calling it again does nothing. */
export type Stop = () => void;

/** The only source of time in the engine, so that tests decide what time it is and never sleep. */
export interface Clock {
  /** Milliseconds since the epoch, with fractions; never goes back. */
  now(): number;
  /** Calls back once after `delay` milliseconds, unless stopped before. The pending call keeps the process alive. */
  after(delay: number, callback: () => void): Stop;
}

/** Timers of the platform overflow above this delay and would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Kept, since it is a getter, and time is read several times for each run. */
const ORIGIN = performance.timeOrigin;

export const systemClock: Clock = {
  now: () => ORIGIN + performance.now(),
  after(delay, callback) {
    let timer: NodeJS.Timeout;
    const wait = (left: number): void => {
      timer =
        left > LONGEST_TIMER ? setTimeout(() => wait(left - LONGEST_TIMER), LONGEST_TIMER) : setTimeout(callback, left);
    };
    wait(delay);
    return () => clearTimeout(timer);
  },
};
