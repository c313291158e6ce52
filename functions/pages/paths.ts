import { createContext, useContext } from 'hono/jsx'
import { ROUTES, type Urls } from '../../src/urls.ts'

const PATHS = createContext<Urls>(ROUTES)

/** Says below which path the links of the pages inside lie; without it, at the root of the host. */
export const PathsProvider = PATHS.Provider

/** Links from a page to others of its site. They are looked up while the page is rendered: no constant may hold one. */
export const paths: Urls = new Proxy(ROUTES, { get: (_, name) => Reflect.get(useContext(PATHS), name) })
