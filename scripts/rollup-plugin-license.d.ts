// What it exports is the function itself, which its own types get wrong for a program of ES modules.
declare module 'rollup-plugin-license' {
  /** Writes the licences of what a bundle holds into a file beside it. */
  export default function license(options: { thirdParty: { output: string } }): { name: string };
}
