declare module '@n8n/scan-community-package/scanner/scanner.mjs' {
  /** What the scanner lints in the source of a package. */
  export const SOURCE_FILE_PATTERNS: string[];
  /** Lints a folder with the rules that n8n verifies community nodes by. */
  export function analyzePackage(
    folder: string,
    patterns: string[],
  ): Promise<{ passed: boolean; message?: string; details?: string }>;
}
