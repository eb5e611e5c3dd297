import { BOUNDS, holds, type Bound, type BoundName } from '../bounds.js';
import { formatNumber } from './format.js';
import type { Table } from './suite.js';

export interface Verdict {
  readonly name: BoundName;
  readonly value: number;
  readonly isHeld: boolean;
}

export function judge(measured: Readonly<Partial<Record<BoundName, number>>>, isTolerant: boolean): Verdict[] {
  return (Object.entries(BOUNDS) as [BoundName, Bound][]).flatMap(([name, bound]) => {
    const value = measured[name];
    if (value === undefined) return [];
    return [{ name, value, isHeld: holds(bound, value, isTolerant ? bound.tolerance : 0) }];
  });
}

export function verdictTable(verdicts: readonly Verdict[], isTolerant: boolean): Table {
  return {
    title: 'bounds',
    columns: ['', 'measured', 'bound', ...(isTolerant ? ['tolerance'] : []), ''],
    rows: verdicts.map(({ name, value, isHeld }) => {
      const { title, direction, limit, unit, tolerance }: Bound = BOUNDS[name];
      return [
        title,
        `${formatNumber(value)} ${unit}`,
        `${direction} ${limit} ${unit}`,
        ...(isTolerant ? [tolerance === 0 ? 'none' : `${tolerance * 100} %`] : []),
        isHeld ? 'held' : 'BROKEN',
      ];
    }),
  };
}
