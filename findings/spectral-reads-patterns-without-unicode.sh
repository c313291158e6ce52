#!/usr/bin/env bash
# Spectral 6.16.3 compiles each `pattern` of an OpenAPI document without the flag u, in which \p{L} is the letter p
# followed by {L}: it says that an example that matches doesn't, and names no flag. ajv 8.20.0, with which most others
# validate, sets it by default, as JSON Schema 2020-12 asks (Core, section 6.4). A document for all tools has no \p.
# Seen on Node 20.20: "ajv: valid" and '"example" property must match pattern "^\p{L}+$"'.
# Laurel has a test that each pattern of its document means the same both ways (test/edge/api/openapi.test.ts).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund @stoplight/spectral-cli@6.16.3 ajv@8.20.0 > /dev/null
echo '{ "extends": ["spectral:oas"] }' > .spectral.json
cat > openapi.json <<'JSON'
{
  "openapi": "3.1.0",
  "info": { "title": "Names", "version": "1" },
  "paths": {},
  "components": { "schemas": { "Name": { "type": "string", "pattern": "^\\p{L}+$", "example": "Ada" } } }
}
JSON
cat > ajv.cjs <<'JS'
const Ajv = require('ajv/dist/2020').default
const { example, ...schema } = require('./openapi.json').components.schemas.Name
console.log(`ajv: ${new Ajv().validate(schema, example) ? 'valid' : 'refused'}`)
JS
node ajv.cjs | tee ajv.txt
npx spectral lint openapi.json --ruleset .spectral.json > spectral.txt || true
grep -o '"example" property must match pattern .*"' spectral.txt | tee told.txt
grep -qx 'ajv: valid' ajv.txt
grep -qxF '"example" property must match pattern "^\p{L}+$"' told.txt
