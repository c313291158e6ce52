import type { FC } from 'hono/jsx'
import { Layout } from '../layout.tsx'
import { API_DOCS_PATH } from '../paths.ts'
import { type Endpoint, endpointAnchor, endpointsOf, type OpenApiDocument, schemaAnchor } from './openapi.ts'
import { OperationView } from './operation.tsx'
import { SchemaView } from './schema.tsx'

export interface ApiDocsPageProps {
  document: OpenApiDocument
  /** Scheme and host for the examples, without a slash at the end. */
  origin: string
  /** Where the document itself can be fetched. */
  documentPath?: string | undefined
}

/** The reference of the API: everything its OpenAPI document says, as one page. */
export const ApiDocsPage: FC<ApiDocsPageProps> = ({ document, origin, documentPath }) => {
  const groups = byTag(endpointsOf(document))
  const schemas = Object.entries(document.components?.schemas ?? {})
  return (
    <Layout title="API" path={API_DOCS_PATH} description={document.info.description}>
      <div class="reference">
        <nav class="contents" aria-label="Contents">
          {groups.map(([tag, endpoints]) => (
            <>
              <h2>{tag}</h2>
              <ul>
                {endpoints.map((endpoint) => (
                  <li>
                    <a href={`#${endpointAnchor(endpoint)}`}>
                      <span class={`method method-${endpoint.method}`}>{endpoint.method.toUpperCase()}</span>{' '}
                      {endpoint.operation.summary ?? endpoint.path}
                    </a>
                  </li>
                ))}
              </ul>
            </>
          ))}
          <h2>Shapes</h2>
          <ul>
            {schemas.map(([name]) => (
              <li>
                <a href={`#${schemaAnchor(name)}`}>{name}</a>
              </li>
            ))}
          </ul>
        </nav>
        <div>
          <h1>{document.info.title}</h1>
          <p class="hint">
            Version {document.info.version}
            {documentPath && (
              <>
                {' · '}
                <a href={documentPath}>OpenAPI document</a>
              </>
            )}
          </p>
          {document.info.description && <p class="lead">{document.info.description}</p>}
          {groups.map(([tag, endpoints]) => (
            <section aria-label={tag}>
              <h2>{tag}</h2>
              {endpoints.map((endpoint) => (
                <OperationView endpoint={endpoint} origin={origin} security={document.security} />
              ))}
            </section>
          ))}
          <section aria-labelledby="shapes">
            <h2 id="shapes">Shapes</h2>
            {schemas.map(([name, schema]) => (
              <article class="operation" id={schemaAnchor(name)}>
                <h3>{name}</h3>
                <div>
                  <SchemaView schema={schema} />
                </div>
              </article>
            ))}
          </section>
        </div>
      </div>
    </Layout>
  )
}

/** Endpoints under their first tag, tags in order of appearance. */
function byTag(endpoints: Endpoint[]): [string, Endpoint[]][] {
  const groups = new Map<string, Endpoint[]>()
  for (const endpoint of endpoints) {
    const tag = endpoint.operation.tags?.[0] ?? 'Endpoints'
    const group = groups.get(tag)
    if (group) group.push(endpoint)
    else groups.set(tag, [endpoint])
  }
  return [...groups]
}
