import { inReadWords } from "./formats/index.js";
import { problemError, type YamlDocument } from "../document/index.js";
import { openSlos } from "./openslo.js";
import { isOpenSlo, type PlacedProblem } from "./openslo-objects.js";
import { mostGroups, type Slo } from "./slo.js";
import { msg } from "../text/message.js";
import { isSloth, slothSlos } from "./sloth.js";

/** The SLOs of some documents (OpenSLO, sloth, Pyrra), and what is wrong with those that could not be read. */
export function findSlos(given: readonly YamlDocument[]): {
  readonly slos: readonly Slo[];
  readonly problems: readonly PlacedProblem[];
} {
  const { documents, problems: untranslated, groupings } = inReadWords(given);
  const open = openSlos(documents.filter((document) => isOpenSlo(document) || !isSloth(document)));
  const sloth = slothSlos(documents.filter(isSloth));
  const slos = [...open.slos, ...sloth.slos].map((slo): Slo => {
    const labels = groupings.get(slo.id);
    return labels === undefined ? slo : { ...slo, groupBy: { labels, most: mostGroups } };
  });
  const problems = [...untranslated, ...open.problems, ...sloth.problems];
  const seen = new Set(open.slos.map(({ id }) => id));
  for (const slo of sloth.slos) {
    const document = documents.find(({ path }) => path === slo.place.path);
    if (seen.has(slo.id) && document !== undefined) {
      problems.push({
        document,
        problem: {
          path: ["slos"],
          text: msg`There is already an SLO named "${slo.id}".`,
          advice: msg`Give it another name.`,
        },
      });
    }
    seen.add(slo.id);
  }
  return { slos, problems };
}

/**
 * The SLOs of some documents together, so that references between files are followed.
 * @throws UserError at the first thing that is wrong.
 */
export function readSlos(documents: readonly YamlDocument[]): readonly Slo[] {
  const { slos, problems } = findSlos(documents);
  const [first] = problems;
  if (first === undefined) return slos;
  const [own, ...others] = problems.filter(({ document }) => document === first.document).map(({ problem }) => problem);
  throw problemError(first.document, [own ?? first.problem, ...others]);
}
