import { readFileSync } from 'node:fs';

/** The first block of code of a language that stands below a heading of a README, or below a line in bold. */
export function startIn(readme: URL, heading: string, language: string): string {
  const text = readFileSync(readme, 'utf8');
  const below = text.slice(text.indexOf(heading));
  const [, code] = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\n\`\`\``).exec(below) ?? [];
  if (!text.includes(heading) || code === undefined) {
    throw new Error(`${readme.pathname} has no ${language} below “${heading}”.`);
  }
  return code;
}
