import * as z from "zod";

/** The region is the pool's own first half, so it is asked for once. Source: AWS, Cognito user pool id. */
const userPoolId = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d_\w+$/, "a user pool id such as eu-west-1_AbCdEfGhI");

const cognitoFields = {
  userPoolId,
  clientId: z.string().min(1),
  /** The app client of service users. @default - the same as `clientId` */
  serviceClientId: z.string().min(1).optional(),
  /** The account that the platform acts with towards Cognito. @default - none, so no call to Cognito's admin API */
  serviceUser: z.strictObject({ username: z.string().default("service.user"), email: z.email() }).optional(),
  /** The browser sends the id token in it beside the access token. */
  idTokenHeader: z.string().default("X-ID-Token"),
  jwksCacheSec: z.int().positive().default(86400),
};

/** Users are a file of tokens: for a laptop, and for tests. */
const simple = z.strictObject({
  type: z.literal("simple"),
  /** Written into the UI's config.json for everybody to read. @default - the UI is anonymous */
  developmentToken: z.string().min(1).optional(),
  /** Where the file is, inside the container. @default - in the working directory, gone with the container */
  usersFile: z.string().startsWith("/").optional(),
});

/** The browser logs in at Cognito, the application checks the token. */
const cognito = z.strictObject({ type: z.literal("cognito"), ...cognitoFields });

/** proxylogin logs in at Cognito and keeps the tokens behind cookies; the proxy swaps one for the other. */
const delegated = z.strictObject({
  type: z.literal("delegated"),
  ...cognitoFields,
  cookies: z
    .strictObject({
      /** Off only where login and UI are on different domains, see `cors`. */
      enabled: z.boolean().default(true),
      /** Off takes `__Secure-` from the cookies' names too; for plain http. */
      secure: z.boolean().default(true),
      sameSite: z.enum(["default", "lax", "strict", "none"]).default("strict"),
    })
    .prefault({}),
  /** The browser gets a stand-in for the token, which the proxy unmasks. */
  masquerade: z.boolean().default(true),
  enforceMfa: z.boolean().default(false),
  /** What authenticator apps show for this installation. */
  totp: z.strictObject({ appName: z.string(), issuer: z.string() }).prefault({ appName: "KDCube", issuer: "KDCube" }),
  passwordReset: z.strictObject({
    company: z.string().min(1),
    sender: z.email(),
    template: z.string().min(1),
    /** `%[1]s` is the user. @default - the UI's own reset page on the environment's domain */
    redirectUrl: z.string().includes("%[1]s", "must hold %[1]s, where the user goes").optional(),
  }),
  /** @default - none: login and UI share a domain */
  cors: z.strictObject({ origin: z.string(), methods: z.string(), headers: z.string() }).optional(),
});

export const authSchema = z.discriminatedUnion("type", [simple, cognito, delegated]);
export type Auth = z.infer<typeof authSchema>;
export type Delegated = z.infer<typeof delegated>;

/** The pool of whoever logs in with Cognito, in either way; none with simple login. */
export const cognitoOf = (auth: Auth): Exclude<Auth, { type: "simple" }> | undefined =>
  auth.type === "simple" ? undefined : auth;

export const regionOf = (pool: string): string => pool.slice(0, pool.indexOf("_"));

/** Both the issuer of the tokens and the authority that the browser goes to. */
export const issuerOf = (pool: string): string => `https://cognito-idp.${regionOf(pool)}.amazonaws.com/${pool}`;
