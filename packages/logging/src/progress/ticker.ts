/** Calls back again and again. Handed in, so that tests decide when. */
export interface Ticker {
  /** @returns a function that ends it */
  every(milliseconds: number, callback: () => void): () => void;
}

/** The platform's timers; they keep no process alive. */
export const systemTicker: Ticker = {
  every(milliseconds, callback) {
    const timer = setInterval(callback, milliseconds).unref();
    return () => clearInterval(timer);
  },
};
