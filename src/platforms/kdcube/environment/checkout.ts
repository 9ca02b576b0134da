import type { AsProcess } from "../../../model/service";

/** A service that runs from a checkout starts again when its code changes; in a container that doubles the processes. */
export const fromCheckout = ({ environment, ...rest }: AsProcess = { environment: {} }): AsProcess => ({
  ...rest,
  environment: { ...environment, UVICORN_RELOAD: "1" },
});
