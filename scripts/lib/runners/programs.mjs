// How runners are had: each by the ordinary client of its own registry, into a folder.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Runs a program with its output kept; throws with the end of what it said where it fails. */
export function run(folder, program, args, variables = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { ...process.env, ...variables },
  });
  if (status !== 0)
    throw new Error(`${program} ${args.join(" ")}: ${error?.message ?? (stderr || stdout).slice(-2000)}`);
  return stdout;
}

/** Packages of npm: `npm("knex@3.3.0", "pg@8.16.3")`. */
export const npm =
  (...packages) =>
  (folder) => {
    writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
    run(folder, "npm", ["install", "--silent", "--no-audit", "--no-fund", ...packages]);
  };

/** A program of Go, with its build tags. */
export const go = (program, tags) => (folder) =>
  run(folder, "go", ["install", ...(tags ? ["-tags", tags] : []), program], { GOBIN: folder, GOFLAGS: "-p=1" });

/** A crate of Rust, built without optimizing: only what it sends counts. */
export const cargo =
  (name, version, ...more) =>
  (folder) =>
    run(folder, "cargo", ["install", "-j1", "--root", folder, `${name}@${version}`, ...more], {
      CARGO_PROFILE_RELEASE_OPT_LEVEL: "0",
      CARGO_PROFILE_RELEASE_LTO: "off",
      CARGO_PROFILE_RELEASE_CODEGEN_UNITS: "16",
    });

/** Packages of PyPI in an environment of their own: `bin/python` is in the folder. */
export const python =
  (...packages) =>
  (folder) => {
    run(folder, "python3", ["-m", "venv", "."]);
    run(folder, join(folder, "bin/pip"), ["install", "--quiet", ...packages]);
  };

/** Artifacts of Maven with all that they need, in `jars`: `maven("org.flywaydb:flyway-core:13.12.1")`. */
export const maven =
  (...artifacts) =>
  (folder) => {
    const dependencies = artifacts.map((each) => {
      const [group, artifact, version] = each.split(":");
      return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
    });
    writeFileSync(
      join(folder, "pom.xml"),
      `<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version><dependencies>${dependencies.join("")}</dependencies></project>`,
    );
    run(folder, "mvn", ["-q", "dependency:copy-dependencies", "-DoutputDirectory=jars"]);
  };

/** Packages of Debian, which only its administrator installs; says which are missing. */
export const debian =
  (...packages) =>
  (folder) => {
    try {
      run(folder, "dpkg-query", ["--show", ...packages]);
    } catch {
      throw new Error(`Install it: apt-get install --no-install-recommends ${packages.join(" ")}`);
    }
  };
