// Of a host that does not exist, for servers of tests. Made with openssl req -x509 -newkey ec -pkeyopt
// ec_paramgen_curve:prime256v1 -nodes -days 36500 -subj /CN=sign.example.test -addext subjectAltName=DNS:sign.example.test
export const host = 'sign.example.test';

export const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgoje5+2Ld8HQbdpG6
VA8PRW87A56qLJVNjZzfOacntjKhRANCAASd0adtOAnYklnPfiN04hYAR1qwQO+p
KsbAymKJGO3r4qsRrb8PM7LEuCLRAABm1/CQJfBTRzgDsB6LJ6VMFcbr
-----END PRIVATE KEY-----
`;

export const cert = `-----BEGIN CERTIFICATE-----
MIIBrTCCAVOgAwIBAgIUc03ulIvV08C8W3AGwYmiDHkJLJYwCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRc2lnbi5leGFtcGxlLnRlc3QwIBcNMjYxMTI0MjAyNTM2WhgP
MjEyNjEwMzEyMDI1MzZaMBwxGjAYBgNVBAMMEXNpZ24uZXhhbXBsZS50ZXN0MFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEndGnbTgJ2JJZz34jdOIWAEdasEDvqSrG
wMpiiRjt6+KrEa2/DzOyxLgi0QAAZtfwkCXwU0c4A7AeiyelTBXG66NxMG8wHQYD
VR0OBBYEFFuXaFBgTTF84M3ImLMZsQb0HoIHMB8GA1UdIwQYMBaAFFuXaFBgTTF8
4M3ImLMZsQb0HoIHMA8GA1UdEwEB/wQFMAMBAf8wHAYDVR0RBBUwE4IRc2lnbi5l
eGFtcGxlLnRlc3QwCgYIKoZIzj0EAwIDSAAwRQIgbkoHH9F+LMgRpDxSF7anwBdA
nEnaIsZNQ/dPBdSbH0kCIQDCjf1WFxmS356xSJsc6lDvl87OJEHLenGa5tI4nsVv
3g==
-----END CERTIFICATE-----
`;
