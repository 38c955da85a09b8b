import { readFileSync } from 'node:fs';

/** Returns the first block of code in a language below a heading, or below words in bold, of a Markdown file. */
export function codeBelow(file: URL, heading: string, language: string): string {
  const text = readFileSync(file, 'utf8');
  const below = text.slice(text.indexOf(heading));
  const [, code] = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\n\`\`\``).exec(below) ?? [];
  if (!text.includes(heading) || code === undefined) {
    throw new Error(`${file.pathname} has no ${language} below “${heading}”.`);
  }
  return code;
}
