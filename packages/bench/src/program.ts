// biome-ignore lint/style/noRestrictedImports: `fork` is given its time limit below.
import { fork } from 'node:child_process';
import type { ServerUrl } from './deletion.ts';
import type { ServerCount, ServerSetting } from './server.ts';

/** A program of this package in a process of its own, which replies to each order with one message. */
export type Program = {
  /** The next message that it sends by itself. */
  next: <Message>() => Promise<Message>;
  ask: <Reply>(order: object) => Promise<Reply>;
  stop: () => void;
};

/** Starts a program in a process of its own. */
export function startProgram(file: string, ...args: string[]): Program {
  const child = fork(new URL(file, import.meta.url), args, { execArgv: ['--expose-gc'], timeout: 30 * 60_000 });
  const next = <Message>() =>
    new Promise<Message>((resolve, reject) => {
      const ended = (code: number | null) => reject(new Error(`${file} ${args.join(' ')} ended with ${code}.`));
      child.once('exit', ended);
      child.once('message', (message: Message) => {
        child.off('exit', ended);
        resolve(message);
      });
    });
  return {
    next,
    ask: <Reply>(order: object) => {
      const reply = next<Reply>();
      child.send(order);
      return reply;
    },
    stop: () => {
      child.kill();
    },
  };
}

/** A running server: its address, and what it has counted since it was last asked. */
export type Server = { url: ServerUrl; count: () => Promise<ServerCount>; stop: () => void };

/** Starts a server in a process of its own. */
export async function startServer(setting: ServerSetting = {}): Promise<Server> {
  const program = startProgram('./server.ts', JSON.stringify(setting));
  const { url } = await program.next<{ url: ServerUrl }>();
  return { url, count: () => program.ask<ServerCount>({}), stop: program.stop };
}
