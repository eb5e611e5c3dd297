import type { Duration } from '../util/duration.js';

export interface WaitOptions {
  /** How long to wait; what is waited for goes on. @default for ever */
  readonly timeout?: Duration;
}
