// What `generate:hey-api` makes: the client that a user of @hey-api/openapi-ts would have, with imports that Node can follow.
const config = {
  input: '../../openapi/iinked-sign.yaml',
  output: { path: 'src/generated/hey-api', module: { extension: '.ts' } },
  plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
};
export default config;
