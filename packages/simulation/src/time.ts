/** When every simulation begins, in milliseconds since 1970: ten minutes before the end of a leap day. */
export const firstMoment: number = Date.UTC(2028, 1, 29, 23, 50);

export const hourMs = 3_600_000;
export const dayMs = 86_400_000;
export const yearMs: number = 365 * dayMs;
