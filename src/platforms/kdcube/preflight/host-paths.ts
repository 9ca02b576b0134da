/** On a laptop both are expressions about one volume: its name, and where it lies. */
export const sameDirectory = (said: string, source: string): boolean =>
  said === source || (said.startsWith("<") && said.replace(/\.\w+>$/, "") === source.replace(/\.\w+>$/, ""));
