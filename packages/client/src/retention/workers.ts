/** A task that can be begun. */
export type Task = () => Promise<void>;

/**
 * Keeps so many tasks going at once, until none is under way and none is left.
 *
 * @param next Gives the next task, or nothing where there is none at the moment. It is asked again whenever a task ends.
 * @throws what the first failing task throws, once those under way have ended. No other is begun.
 */
export function keepBusy(atOnce: number, next: () => Task | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    let underWay = 0;
    let failure: { error: unknown } | undefined;

    function fill(): void {
      while (underWay < atOnce && !failure) {
        const task = next();
        if (!task) break;
        underWay += 1;
        task().then(ended, (error: unknown) => {
          failure ??= { error };
          ended();
        });
      }
      if (underWay > 0) return;
      if (failure) reject(failure.error);
      else resolve();
    }

    function ended(): void {
      underWay -= 1;
      fill();
    }

    fill();
  });
}
