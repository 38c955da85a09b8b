import type { OutgoingRequest } from 'iinked-sign';
import type { Arrived, Call, End } from './call.ts';
import type { Fate, Mishap } from './program.ts';
import { baseUrl } from './server.ts';

/** How the trace of a simulation words what happens. */
export const words = {
  call({ plan, packageId, meetingVideoId, isDryRun, conditions, approved, hold }: Call): string {
    const { kind, options, abortAfterMs, badId } = plan;
    const onlyIf = conditions && {
      ...conditions,
      ...(conditions.unchanged && { unchanged: conditions.unchanged.json }),
    };
    const held = plan.retention && { ...plan.retention, hold: hold.given };
    const details = { ...options, abortAfterMs, badId, onlyIf, ...held, ...(isDryRun && { dryRun: true }) };
    const target = approved
      ? `a plan of ${[...approved.videos.keys()].join(', ') || 'nothing'}`
      : (meetingVideoId ?? packageId);
    return `${kind} ${target} ${JSON.stringify(details)}`;
  },
  end(end: End): string {
    if ('result' in end) return `resolves to ${shortened(JSON.stringify(end.result))}`;
    const mayHaveDeleted: unknown = Reflect.get(Object(end.error), 'mayHaveDeleted');
    return `rejects with ${String(end.error)} (mayHaveDeleted: ${String(mayHaveDeleted)})`;
  },
  request({ method, url, body }: OutgoingRequest, { kind, thereMs, backMs, beside }: Fate, ends: object): string {
    const target = [method, url.replace(baseUrl, ''), body].filter(Boolean).join(' ');
    const how = JSON.stringify(ends).replace(/[{}"]/g, '').replaceAll(',', ', ');
    const more = beside ? `, ${JSON.stringify(beside)}` : '';
    return `sends     ${target}   (fate: ${kind}, ${how}, ${thereMs} ms there, ${backMs} ms back${more})`;
  },
  mishap({ what, byMs }: Mishap): string {
    return what === 'sleeps' ? `sleeps    for ${byMs} ms` : `has its clock set by ${byMs} ms`;
  },
  response({ status, text, wasRedirected, isLie }: Arrived): string {
    const marks = [wasRedirected && 'after a redirect', isLie && 'a lie'].filter(Boolean).join(', ');
    return `receives  ${status} ${shortened(text)}${marks && `   (${marks})`}`;
  },
};

/** Writes one line of a trace: when, who, what. */
export function traceLine(sinceStartMs: number, actor: string, text: string): string {
  return `${(sinceStartMs / 1000).toFixed(3).padStart(9)} s  ${actor.padEnd(10)} ${text}`;
}

const longest = 400;

function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}...` : text;
}
