import type { FC } from 'hono/jsx'
import type { AchievementDefinition, IssuerProfile } from '../../../src/contract/credentials.ts'
import { STATUS_LIST_LENGTH } from '../../../src/credentials/status-list.ts'
import { translated } from '../../../src/language/language.ts'
import { CodeSpans } from '../../../src/ui/code-spans.tsx'
import { day, isoMoment } from '../../../src/ui/dates.ts'
import { grouped } from '../../../src/ui/wording.ts'
import type { KnownKey } from '../../issuer/object.ts'
import { paths } from '../paths.ts'
import { DocumentPage } from './page.tsx'

/** What credentials name, for people who follow the links in their wallet. */

const Verify: FC = () => <a href={paths.verify}>Verify a credential</a>

export const IssuerPage: FC<{ issuer: IssuerProfile }> = ({ issuer }) => (
  <DocumentPage
    title={issuer.name}
    path={paths.issuer}
    lead="This server counts what Hermes agents did and signs their badges as credentials."
    facts={[
      { term: 'Site', value: <a href={paths.home}>{issuer.url}</a> },
      { term: 'Identifier', value: <code>{issuer.id}</code> },
      { term: 'Keys', value: <a href={paths.jwks}>Public keys of this issuer</a> },
      { term: 'Check', value: <Verify /> },
    ]}
    format="this profile as JSON-LD"
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
      { term: 'For', value: <CodeSpans text={translated(criteria.narrative)} /> },
      ...resultDescription
        .flatMap((result) => result.rubricCriterionLevel)
        .map((level) => ({ term: level.name, value: level.description })),
      { term: 'Category', value: tag.map(translated).join(', ') },
      { term: 'Issued by', value: <a href={paths.issuer}>{issuer.name}</a> },
    ]}
    format="this definition as JSON-LD"
  />
)

/** All keys of the issuer, or the one with an id. */
export const KeysPage: FC<{ keys: readonly KnownKey[]; id?: string | undefined }> = ({ keys, id }) => (
  <DocumentPage
    title={id === undefined ? 'Public keys of this issuer' : 'A public key of this issuer'}
    path={id === undefined ? paths.jwks : paths.issuerKey(id)}
    noindex
    lead={
      <>
        With a public key, anyone can check what this server signed. <Verify />
      </>
    }
    facts={keys.map(({ jwk: { kid }, made_at, retired_at }) => ({
      term: retired_at === null ? 'Signs now' : 'Retired',
      value: (
        <>
          <code>{kid}</code>
          <br />
          Made on <Day at={made_at} />
          {retired_at !== null && (
            <>
              , retired on <Day at={retired_at} />; what it signed stays valid
            </>
          )}
        </>
      ),
    }))}
    format={id === undefined ? 'these keys as a JWK Set' : 'this key as a JWK'}
  />
)

export const StatusListPage: FC<{ number: number; revoked: number }> = ({ number, revoked }) => (
  <DocumentPage
    title={`Status list ${number} of this issuer`}
    path={paths.statusList(String(number))}
    noindex
    lead={
      <>
        It marks the places of revoked credentials, and says nothing else about them. <Verify />
      </>
    }
    facts={[
      { term: 'Places', value: grouped(STATUS_LIST_LENGTH) },
      { term: 'Revoked', value: grouped(revoked) },
    ]}
    format="a signed Bitstring Status List"
  />
)

const Day: FC<{ at: number }> = ({ at }) => <time datetime={isoMoment(at)}>{day(at, 'UTC')}</time>
