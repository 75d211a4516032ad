//! The examples at the end of the help. A test parses each of them with the real parser.

pub(super) const ALL: &str = "\
Examples:
  tokenseal keygen ES256 --out signing.jwk --public-out signing.pub.jwk
  tokenseal sign '{\"sub\":\"alice\"}' --key signing.jwk --expires-in 15m > token.txt
  tokenseal verify @token.txt --key signing.pub.jwk

Exit codes: 0 done and valid, 1 refused (code and reason on standard error), 2 not a command that can be carried out.
Colours are left out where NO_COLOR is set.";

pub(super) const KEYGEN: &str = "\
Examples:
  tokenseal keygen ES256 --out signing.jwk --public-out signing.pub.jwk
  tokenseal keygen ECDH-ES+A256KW --curve X25519 --out service.jwk
  tokenseal keygen dir --enc A256GCM --out shared.jwk
  tokenseal keygen RS256 --bits 3072 --format pem --out signing.pem

A file that is there already is never overwritten, and a private key is never shown on a terminal.";

pub(super) const JWKS: &str = "\
Examples:
  tokenseal jwks old.jwk new.jwk > jwks.json
  tokenseal jwks signing.pem --alg RS256 --key-id 2026-01 --out jwks.json
  tokenseal jwks --secret-file hmac.bin --alg HS256 --key-id shared --private --out keys.json

Shared secrets are left out, unless --private is given.";

pub(super) const KEYRING: &str = "\
Examples:
  tokenseal keyring create keys.ring ES256 --protect-with wrapping.jwk --rotate-every 30d --token-lifetime 15m
  tokenseal keyring status keys.ring --protect-with wrapping.jwk
  tokenseal keyring jwks keys.ring --protect-with wrapping.jwk > jwks.json
  tokenseal keyring advance keys.ring --protect-with wrapping.jwk
  tokenseal keyring revoke keys.ring --key-id THE_KEY_ID --protect-with wrapping.jwk
  tokenseal keyring rewrap keys.ring --protect-with wrapping.jwk --rewrap-with new-wrapping.jwk

A file that is there already is never overwritten, and services that have it open see each change.";

pub(super) const REVOKE: &str = "\
Examples:
  tokenseal revoke revoked.log @token.txt --verify-with signing.pub.jwk --by support --reason 'ticket 4711'
  tokenseal revoke revoked.log --unverified < token.txt
  tokenseal revoke revoked.log --token-id THE_JTI --issuer https://issuer.example --until 1700000900
  tokenseal revoke revoked.log --session-id THE_SID --issuer https://issuer.example
  tokenseal revoke revoked.log --subject alice --issuer https://issuer.example
  tokenseal revoke revoked.log --key-id 2026-11 --issuer https://issuer.example
  tokenseal revoke revoked.log --all-tokens --issuer https://issuer.example --before 1700000000
  tokenseal revoke redis://store.example --namespace sessions --subject alice --issuer https://issuer.example

It is on disk when the command has ended, and services that have the list open refuse it within 200 ms; on a server, it is there, and they refuse it
within a second.";

pub(super) const REVOCATIONS: &str = "\
Examples:
  tokenseal revocations init revoked.log --longest-lifetime 1h
  tokenseal revocations list revoked.log
  tokenseal revocations list revoked.log --subject alice --issuer https://issuer.example
  tokenseal revocations withdraw revoked.log THE_ID --by support --reason 'the wrong alice'
  tokenseal revocations status revoked.log
  tokenseal revocations init @store.url --namespace sessions --longest-lifetime 2d

A list holds hashes, so that it can say whether a name is on it, and never which names are. A file that is there already is never overwritten.";

pub(super) const STATUS_LIST: &str = "\
Examples:
  tokenseal status-list init statuses.json --capacity 1000000
  tokenseal status-list allocate statuses.json --uri https://issuer.example/statuses/1
  tokenseal status-list set statuses.json 52713 invalid
  tokenseal status-list publish statuses.json --uri https://issuer.example/statuses/1 --key signing.jwk --ttl 5m --expires-in 1d > 1.jwt";

pub(super) const DPOP: &str = "\
Examples:
  tokenseal dpop prove GET https://api.example/orders --key app.jwk --access-token \"$(cat token)\"
  tokenseal dpop verify @token --key signing.pub.jwk --proof \"$(cat proof)\" --method GET --url /orders --public-origin https://api.example

A proof is good for one request, within about a minute. This command remembers none, so it cannot tell that one was used before.";

pub(super) const THUMBPRINT: &str = "\
Examples:
  tokenseal thumbprint signing.jwk
  tokenseal thumbprint jwks.json --uri
  tokenseal thumbprint signing.pem --alg RS256 --hash sha512";

pub(super) const SIGN: &str = "\
Examples:
  tokenseal sign '{\"sub\":\"alice\"}' --key signing.jwk --expires-in 15m
  tokenseal sign @claims.json --key signing.pem --alg RS256 --issuer https://issuer.example --audience https://api.example --expires-in 15m
  tokenseal sign --key signing.jwk --no-expiry < claims.json
  tokenseal sign @claims.json --secret-file hmac.bin --alg HS256 --expires-in 1h
  tokenseal sign @claims.json --key encrypted.pem --alg ES256 --key-password-file password.txt --expires-in 1h
  tokenseal sign @document.pdf --bytes --serialization general --key classical.jwk --key post-quantum.jwk --detached";

pub(super) const ENCRYPT: &str = "\
Examples:
  tokenseal encrypt '{\"sub\":\"alice\"}' --key shared.jwk --expires-in 15m
  tokenseal encrypt @claims.json --key service.pub.jwk --enc A256CBC-HS512 --expires-in 15m
  tokenseal encrypt @claims.json --password-file password.txt --expires-in 15m
  tokenseal encrypt @document.pdf --bytes --serialization general --key alice.pub.jwk --key bob.pub.jwk --aad 'for you two'

With a public key anybody can make such a token: `tokenseal seal` also signs.";

pub(super) const SEAL: &str = "\
Examples:
  tokenseal seal '{\"sub\":\"alice\"}' --sign-with signing.jwk --encrypt-to service.pub.jwk --expires-in 15m
  tokenseal seal @claims.json --sign-with signing.pem --sign-alg RS256 --encrypt-to service.pem --encrypt-alg RSA-OAEP-256 --expires-in 15m";

pub(super) const VERIFY: &str = "\
Examples:
  tokenseal verify @token.txt --key signing.pub.jwk
  tokenseal verify --key jwks.json --issuer https://issuer.example --audience https://api.example --leeway 30s < token.txt
  tokenseal verify @token.txt --key signing.pub.pem --alg RS256 --claims
  tokenseal verify @token.txt --issuer https://issuer.example --audience https://api.example
  tokenseal verify @token.txt --jwks-url https://issuer.example/jwks.json --issuer https://issuer.example --audience https://api.example
  tokenseal verify @token.txt --key signing.pub.jwk --revocations revoked.log
  tokenseal verify @token.txt --key jwks.json --profile access-token --issuer https://issuer.example --audience https://api.example
  tokenseal verify @signatures.json --bytes --key jwks.json --payload @document.pdf --require all";

pub(super) const DECRYPT: &str = "\
Examples:
  tokenseal decrypt @token.txt --key shared.jwk
  tokenseal decrypt @token.txt --key service.jwk --allow-unsigned
  tokenseal decrypt @token.txt --password-file password.txt --claims
  tokenseal decrypt @encrypted.json --bytes --key bob.jwk --content > document.pdf";

pub(super) const UNSEAL: &str = "\
Examples:
  tokenseal unseal @token.txt --decrypt-with service.jwk --verify-with signing.pub.jwk
  tokenseal unseal --decrypt-with service.jwk --verify-with jwks.json --issuer https://issuer.example < token.txt";

pub(super) const INSPECT: &str = "\
Examples:
  tokenseal inspect @token.txt
  tokenseal inspect --json < token.txt

Nothing is checked: never decide by what this shows.";

pub(super) const ALGORITHMS: &str = "\
Examples:
  tokenseal algorithms
  tokenseal algorithms --json";

pub(super) const COMPLETIONS: &str = "\
Examples:
  tokenseal completions bash > ~/.local/share/bash-completion/completions/tokenseal
  tokenseal completions zsh > ~/.zfunc/_tokenseal
  tokenseal completions fish > ~/.config/fish/completions/tokenseal.fish";

pub(super) const ACCESS: &str = "\
Examples:
  tokenseal access check @rules.json GET /orders/7 --claims '{\"sub\":\"alice\",\"scope\":\"orders:read\"}'
  tokenseal access check @rules.json GET /orders/7
  tokenseal access explain @rules.json POST /orders/7/refund --claims @claims.json --ignore case --ignore last-slash
  tokenseal access lint @rules.json
  tokenseal access cedar @rules.json > rules.cedar
  tokenseal access schema > access-rules.schema.json

The claims are taken at their word: have tokenseal verify --claims check the token first.";

pub(super) const SERVE: &str = "\
Examples:
  tokenseal serve --demo
  tokenseal serve --issuer https://issuer.example --audience https://api.example
  tokenseal serve --config serve.toml --check-config";
