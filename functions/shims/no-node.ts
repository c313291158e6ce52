/**
 * Stands in for the Node modules that sql.js names and, in workerd, never calls (wrangler.toml, [alias]):
 * without it every build warns that they are missing.
 */
export default {}
