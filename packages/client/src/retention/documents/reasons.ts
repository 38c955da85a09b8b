import { must } from '../../fields.ts';
import { isKeepReason, isReason, type KeepReason, type Reason } from '../../reasons.ts';
import type { Reader } from './fields.ts';

/** Why a video is kept that was to be deleted. */
export const anyReason: Reader<Reason> = (field, value) => {
  must(isReason(value), field, 'a reason', value);
  return value;
};

/** Why a plan keeps a video. */
export const keepReason: Reader<KeepReason> = (field, value) => {
  must(isKeepReason(value), field, 'a reason', value);
  return value;
};
