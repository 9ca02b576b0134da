/** The script of a new host's first start. */
export const hostSetup = ({ project, root, volumeId }: { project: string; root: string; volumeId: string }): string =>
  `#!/bin/sh\n# ${project}: ${root} is on ${volumeId}.\n`;
