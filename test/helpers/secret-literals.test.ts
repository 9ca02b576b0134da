import { secretLiterals } from "./secret-literals";

describe("the search for secrets written as text", () => {
  it.each([
    ["a key of AWS", { note: "AKIAIOSFODNN7EXAMPLE" }],
    ["a password in an address", { url: "rediss://:hunter2@cache.internal:6379/0" }],
    ["an argument that holds a password", { resource: [{ password: "hunter2" }] }],
    ["a write-only argument", { secret_string_wo: "hunter2" }],
    ["a variable of a container, in JSON inside a text", { containers: '[{"name":"API_KEY","value":"hunter2"}]' }],
  ])("finds %s", (_, json) => expect(secretLiterals(json)).toHaveLength(1));

  it.each([
    ["a reference", { password_wo: "${ephemeral.aws_secretsmanager_random_password.db.random_password}" }],
    ["an address whose secret is a reference", { url: "rediss://:${var.token}@cache.internal:6379/0" }],
    ["the name of a secret", { name: "REDIS_URL", valueFrom: "arn:aws:secretsmanager:eu-west-1:1:secret:redis-url" }],
    ["a version number", { secret_string_wo_version: 1 }],
    ["the name of a cookie", { name: "AUTH_TOKEN_COOKIE_NAME", value: "__Secure-LATC" }],
  ])("lets pass %s", (_, json) => expect(secretLiterals(json)).toEqual([]));
});
