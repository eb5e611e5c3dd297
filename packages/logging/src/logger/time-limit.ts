/**
 * Whether `work` ended, well or not, within `limit` milliseconds. What takes longer is left to itself.
 *
 * @example await endsWithin(2_000, transport.flush()) // false when it hangs
 */
export async function endsWithin(limit: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), limit);
  });
  const ended = work.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([ended, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
