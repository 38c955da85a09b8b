import type { MeetingVideo, Package } from 'iinked-sign';

/** Tells a package by its name, its state and the day on which it was made. */
export function packageLabel({ packageId, name, state, timeCreated }: Package): string {
  return joined([name || packageId, state, timeCreated?.slice(0, 10)]);
}

/** Tells a video by when it was recorded, its length, its size and its state. */
export function videoLabel({ timeCreated, duration, size, state }: MeetingVideo): string {
  return joined([recordedAt(timeCreated), lengthOf(duration), sizeOf(size), state]);
}

function joined(parts: (string | null | undefined)[]): string {
  return parts.filter((part) => part).join(' · ');
}

function recordedAt(timeCreated: MeetingVideo['timeCreated']): string {
  if (!timeCreated) return 'Without a date';
  return timeCreated.slice(0, 16).replace('T', ' ') + (timeCreated.endsWith('Z') ? ' UTC' : '');
}

const units: Record<string, string> = { D: 'd', H: 'h', M: 'min', S: 's' };

/** Writes `PT5M12S` as `5 min 12 s`. */
function lengthOf(duration: MeetingVideo['duration']): string {
  const parts = (duration ?? '').matchAll(/(\d+)([DHMS])/g);
  return Array.from(parts, ([, amount, unit = '']) => `${amount} ${units[unit]}`).join(' ');
}

function sizeOf(bytes: MeetingVideo['size']): string | undefined {
  return typeof bytes === 'number' ? `${(bytes / 1e6).toFixed(1)} MB` : undefined;
}
