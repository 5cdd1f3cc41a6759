import type { DirectiveType, FileProblem, RulesConfig, SourceLocation, TraversalStep } from "@eslint/core";
import { ConfigCommentParser, Directive, TextSourceCodeBase, VisitNodeStep } from "@eslint/plugin-kit";
import type { JudgedFile } from "./findings.js";
import type { CommentNode, ProgramNode, SqlNode } from "./syntax-tree.js";

const parser = new ConfigCommentParser();
const directive = /^eslint-(?<type>disable-next-line|disable-line|disable|enable)$/;

interface InlineConfig {
  readonly config: { readonly rules: RulesConfig };
  readonly loc: SourceLocation;
}

/** A SQL file as ESLint's rules see it. `judged` is what Release Gate says about it, for all rules at once. */
export class SqlSourceCode extends TextSourceCodeBase<{
  LangOptions: Record<string, unknown>;
  RootNode: ProgramNode;
  SyntaxElementWithLoc: SqlNode | CommentNode;
  ConfigNode: CommentNode;
}> {
  readonly judged: JudgedFile;
  readonly comments: readonly CommentNode[];
  readonly visitorKeys = { Program: ["body"], Statement: [] };

  constructor(text: string, ast: ProgramNode, judged: JudgedFile) {
    super({ text, ast, lineEndingPattern: /\r\n|\n|\r/u });
    this.judged = judged;
    this.comments = ast.comments;
  }

  override getParent(node: SqlNode | CommentNode): SqlNode | undefined {
    return node === this.ast ? undefined : this.ast;
  }

  override getAncestors(node: SqlNode | CommentNode): SqlNode[] {
    return node === this.ast ? [] : [this.ast];
  }

  /** The comments that speak to ESLint. */
  getInlineConfigNodes(): CommentNode[] {
    return this.comments.filter((comment) => /^\s*eslint/.test(comment.value));
  }

  /** `eslint-disable` and its kin. A disable-line comment over several lines is refused, as ESLint does for JavaScript. */
  getDisableDirectives(): { readonly directives: Directive[]; readonly problems: FileProblem[] } {
    const directives: Directive[] = [];
    const problems: FileProblem[] = [];
    for (const node of this.getInlineConfigNodes()) {
      const parsed = parser.parseDirective(node.value);
      const type = parsed && (directive.exec(parsed.label)?.groups?.["type"] as DirectiveType | undefined);
      if (!parsed || !type) continue;
      if (type === "disable-line" && node.loc.start.line !== node.loc.end.line) {
        const message = `${parsed.label} comment should not span multiple lines.`;
        problems.push({ ruleId: null, message, loc: node.loc });
        continue;
      }
      directives.push(new Directive({ type, node, value: parsed.value, justification: parsed.justification }));
    }
    return { directives, problems };
  }

  /** `eslint rule: "off"` comments. */
  applyInlineConfig(): { readonly configs: InlineConfig[]; readonly problems: FileProblem[] } {
    const configs: InlineConfig[] = [];
    const problems: FileProblem[] = [];
    for (const node of this.getInlineConfigNodes()) {
      const parsed = parser.parseDirective(node.value);
      if (parsed?.label !== "eslint") continue;
      const result = parser.parseJSONLikeConfig(parsed.value);
      if (result.ok) configs.push({ config: { rules: result.config }, loc: node.loc });
      else problems.push({ ruleId: null, message: result.error.message, loc: node.loc });
    }
    return { configs, problems };
  }

  override *traverse(): Iterable<TraversalStep> {
    yield step(this.ast, 1, []);
    for (const statement of this.ast.body) {
      yield step(statement, 1, [this.ast]);
      yield step(statement, 2, [this.ast]);
    }
    yield step(this.ast, 2, []);
  }
}

function step(target: SqlNode, phase: 1 | 2, parents: readonly SqlNode[]): VisitNodeStep {
  return new VisitNodeStep({ target, phase, args: [target, ...parents] });
}
