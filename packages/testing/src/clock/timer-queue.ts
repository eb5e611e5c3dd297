export interface Timer {
  readonly due: number;
  readonly callback: () => void;
}

/** Timers in the order in which they fire: by time, and those of one moment as they were set. */
export class TimerQueue {
  readonly #timers: Timer[] = [];

  get size(): number {
    return this.#timers.length;
  }

  /** The timer that fires next. */
  get next(): Timer | undefined {
    return this.#timers[0];
  }

  add(timer: Timer): void {
    this.#timers.splice(this.#placeAfter(timer.due), 0, timer);
  }

  remove(timer: Timer): void {
    const place = this.#timers.indexOf(timer);
    if (place !== -1) this.#timers.splice(place, 1);
  }

  /** The first place behind all timers that are due at this time or before, by halving. */
  #placeAfter(due: number): number {
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#timers[middle]!.due <= due) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
