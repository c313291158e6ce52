import type { FC } from 'hono/jsx'
import type { VerificationResult } from '../../../src/contract/credentials.ts'
import { CREDENTIAL_FORMAT_LIST } from '../../../src/credentials/formats.ts'
import { t } from '../../../src/language/language.ts'
import { Sentence } from '../../../src/language/sentence.tsx'
import { Icon } from '../../../src/ui/icon.tsx'
import { Layout } from '../layout.tsx'
import { FormError } from '../parts/field.tsx'
import { paths } from '../paths.ts'
import { VerificationSummary } from './verification-result.tsx'

export interface VerifyPageProps {
  /** The result for the submitted credential. */
  verdict?: VerificationResult | undefined
  /** Why the submission could not be read. */
  error?: { message: string; hint?: string | undefined } | undefined
  /** The submission, to be shown again. */
  credential?: string | undefined
}

const ACCEPT = [
  ...CREDENTIAL_FORMAT_LIST.map(({ extension }) => `.${extension}`),
  ...['.jws', '.txt'],
  ...CREDENTIAL_FORMAT_LIST.flatMap(({ isPicture, type }) => (isPicture ? [type.replace(/;.*/, '')] : [])),
].join(',')

/** The page to verify a credential. Files need the script; pasting works without it. */
export const VerifyPage: FC<VerifyPageProps> = ({ verdict, error, credential = '' }) => (
  <Layout
    title={t('Verify a credential')}
    description={t(
      'Check a badge’s credential: who it was issued to, what it attests, and whether the signature is valid.',
    )}
    path={paths.verify}
    noindex={verdict !== undefined || error !== undefined}
    script="verify"
  >
    <div class="verify">
      <h1>{t('Is this credential genuine?')}</h1>
      <p class="lead">
        {t(
          'This server issues badges as signed credentials. Check who one was issued to, what it attests, and whether it has been changed.',
        )}
      </p>
      {verdict && <VerificationSummary verdict={verdict} />}
      <form
        class="card verify-form"
        method="post"
        action={`${paths.verify}#finding`}
        aria-labelledby="verify-heading"
        data-verify
      >
        <h2 id="verify-heading">{t(verdict ? 'Verify another' : 'Verify a credential')}</h2>
        <FormError error={error} />
        <div class="field" data-verify-file hidden>
          <label class="drop" for="verify-file">
            <Icon name="upload" />
            <span>
              <strong>{t('Drop the badge here')}</strong>
              <span class="hint">
                {t(
                  'or browse: a PNG or SVG with the credential inside, or its .jwt file. Your browser reads the file and sends only the credential.',
                )}
              </span>
            </span>
          </label>
          <input id="verify-file" class="sr-only" type="file" accept={ACCEPT} />
          <p class="upload-status" role="status" data-verify-status />
        </div>
        <div class="field">
          <label for="verify-credential">{t('Or paste it')}</label>
          <textarea
            id="verify-credential"
            name="credential"
            rows={5}
            required
            spellcheck={false}
            autocomplete="off"
            autocapitalize="none"
            placeholder="eyJhbGciOiJSUzI1NiIs…"
            aria-describedby="verify-credential-hint"
            aria-invalid={error ? 'true' : undefined}
          >
            {credential}
          </textarea>
          <p class="hint" id="verify-credential-hint">
            {t('The whole token: three parts separated by dots.')}
          </p>
        </div>
        <button class="button button-primary" type="submit">
          {t('Verify')}
        </button>
      </form>
      <p class="hint">
        <Sentence
          text="This page contacts no other server, so verify credentials where they were issued. Any Open Badges 3.0 verifier can check ours with {keys}."
          with={{ keys: <a href={paths.jwks}>{t('this server’s keys')}</a> }}
        />
      </p>
    </div>
  </Layout>
)
