import { fileURLToPath } from 'node:url';

// What `build` writes: the client that a user of @hey-api/openapi-ts would have, with imports that Node can follow.
const config = {
  input: fileURLToPath(import.meta.resolve('iinked-sign-openapi/iinked-sign.yaml')),
  output: { path: 'dist/hey-api', module: { extension: '.ts' } },
  plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
};
export default config;
