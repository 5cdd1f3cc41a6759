import type { Language } from "@release-gate/core";

/** Light and dark as the reader's system has it; one column on a phone, pictures side by side where there is room. */
const style = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1c1e21; --faint: #5c6370; --rule: #d9dce1; --card: #f6f7f9;
  --pass: #1a7f37; --warn: #8a5a00; --hold: #a04100; --rollback: #b42318; --chart-line: #2f6fd0; --chart-second: #8a93a6;
  --chart-bound: #b42318; --chart-grid: #00000018; --chart-shade: #00000014; }
@media (prefers-color-scheme: dark) { :root { --paper: #16181c; --ink: #e6e8eb; --faint: #a0a7b4; --rule: #383d46;
  --card: #1f2228; --pass: #57c878; --warn: #e3b341; --hold: #f0883e; --rollback: #ff7b72; --chart-line: #6ea8ff;
  --chart-second: #7d8699; --chart-bound: #ff7b72; --chart-grid: #ffffff20; --chart-shade: #ffffff1c; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 68rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .5rem 0; padding-left: .75rem; border-left: .4rem solid currentColor; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; } h3 { font-size: 1rem; margin: 0; }
p { margin: .25rem 0; } .faint { color: var(--faint); font-size: .875rem; }
ul { list-style: none; margin: 0; padding: 0; }
li, article { background: var(--card); border: 1px solid var(--rule); border-radius: .5rem; padding: .75rem; margin: .5rem 0; }
.word { font-weight: 700; margin-right: .5rem; }
.pass { color: var(--pass); } .warn, .warning { color: var(--warn); } .hold { color: var(--hold); }
.rollback, .error { color: var(--rollback); }
.pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 1rem; }
figure { margin: .5rem 0 0; } figcaption { font-size: .875rem; color: var(--faint); }
svg { display: block; width: 100%; max-width: 34rem; height: auto; }
pre { margin: .5rem 0; padding: .5rem; overflow-x: auto; overflow-wrap: normal; background: var(--paper);
  border: 1px solid var(--rule); border-radius: .25rem; font-size: .8125rem; }
mark { background: none; color: inherit; text-decoration: underline wavy var(--rollback); }
`;

/** One page with everything in it: no script, and nothing that is loaded. `title` and `body` are markup. */
export function htmlPage(language: Language, title: string, body: string): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`;
}
