import { oneOf, type Reader } from './fields.ts';

// Replaced by reasons.ts of this package as soon as it is there.
const keepReasons = ['unreadable', 'doubtful', 'state', 'held', 'underRetention', 'undated', 'young'] as const;
const applyReasons = ['scope', 'changed', 'struck', 'notArchived'] as const;

export type KeepReason = (typeof keepReasons)[number];
export type Reason = KeepReason | (typeof applyReasons)[number];
export const keepReason: Reader<KeepReason> = oneOf(keepReasons);
export const anyReason: Reader<Reason> = oneOf([...keepReasons, ...applyReasons]);
