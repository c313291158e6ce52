import type { FC } from 'hono/jsx'
import type { AchievementDefinition, IssuerProfile } from '../../../src/contract/credentials.ts'
import { STATUS_LIST_LENGTH } from '../../../src/credentials/status-list.ts'
import { t, translated } from '../../../src/language/language.ts'
import { Sentence } from '../../../src/language/sentence.tsx'
import { CodeSpans } from '../../../src/ui/code-spans.tsx'
import { day, isoMoment } from '../../../src/ui/dates.ts'
import { grouped } from '../../../src/ui/wording.ts'
import type { KnownKey } from '../../issuer/object.ts'
import { paths } from '../paths.ts'
import { DocumentPage } from './page.tsx'

/** What credentials name, for people who follow the links in their wallet. */

const Verify: FC = () => <a href={paths.verify}>{t('Verify a credential')}</a>

export const IssuerPage: FC<{ issuer: IssuerProfile }> = ({ issuer }) => (
  <DocumentPage
    title={issuer.name}
    path={paths.issuer}
    lead={t('This server counts what Hermes agents did and signs their badges as credentials.')}
    facts={[
      { term: t('Site'), value: <a href={paths.home}>{issuer.url}</a> },
      { term: t('Identifier'), value: <code>{issuer.id}</code> },
      { term: t('Keys'), value: <a href={paths.jwks}>{t('Public keys of this issuer')}</a> },
      { term: t('Check'), value: <Verify /> },
    ]}
    forPrograms="Programs get this profile as JSON-LD at this URL."
  />
)

export const AchievementPage: FC<{
  id: string
  definition: AchievementDefinition
  issuer: IssuerProfile
}> = ({ id, definition: { name, description, criteria, tag, resultDescription = [] }, issuer }) => (
  <DocumentPage
    title={name}
    path={paths.achievement(id)}
    lead={translated(description)}
    facts={[
      { term: t('For'), value: <CodeSpans text={translated(criteria.narrative)} /> },
      ...resultDescription
        .flatMap((result) => result.rubricCriterionLevel)
        .map((level) => ({ term: level.name, value: level.description })),
      { term: t('Category'), value: tag.map(translated).join(', ') },
      { term: t('Issued by'), value: <a href={paths.issuer}>{issuer.name}</a> },
    ]}
    forPrograms="Programs get this definition as JSON-LD at this URL."
  />
)

/** All keys of the issuer, or the one with an id. */
export const KeysPage: FC<{ keys: readonly KnownKey[]; id?: string | undefined }> = ({ keys, id }) => (
  <DocumentPage
    title={t(id === undefined ? 'Public keys of this issuer' : 'A public key of this issuer')}
    path={id === undefined ? paths.jwks : paths.issuerKey(id)}
    noindex
    lead={
      <>
        {t('With a public key, anyone can check what this server signed.')} <Verify />
      </>
    }
    facts={keys.map(({ jwk: { kid }, made_at, retired_at }) => ({
      term: t(retired_at === null ? 'Signs now' : 'Retired'),
      value: (
        <>
          <code>{kid}</code>
          <br />
          {retired_at === null ? (
            <Sentence text="Made on {made}" with={{ made: <Day at={made_at} /> }} />
          ) : (
            <Sentence
              text="Made on {made}, retired on {retired}; what it signed stays valid"
              with={{ made: <Day at={made_at} />, retired: <Day at={retired_at} /> }}
            />
          )}
        </>
      ),
    }))}
    forPrograms={
      id === undefined
        ? 'Programs get these keys as a JWK Set at this URL.'
        : 'Programs get this key as a JWK at this URL.'
    }
  />
)

export const StatusListPage: FC<{ number: number; revoked: number }> = ({ number, revoked }) => (
  <DocumentPage
    title={t('Status list {number} of this issuer', { number })}
    path={paths.statusList(String(number))}
    noindex
    lead={
      <>
        {t('It marks the places of revoked credentials, and says nothing else about them.')} <Verify />
      </>
    }
    facts={[
      { term: t('Places'), value: grouped(STATUS_LIST_LENGTH) },
      { term: t('Revoked'), value: grouped(revoked) },
    ]}
    forPrograms="Programs get a signed Bitstring Status List at this URL."
  />
)

const Day: FC<{ at: number }> = ({ at }) => <time datetime={isoMoment(at)}>{day(at, 'UTC')}</time>
