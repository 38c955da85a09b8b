// pnpm puts the workspace's own Node first on PATH; where that one could not be installed, the machine's must do.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `The tools of this workspace need Node 22.18 or newer, and found ${process.versions.node}.\n` +
      'Start them with "npm run demo" or "npm test": these bring the right Node along from the npm registry.',
  );
  process.exit(1);
}
