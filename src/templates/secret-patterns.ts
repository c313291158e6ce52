/**
 * Patterns of secrets. Each names the `secret`, and the preceding text to keep (`keep`). No repetition before a secret
 * is unbounded, so that matching takes linear time.
 */
export interface SecretPattern {
  /** Label for people. */
  what: string
  pattern: RegExp
}

/** Names, as suffixes, whose value is a secret: `DB_PASSWORD`, `clientSecret`, `x-api-key`, `token2`. */
const NAME =
  'pass(?:word|wd|phrase|code)|(?<=[_-])pass|pwd|secret|token|credentials?|' +
  '(?:api|access|private|secret|signing|encryption|auth|account|master|shared|subscription)[_ -]?key'
const NAME_END = '(?:[_-]?(?:access[_-]?)?key(?:[_-]base)?)?(?:[_-]?\\d{1,3})?'
const SECRET_NAME = `(?:${NAME})${NAME_END}`

/** Between a name, possibly quoted, and its value. */
const CLOSED = '["\'`\\\\\\])]{0,4}\\s{0,3}'
const OPENED = '(?:\\\\{0,3}["\'`])?'

/** A value: up to its closing quote (which may be escaped), or a word. */
const VALUE =
  '(?<secret>(?<=\\\\["\'])[^"\'\\\\\\n]+|(?<=(?<!\\\\)")(?:\\\\.|[^"\\\\\\n])+|(?<=(?<!\\\\)\')(?:\\\\.|[^\'\\\\\\n])+|' +
  '(?<=`)[^`\\n]+|[^\\s"\'`\\\\,;&|<>(){}[\\]]{4,})'

/** Tokens whose prefix identifies their issuer. */
const SHAPES = [
  // OpenAI, Anthropic, OpenRouter, DeepSeek and others
  'sk-[\\w-]{16,}',
  // Stripe, and webhooks by the Standard Webhooks specification
  '(?:sk|rk|pk)_(?:live|test)_\\w{10,}',
  'whsec_[\\w+/=-]{16,}',
  // GitHub, GitLab
  'gh[pousr]_\\w{20,}',
  'github_pat_\\w{20,}',
  'gl(?:pat|dt|rt|oas)-[\\w-]{16,}',
  // AWS, Google
  '(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])',
  'AIza[\\w-]{35}',
  'ya29\\.[\\w-]{16,}',
  'GOCSPX-[\\w-]{16,}',
  // Slack, Discord
  'xox[a-z](?:\\.xox[a-z])?-[\\w-]{10,}',
  'xapp-[\\w-]{10,}',
  '[MNO][\\w-]{22,27}\\.[\\w-]{6}\\.[\\w-]{27,}',
  // Package registries
  'npm_\\w{30,}',
  'pypi-[\\w-]{16,}',
  // Models and search: Hugging Face, Groq, xAI, Replicate, Perplexity, Tavily, Firecrawl
  'hf_\\w{20,}',
  'gsk_\\w{20,}',
  'xai-\\w{20,}',
  'r8_\\w{20,}',
  'pplx-\\w{20,}',
  'tvly-[\\w-]{16,}',
  'fc-[0-9a-f]{32}',
  // SendGrid, Twilio, Mailgun, DigitalOcean, Databricks, Linear, Notion, Shopify, age, Laurel
  'SG\\.[\\w-]{16,}\\.[\\w-]{16,}',
  'SK[0-9a-f]{32}(?![0-9a-f])',
  'key-[0-9a-f]{32}',
  'do[oprt]_v1_[0-9a-f]{32,}',
  'dapi[0-9a-f]{32}',
  'lin_(?:api|oauth)_\\w{20,}',
  'ntn_\\w{20,}',
  'shp(?:at|ca|pa|ss)_[0-9a-f]{32}',
  'AGE-SECRET-KEY-1\\w{20,}',
  'laurel_[\\w-]{20,}',
]

export const SECRET_PATTERNS: readonly SecretPattern[] = [
  {
    what: 'private key blocks (PEM, OpenSSH, PGP)',
    pattern:
      /(?<secret>-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$))/g,
  },
  {
    what: 'values of passwords, secrets, tokens and keys in JSON, YAML, code, environments and addresses',
    pattern: new RegExp(`(?<keep>${SECRET_NAME}${CLOSED}(?::=|={1,3}>?|:)\\s{0,3}${OPENED})${VALUE}`, 'gi'),
  },
  {
    what: 'the same as options of commands, and passwords in .netrc',
    pattern: new RegExp(
      `(?<keep>(?:--?[\\w-]{0,40}(?:${SECRET_NAME})|login\\s{1,3}\\S{1,256}\\s{1,3}password)\\s{1,3}(?!-)${OPENED})${VALUE}`,
      'gi',
    ),
  },
  {
    what: 'the same in XML',
    pattern: new RegExp(
      `(?<keep><[\\w:.-]{0,40}(?:${SECRET_NAME})(?:\\s[^<>]{0,200})?>)(?<secret>[^<>\\s][^<]{0,4096})(?=</)`,
      'gi',
    ),
  },
  {
    what: 'Authorization headers',
    pattern: new RegExp(
      `(?<keep>authorization${CLOSED}[:=]\\s{0,3}${OPENED}(?:(?:bearer|basic|token|digest|apikey|bot)\\s{1,3})?)` +
        '(?<secret>[^\\s"\'`\\\\,]{4,})',
      'gi',
    ),
  },
  {
    what: 'bearer tokens',
    pattern: /(?<keep>\bbearer\s{1,3})(?<secret>[\w.~+/=-]{16,})/gi,
  },
  {
    what: 'cookies',
    pattern: new RegExp(
      `(?<keep>\\bcookie${CLOSED}[:=]\\s{0,3}${OPENED})(?<secret>[^\\s"'\`\\\\=;]{1,256}=[^\\r\\n"'\`\\\\]+)`,
      'gi',
    ),
  },
  {
    what: 'passwords in addresses',
    pattern: /(?<keep>\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"'<>]{0,256}:)(?<secret>[^\s/@"'<>]{1,512})(?=@)/gi,
  },
  {
    what: 'tokens in the place of a user in addresses',
    pattern: /(?<keep>\bhttps?:\/\/)(?<secret>[^\s/:@"'<>]{20,512})(?=@)/gi,
  },
  {
    what: 'passwords given to curl',
    pattern: /(?<keep>(?:^|\s)(?:-u|--user)[ =]["']?[^\s:"']{1,256}:)(?<secret>[^\s"']+)/g,
  },
  {
    what: 'webhook addresses of Slack and Discord, bot tokens of Telegram, signatures in addresses',
    pattern:
      /(?<keep>hooks\.slack\.com\/(?:services|workflows|triggers)\/|discord(?:app)?\.com\/api\/(?:v\d{1,3}\/)?webhooks\/\d{5,25}\/|(?<!\d)\d{6,12}:(?=[\w-]{35}(?![\w-]))|[?&](?:x-amz-)?sig(?:nature)?=)(?<secret>[\w%+=-]{20,}|(?<=\.com\/\w{1,12}\/)[\w/-]{20,})/gi,
  },
  {
    what: 'JSON Web Tokens',
    pattern: /(?<![\w-])(?<secret>eyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*){0,3})/g,
  },
  {
    what: 'keys and tokens of known shapes, such as sk-…, ghp_…, AKIA…',
    pattern: new RegExp(`(?<![\\w-])(?<secret>${SHAPES.join('|')})`, 'g'),
  },
]

/** Whether a value with this name is a secret, whatever it looks like. */
export function isSecretName(name: string): boolean {
  return NAME_AT_END.test(name) || /^(?:proxy-)?authorization$|^(?:set-)?cookie$/i.test(name)
}

const NAME_AT_END = new RegExp(`${SECRET_NAME}$`, 'i')

/** Placeholder words that are not secrets. */
const NO_SECRET =
  /^(?:null|none|nil|true|false|undefined|str|string|number|bool(?:ean)?|bytes|required|optional)$/i
/** `$TOKEN`, `${TOKEN}`, `$(pass show x)`, `{{ token }}`, `<your token>`, `%s`, `****` */
const STANDS_FOR_ONE = /^(?:\$[A-Z_][A-Z0-9_]*|\$[{(].*|\{.*\}|<[^<>]*>|%\w|%\(.*|[*x•.]+)$/
/** `self.token`, `password` */
const NAMES_ONE = new RegExp(`^(?:[a-z$][\\w$]{0,40}[._])*(?:${SECRET_NAME})$`, 'i')
/** The shell's working directory. */
const PLACE = /^(?:[/~.]|[A-Za-z]:[\\/])/

/**
 * Whether a matched value is a secret.
 * @param keep the text before it
 * @param following the character after it
 */
export function isSecret(secret: string, keep: string, following: string): boolean {
  if (NO_SECRET.test(secret) || STANDS_FOR_ONE.test(secret)) return false
  if (/pwd\W*$/i.test(keep) && PLACE.test(secret)) return false
  if (/["'`]$/.test(keep)) return true
  return !NAMES_ONE.test(secret) && !(/^[A-Za-z_$][\w$.]*$/.test(secret) && /[([]/.test(following))
}
