import type { Shown } from './blocks.ts';
import { escaped, html } from './html.ts';

/** Writes a document as a page that needs nothing beside it: for screens, for paper, in the dark, on a phone. No script. */
export function page(shown: Shown, cut: string | undefined): string {
  const { title, fingerprint } = shown;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>
${style(fingerprint)}</style>
</head>
<body>
<main>
${html(shown, cut, 1)}</main>
</body>
</html>
`;
}

function style(fingerprint: string | undefined): string {
  const named =
    fingerprint === undefined ? '' : `@bottom-left { content: "Fingerprint ${fingerprint}"; font: 8pt sans-serif }`;
  return `:root { color-scheme: light dark; --line: light-dark(#c8ccd2, #4a5058); --soft: light-dark(#f3f5f7, #22262b); --alarm: light-dark(#b3261e, #ff8a80) }
body { margin: 0; background: light-dark(#fff, #15181c); color: light-dark(#16191d, #e6e8eb); font: 15px/1.5 system-ui, sans-serif }
main { max-width: 74rem; margin: 0 auto; padding: 1.5rem 1rem 3rem }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .75rem }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; break-after: avoid }
p { max-width: 48rem; margin: .5rem 0 }
code { font: .92em ui-monospace, monospace }
bdi { overflow-wrap: anywhere; white-space: pre-wrap }
.attention { border: 1px solid var(--alarm); border-left-width: 5px; padding: .25rem 1rem; margin: 1rem 0; max-width: 48rem }
.attention strong { color: var(--alarm) }
.attention ul { margin: .25rem 0 .5rem; padding-left: 1.25rem }
table { border-collapse: collapse; margin: .5rem 0; font-size: .93em }
th, td { text-align: start; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid var(--line) }
.facts th { font-weight: 600; min-width: 9rem }
.rows:has([scope=rowgroup]) { width: 100% }
.rows thead th { border-bottom-width: 2px; white-space: nowrap }
.rows :is([data-column=Video], [data-column="Package ID"], [data-column=Package]) { min-width: 20ch }
.rows [data-column^=SHA] { min-width: 25ch }
.rows:has(thead th:nth-child(6):last-child) [data-column=Video] { min-width: 35ch }
.rows [scope=rowgroup] { background: var(--soft); padding-top: .5rem }
small { font-weight: 400; font-size: .88em }
@media screen and (max-width: 44rem) {
  .rows, .rows tbody, .rows tr, .rows td, .rows [scope=rowgroup], .facts, .facts tbody, .facts tr, .facts th, .facts td { display: block }
  .rows thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden }
  .rows tr { border-bottom: 1px solid var(--line); padding: .3rem 0 }
  .rows td { border: 0; padding: .1rem .6rem .1rem 8.5rem; text-indent: -8rem }
  .rows td[data-column] { min-width: 0 !important }
  .rows td::before { content: attr(data-column); display: inline-block; width: 8rem; text-indent: 0; vertical-align: top; font-weight: 600 }
  .rows td > * { text-indent: 0 }
  .facts th { border: 0; padding-bottom: 0 }
}
@media print {
  :root { color-scheme: light }
  body { font-size: 9pt }
  th, td { padding: .2rem .4rem }
  .rows thead th { white-space: normal }
  .rows :is([data-column=Video], [data-column^=SHA]) { min-width: 17ch }
  main { max-width: none; padding: 0 }
  tr { break-inside: avoid }
  [scope=rowgroup] { break-after: avoid }
  .rows [scope=rowgroup] { print-color-adjust: exact }
  @page { size: A4; margin: 15mm 12mm 18mm; ${named} @bottom-right { content: counter(page) " of " counter(pages); font: 8pt sans-serif } }
}
`;
}
