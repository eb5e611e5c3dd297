/**
 * Asks each side once, then each side again, `rounds` times: A B C, A B C, … A disturbance of the machine then meets all
 * sides alike, where A A A B B B would charge it to one. Odd rounds go backwards, so that nobody always runs after the
 * same neighbour.
 */
export async function interleave<Side>(
  sides: readonly Side[],
  rounds: number,
  measure: (side: Side) => Promise<number>,
): Promise<Map<Side, number[]>> {
  const measured = new Map<Side, number[]>(sides.map((side) => [side, []]));
  for (let round = 0; round < rounds; round++) {
    for (const side of round % 2 === 0 ? sides : [...sides].reverse()) {
      measured.get(side)?.push(await measure(side));
    }
  }
  return measured;
}
