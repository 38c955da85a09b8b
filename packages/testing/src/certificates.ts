import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const fileOf = (name: string) => fileURLToPath(new URL(`../certificates/${name}`, import.meta.url));
const read = (name: string) => readFileSync(fileOf(name), 'utf8');

/** A host that does not exist, which the certificate of test servers names beside `localhost`. */
export const host = 'sign.example.test';

/** The file of the authority that signed it, for NODE_EXTRA_CA_CERTS. */
export const authorityFile: string = fileOf('ca.pem');
export const authority: string = read('ca.pem');

/** Key and certificate of test servers. */
export const serverCertificate: { key: string; cert: string } = { key: read('server.key'), cert: read('server.pem') };
