import type { Fault, FaultsOf } from '../fault.ts';
import { client } from './client.ts';
import { command } from './command.ts';
import { emulator } from './emulator.ts';
import { n8n } from './n8n.ts';
import { retention } from './retention.ts';
import { verify } from './verify.ts';
import { zapier } from './zapier.ts';

/** Every fault, with the part of the repository that it is of. */
export const everything: readonly { part: FaultsOf; fault: Fault }[] = [
  client,
  retention,
  command,
  verify,
  n8n,
  zapier,
  emulator,
].flatMap((part) => part.faults.map((fault) => ({ part, fault })));
