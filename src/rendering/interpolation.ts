import { outsideMarks } from "./marks";

/** Text that compose must not fill in: it reads `$$` as `$`. What a mark becomes holds none. */
export const literally = (text: string): string => outsideMarks(text, (literal) => literal.replaceAll("$", "$$$$"));
