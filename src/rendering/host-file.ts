/** What only the place knows of the host, for the program that deploys there. */
export interface HostInput {
  readonly region: string;
  /** Where it reports what became of a release. */
  readonly metrics: { readonly namespace: string; readonly dimensions: Readonly<Record<string, string>> };
  /** File stores that a network file system holds; any other is a directory of the host. */
  readonly fileSystems: Readonly<Record<string, { readonly fileSystemId: string; readonly accessPointId: string }>>;
  /** Where our own images are pulled from, when a login is needed. @default - none is */
  readonly registry?: string | undefined;
}
