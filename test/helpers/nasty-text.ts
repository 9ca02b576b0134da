/** What a shell, Terraform, JSON or printf would each like to read in its own way. */
export const NASTY_TEXTS: Readonly<Record<string, string>> = {
  quotes: `it's "quoted" \`id\` 'a'\\''b' "$(id)"`,
  dollars: "$HOME ${HOME} $${HOME} $$${HOME} $$ ${{x}} $(( 1 + 1 )) ${TfToken} $FILE_1",
  percents: "100% %s %d %% %{ if true } %%{ x } %n",
  backslashes: "\\ \\n \\0 \\\\ \\u0041 \\c end\\",
  newlines: "\n\n first\r\nsecond\ttab\n\n\n",
  "no newline at the end": "last line",
  "letters of the world": "größer → 日本語 🚢 e\u0301 \u2028 \u00a0",
  "shell operators": "# no comment\n; rm -rf / & | < > * ? ~ ! [a] {b,c}\nEOF\n-n -e --",
  "control characters": "\u0001\u001b[31m\u007f",
  nothing: "",
  long: "0123456789abcdef".repeat(2000),
};
