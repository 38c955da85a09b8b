import type { OutgoingRequest } from 'iinked-sign';
import type { Call, Heard } from './call.ts';
import { isBad, kinds } from './calls.ts';
import { whyNotFresh } from './freshness.ts';
import { reasonNow, vouches } from './judgement.ts';
import type { Package } from './packages.ts';
import { createPlanLaw } from './planLaw.ts';
import type { Violation } from './rules.ts';
import { askedBy, baseUrl } from './server.ts';

/** What the law needs of an error of the client. */
export type OurError = { mayHaveDeleted: boolean };

/** Watches a simulation. */
export type Law = {
  /** A request leaves. */
  leaves: (call: Call, request: OutgoingRequest) => void;
  /** A delete-all request is carried out. */
  delivered: (call: Call) => void;
  /** A request deleted a video. */
  deleted: (call: Call, packageId: string, meetingVideoId: string) => void;
  /** An observer of attempts is told something. */
  observed: (apiKey: string, event: object) => void;
  /** A call ended. */
  ended: (call: Call) => void;
  violate: (rule: Violation['rule'], problem: string) => void;
  violation: () => Violation | undefined;
};

/** Makes the law of a world. It keeps the first violation. */
export function createLaw(packages: Package[], isOurError: (error: unknown) => error is OurError): Law {
  let first: Violation | undefined;
  const violate: Law['violate'] = (rule, problem) => {
    first ??= { rule, problem };
  };

  const plans = createPlanLaw(packages, violate);

  function isDeleted(packageId: string, meetingVideoId: string): boolean {
    const found = packages.find(({ id }) => id === packageId)?.videos.find(({ id }) => id === meetingVideoId);
    return found?.isDeleted === true;
  }

  function checkResult(call: Call, result: unknown): void {
    const { plan, packageId, meetingVideoId } = call;
    if (plan.kind !== 'delete' && plan.kind !== 'deleteAll') return;
    const { videos, dryRun, alreadyDeleted } = deletionOf(result);
    if (call.isDryRun) {
      if (dryRun !== true) violate('truthful', 'A dry run resolved to what is no preview.');
      return;
    }
    if (plan.kind === 'delete' && (videos.length !== 1 || videos[0] !== meetingVideoId)) {
      violate('truthful', `${meetingVideoId} was to be deleted, and ${videos.join(', ') || 'nothing'} is reported.`);
    }
    if (alreadyDeleted && call.deleted.length > 0 && call.hidden.size === 0) {
      violate('truthful', `The call says that ${meetingVideoId} was deleted before, and deleted it itself.`);
    }
    if (call.heard.some((heard) => isAboutAnother(heard, packageId))) {
      violate('truthful', 'The call resolved, although the server may have deleted in another package.');
    }
    if (plan.kind === 'deleteAll' && !call.heard.some((heard) => confirmsAll(heard, packageId))) {
      violate(
        'truthful',
        'A delete-all call resolved, and no response said that anything is deleted, or nothing left.',
      );
    }
    // A delete-all call that succeeds leaves nothing alive that was there when it began.
    const meant = plan.kind === 'deleteAll' && !call.heard.some(({ isLie }) => isLie) ? call.aliveAtFirst : [];
    for (const id of new Set([...videos, ...meant])) {
      if (isDeleted(packageId, id) || call.heard.some((heard) => vouches(heard, packageId, id))) continue;
      violate('truthful', `${id} is reported deleted. It is alive, and no response said that it is deleted.`);
    }
  }

  function checkError(call: Call, error: unknown): void {
    if (call.signal?.aborted && error === call.signal.reason) return;
    if (isOurError(error)) checkDenial(call, error);
    else violate('truthful', `The call rejected with something unknown: ${String(error)}`);
    if (textOf(error).includes(call.apiKey)) violate('secret', 'An error has the key in it.');
  }

  function checkDenial(call: Call, error: OurError): void {
    // Nobody can know of the first of two requests who only sees the 404 of the second. See the README.
    if (error.mayHaveDeleted || call.deleted.length === 0 || call.hidden.size > 0) return;
    violate('truthful', `The call says that it deleted nothing, and it deleted ${call.deleted.join(', ')}.`);
  }

  return {
    leaves(call, { sendOnce: _, signal: __, ...request }) {
      const { headers, url, body = '' } = request;
      const { api_key: key, ...others } = headers;
      if (!url.startsWith(`${baseUrl}/`)) violate('secret', `A request left to ${url}.`);
      if (key !== call.apiKey) violate('secret', 'A request left with another key, or none.');
      if ([url, body, ...Object.values(others)].some((text) => text.includes(call.apiKey))) {
        violate('secret', 'The key is in a request, and not only in its header.');
      }
      if (call.end) violate('ends', 'A request left after its call had ended.');
      const mayFinish = call.plan.kind === 'apply';
      if (call.signal?.aborted && !mayFinish) violate('ends', 'A request left after the caller had aborted.');
      if (isBad(call.plan)) violate('harmless', 'A call that names no video was sent.');

      const asked = askedBy(request);
      if (asked.what !== 'delete' && asked.what !== 'deleteAll') return;
      if (call.isDryRun) violate('harmless', 'A dry run sent a deletion.');
      if (kinds[call.plan.kind].effect === 'reads') violate('harmless', 'A call that reads sent a deletion.');
      if (call.approved) {
        if (asked.what !== 'delete') return violate('named', `An apply sent ${body}.`);
        call.requested.add(asked.meetingVideoId);
        return plans.leaves(call, asked.packageId, asked.meetingVideoId);
      }
      const wanted = call.meetingVideoId === undefined ? 'deleteAll' : 'delete';
      if (asked.what !== wanted) violate('named', `A call of ${call.plan.kind} sent ${body}.`);
      if (asked.what === 'deleteAll' && call.mayHaveLanded) {
        violate('once', 'A delete-all request left again, after one that may have taken effect.');
      }
      const reason = call.conditions && reasonNow(call, call.conditions);
      if (reason) violate('named', `A deletion left although its condition is not met: ${reason}.`);
    },
    delivered(call) {
      call.deliveries += 1;
      if (call.deliveries > 1) violate('once', 'A delete-all request was delivered twice.');
    },
    deleted(call, packageId, meetingVideoId) {
      call.deleted.push(meetingVideoId);
      if (call.approved) {
        if (call.approved.videos.get(meetingVideoId)?.packageId !== packageId) {
          violate('named', `${meetingVideoId} was deleted, and no plan held it.`);
        }
        plans.deleted(call, meetingVideoId);
      }
      const isNamed = call.approved || call.meetingVideoId === undefined || call.meetingVideoId === meetingVideoId;
      const mayDelete = kinds[call.plan.kind].effect === 'deletes' && !call.isDryRun;
      if (!mayDelete || !isNamed || (!call.approved && packageId !== call.packageId)) {
        violate('named', `${meetingVideoId} was deleted, and no call named it.`);
      }
      if (call.end && 'error' in call.end && isOurError(call.end.error)) checkDenial(call, call.end.error);
    },
    observed(apiKey, event) {
      const error: unknown = Reflect.get(event, 'error');
      if (`${JSON.stringify(event)}${textOf(error)}`.includes(apiKey))
        violate('secret', 'An observer is told the key.');
    },
    ended(call) {
      const { end } = call;
      if (!end) return;
      if ('error' in end) return checkError(call, end.error);
      if (isBad(call.plan)) violate('harmless', 'A call that names no video resolved.');
      checkResult(call, end.result);
      plans.ended(call, end.result);
    },
    violate,
    violation: () => first,
  };
}

/** Whether a response to a deletion names another package. */
function isAboutAnother({ status, asked, reply }: Heard, packageId: string): boolean {
  const isDeletion = asked.what === 'delete' || asked.what === 'deleteAll';
  return isDeletion && status === 200 && reply.packageId !== undefined && reply.packageId !== packageId;
}

/** Whether a response settles that every video of a package is deleted: it says so of some, or lists none that is left. */
function confirmsAll(heard: Heard, packageId: string): boolean {
  const { status, wasRedirected, asked, reply } = heard;
  if (status !== 200 || wasRedirected || reply.packageId !== packageId || !reply.entries) return false;
  if (!reply.entries.every(({ says }) => says === 'deleted')) return false;
  return asked.what === 'list' ? !whyNotFresh(heard) : asked.what === 'deleteAll' && reply.entries.length > 0;
}

function deletionOf(result: unknown): { videos: string[]; dryRun: unknown; alreadyDeleted: unknown } {
  const { videos, dryRun, alreadyDeleted }: Record<string, unknown> = { ...Object(result) };
  const ids = Array.isArray(videos) ? videos.map((video: { meetingVideoId: string }) => video.meetingVideoId) : [];
  return { videos: ids, dryRun, alreadyDeleted };
}

/** Everything that a log may show of an error, its causes included. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return [error.message, error.stack, JSON.stringify(error), textOf(error.cause)].join('\n');
}
