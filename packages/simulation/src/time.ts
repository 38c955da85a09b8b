/** When every simulation begins, in milliseconds since 1970. */
export const firstMoment: number = Date.UTC(2026, 5, 1, 12);

export const hourMs = 3_600_000;
export const dayMs = 86_400_000;
export const yearMs: number = 365 * dayMs;
