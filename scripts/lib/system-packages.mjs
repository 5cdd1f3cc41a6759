// Debian's packages that tests use: a browser for the editor, Prometheus and promtool for the metrics.
export const systemPackages = ["chromium", "fonts-dejavu-core", "fonts-noto-cjk", "prometheus"];

/**
 * Which packages to install now, and what to say where some are missing and are not installed.
 * @param about `flag`: somebody said yes beforehand. `ask`: asks a person; undefined where nobody is there to answer.
 */
export async function packagesToInstall({ flag, isRoot, isDebian, isInstalled, ask }) {
  if (!isDebian) return { install: [] };
  const missing = systemPackages.filter((name) => !isInstalled(name));
  if (missing.length === 0) return { install: [] };
  const names = missing.join(" ");
  const how = `Tests that need these Debian packages are skipped: ${names}. To install them:`;
  if (!isRoot) return { install: [], say: `${how} sudo apt-get install --no-install-recommends ${names}` };
  if (flag || (await ask?.(`Install Debian's packages ${names}? Tests that need them are skipped without.`)))
    return { install: missing };
  return { install: [], say: `${how} npm test -- --install-packages` };
}
