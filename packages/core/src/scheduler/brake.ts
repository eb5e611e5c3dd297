/** Something that may ask the scheduler to start no more work for now. */
export interface Brake {
  isSpent(): boolean;
  /** Calls back when it is worth asking again. */
  next(callback: () => void): void;
}

/** Holds when one of them does. */
export function eitherOf(first: Brake, second: Brake): Brake {
  return {
    isSpent: () => first.isSpent() || second.isSpent(),
    next: (callback) => (second.isSpent() ? second : first).next(callback),
  };
}
