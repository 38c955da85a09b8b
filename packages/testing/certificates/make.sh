#!/bin/sh
# Makes the certificates of test servers: for sign.example.test, a host that does not exist, for localhost, and for
# slack.com, which one of them stands in for.
set -eu
cd "$(dirname "$0")"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -subj /CN=iinked-sign-test-ca \
  -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign -keyout ca.key -out ca.pem
openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=sign.example.test -keyout server.key \
  -out server.csr
printf 'subjectAltName=DNS:sign.example.test,DNS:localhost,DNS:slack.com\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n' >extensions
openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 36500 -extfile extensions -out server.pem
rm ca.key ca.srl server.csr extensions
