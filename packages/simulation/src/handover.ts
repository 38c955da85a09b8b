import type { ApplyOptions, Approval, Archive, AuditOptions, Decision, DeletionPlan } from 'iinked-sign/retention';
import type { Call, GivenApproval } from './call.ts';
import type { ClientModule } from './clientModule.ts';
import { sealKey } from './plans.ts';
import type { Approver, ArchivePlan } from './program.ts';

/** What an apply is handed over beside the plan: approvals and an archive. */
export function handedOver(
  call: Call,
  document: DeletionPlan,
  { approvePlan }: Pick<ClientModule, 'approvePlan'>,
): Pick<ApplyOptions, 'approvals' | 'archive'> {
  const { approvals = [], archive } = call.plan.retention ?? {};
  const { json = '{}' } = call.approved ?? {};
  if (json === '{}') return {};
  const given = approvals.map((approver) => approvalOf(call, JSON.parse(json), approver, approvePlan));
  call.approvals = given.map(([, known]) => known);
  return {
    ...(given.length > 0 && { approvals: given.map(([approval]) => approval) }),
    ...(archive && { archive: archiveOf(call, document, archive) }),
  };
}

function approvalOf(
  { packageId, plan, machine }: Call,
  document: DeletionPlan,
  { by, decision, strikes, isAltered }: Approver,
  approvePlan: ClientModule['approvePlan'],
): [Approval, GivenApproval] {
  const ofPackage = document.delete.filter((video) => video.packageId === packageId);
  const video = ofPackage[plan.video % Math.max(1, ofPackage.length)];
  const strike: NonNullable<Decision['strike']> = {
    ...(strikes === 'package' && video && { packageIds: [packageId] }),
    ...(strikes === 'video' && video && { meetingVideoIds: [video.meetingVideoId] }),
  };
  const approval = at(machine.read().wall, () => approvePlan({ sealKey }, document, { by, decision, strike }));
  const known = {
    by: by.trim().split(/\s+/).join(' ').toLowerCase(),
    counts: decision === 'approve' && !isAltered,
    struck: {
      ...(strike.packageIds && { packageId }),
      ...(strike.meetingVideoIds && video && { meetingVideoId: video.meetingVideoId }),
    },
  };
  return [isAltered ? { ...approval, decision: 'approve', note: 'Fine with me.' } : approval, known];
}

/** Who approves with the seal key alone goes by the clock of their own machine. */
function at<T>(wall: number, decide: () => T): T {
  const { now } = Date;
  Date.now = () => wall;
  try {
    return decide();
  } finally {
    Date.now = now;
  }
}

function archiveOf(call: Call, document: DeletionPlan, { copies, prove }: ArchivePlan): Archive {
  const others = document.delete.filter(({ packageId }) => copies !== 'others' || packageId !== call.packageId);
  const videos = others.map(({ packageId, meetingVideoId, size }) => ({
    packageId,
    meetingVideoId,
    size: (size ?? 0) - (copies === 'shorter' ? 1 : 0),
    sha256: '0'.repeat(64),
  }));
  if (prove === 'absent') return { videos };
  return {
    videos,
    async prove({ meetingVideoId }) {
      if (prove === 'throws') throw new Error('The disk is gone.');
      if (prove === 'proves') call.proven.set(meetingVideoId, call.machine.read());
      return prove === 'proves';
    },
  };
}

/** The reports that an audit is given. */
export function reportsFor({ reports: given, plan }: Call): Pick<AuditOptions, 'reports'> {
  const { reports: which = 'none' } = plan.retention ?? {};
  const reports = which === 'none' ? [] : given;
  if (reports.length === 0) return {};
  return {
    reports: reports.map(({ json }) => {
      const report = JSON.parse(json);
      return which === 'altered' ? { ...report, dryRun: !report.dryRun } : report;
    }),
  };
}
