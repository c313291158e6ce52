import { baseOf, urls } from '../urls.ts'

/** Links within the site. Of scripts that are modules: those know where they come from. */
export const paths = urls({ base: baseOf(import.meta.url) })
