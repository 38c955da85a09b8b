import type { Mailbox } from 'iinked-sign-testing/mailbox';
import { expect } from 'vitest';

/** What a person fills in. */
export type Response = {
  decision: 'Delete' | 'Keep everything';
  name: string;
  note?: string;
  keep?: RegExp[] | string;
};

/** The link in a mail. */
export function linkIn({ html }: Mailbox['mails'][number]): string {
  const [, link] = /href="(http:\/\/127\.0\.0\.1[^"]*)"/.exec(String(html)) ?? [];
  if (link === undefined) throw new Error(`The mail has no link: ${html}`);
  return link.replaceAll('&amp;', '&');
}

/** The form behind a link, once n8n waits for it. */
export async function formAt(link: string): Promise<string> {
  let page = '';
  await expect
    .poll(
      async () => {
        const response = await fetch(link);
        page = await response.text();
        return response.status;
      },
      { timeout: 60_000 },
    )
    .toBe(200);
  return page;
}

/** Sends what a person filled in, by the names that the form gives its fields. */
export async function respondTo(link: string, { decision, name, note = '', keep = [] }: Response): Promise<void> {
  const page = await formAt(link);
  const field = (label: string) => {
    const [, id] =
      new RegExp(`>${label}</label>\\s*<[^>]*?id='([^']+)'|for='([^']+)'>${label}<`).exec(page)?.filter(Boolean) ?? [];
    if (id === undefined) throw new Error(`The form has no field ${label}.`);
    return id;
  };
  const lines = [...page.matchAll(/value='([^']*)'[^>]*\/>\s*<label/g)].map(([, line = '']) => line);
  const tick = (wanted: RegExp) => {
    const line = lines.find((each) => wanted.test(each));
    if (line === undefined) throw new Error(`The form offers no ${wanted} to keep.`);
    return line;
  };
  const body = new FormData();
  body.set(field('Decision'), JSON.stringify([decision]));
  body.set(field('Your name'), name);
  body.set(field('Note'), note);
  body.set(field('Keep these videos'), typeof keep === 'string' ? keep : JSON.stringify(keep.map(tick)));
  const response = await fetch(link, { method: 'POST', body });
  expect(response.status).toBe(200);
}
