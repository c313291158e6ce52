/** The parts of an OpenAPI 3.1 document (spec.openapis.org/oas/v3.1) that the reference page reads. */

export interface OpenApiDocument {
  info: { title: string; version: string; description?: string }
  servers?: { url: string }[]
  tags?: { name: string; description?: string }[]
  paths?: Record<string, PathItem>
  components?: { schemas?: Record<string, Schema | Reference>; securitySchemes?: Record<string, unknown> }
  security?: Record<string, string[]>[]
}

export interface Reference {
  $ref: string
}

export interface Operation {
  operationId?: string
  summary?: string
  description?: string
  tags?: string[]
  security?: Record<string, string[]>[]
  parameters?: (Parameter | Reference)[]
  requestBody?: Body | Reference
  responses?: Record<string, Response | Reference>
}

export interface Parameter {
  name: string
  in: string
  required?: boolean
  description?: string
  schema?: Schema | Reference
}

export interface Body {
  description?: string
  required?: boolean
  content?: Content
}

export interface Response {
  description?: string
  content?: Content
}

export type Content = Record<string, { schema?: Schema | Reference }>

export interface Schema {
  type?: string | string[]
  format?: string
  description?: string
  properties?: Record<string, Schema | Reference>
  required?: string[]
  items?: Schema | Reference
  enum?: unknown[]
  const?: unknown
  default?: unknown
  example?: unknown
  minimum?: number
  maximum?: number
  pattern?: string
  anyOf?: (Schema | Reference)[]
  oneOf?: (Schema | Reference)[]
  allOf?: (Schema | Reference)[]
  additionalProperties?: boolean | Schema | Reference
}

export type Method = (typeof METHODS)[number]
export type PathItem = { [method in Method]?: Operation }

export const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete'] as const

export interface Endpoint {
  method: Method
  path: string
  operation: Operation
}

export function isReference(value: object): value is Reference {
  return '$ref' in value
}

/** `#/components/schemas/Profile` → `Profile`. */
export function referredName({ $ref }: Reference): string {
  return $ref.slice($ref.lastIndexOf('/') + 1)
}

/** Returns all operations, in document order. */
export function endpointsOf(document: OpenApiDocument): Endpoint[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method]
      return operation ? [{ method, path, operation }] : []
    }),
  )
}

/** Returns the anchor of an endpoint: `put-api-v1-profiles-handle`. */
export function endpointAnchor({ method, path }: Endpoint): string {
  return `${method}-${path.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '')}`
}

export function schemaAnchor(name: string): string {
  return `schema-${name}`
}
