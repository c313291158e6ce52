/** What `functions/front/build-server.ts` binds besides the bindings of wrangler.toml. */
export interface FrontEnv extends Env {
  /** Laurel's assets, and behind them its Worker. */
  APP: Fetcher
  /** The folder of R2's objects. */
  DISK: Fetcher
  /** The object that miniflare keeps a bucket's metadata in. */
  BUCKET: DurableObjectNamespace
  BUCKET_NAME: string
}
