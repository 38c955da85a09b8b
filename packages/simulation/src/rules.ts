/** A broken rule: which one, and how. */
export type Violation = { rule: keyof typeof rules; problem: string };

/** Notes that a rule is broken. */
export type Violate = (rule: Violation['rule'], problem: string) => void;

/** What must hold in every simulation, at every step. */
export const rules = {
  named:
    'A video is deleted by us only if a call named it, a delete-all request named its package, or a plan included it and its rules allowed it.',
  truthful: 'What is reported deleted is deleted, and a call that says it deleted nothing deleted nothing.',
  once: 'A delete-all request is delivered at most once after it may have taken effect.',
  harmless: 'Dry runs, reads, plans, audits, and calls that are rejected change nothing.',
  held: 'A hold never fails silently: what it names is proven to exist, or somebody is told that it matches nothing.',
  reported: 'A report and a receipt name each planned video once, and tell the truth.',
  done: 'Without faults, an apply deletes each planned video that is unchanged and not held.',
  ends: 'Every call ends within its limits, and leaves no timer, listener or request behind.',
  secret: 'The key leaves only in its header, to its server.',
} as const;
