import tseslint from "typescript-eslint";

const barrels = ["@cdktf/provider-aws", "@cdktf/provider-docker"].map((name) => ({
  name,
  message: `import from ${name}/lib/<resource>: the barrel costs seconds and half a gigabyte`,
}));
const infrastructure = {
  group: ["cdktf", "cdktf/*", "@cdktf/*", "constructs"],
  message: "this part is pure: it imports no cdktf",
};
const upward = (...groups) => ({
  group: groups,
  message: "imports go one way: model, config, platforms, checks, targets, cli",
});

export default tseslint.config(
  { ignores: ["node_modules", "cdktf.out", "coverage"] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ["eslint.config.mjs"] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "no-restricted-imports": ["error", { paths: barrels }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
    },
  },
  {
    files: ["src/{model,config,platforms,migration,rendering,checks}/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        { paths: barrels, patterns: [infrastructure, upward("**/targets/**", "**/modules/**", "**/cli/**")] },
      ],
    },
  },
  {
    files: ["src/modules/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        { paths: barrels, patterns: [upward("**/targets/**", "**/cli/**", "**/platforms/**")] },
      ],
    },
  },
  {
    files: ["src/targets/**/*.ts"],
    rules: {
      "no-restricted-imports": ["error", { paths: barrels, patterns: [upward("**/cli/**", "**/platforms/**")] }],
    },
  },
  {
    files: ["src/parity/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        { paths: barrels, patterns: [infrastructure, upward("**/modules/**", "**/cli/**", "**/platforms/**")] },
      ],
    },
  },
  { files: ["**/*.mjs", "**/*.js"], extends: [tseslint.configs.disableTypeChecked] },
);
