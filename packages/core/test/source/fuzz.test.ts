import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { frameworks, loadParser, readMigrations, sourceOf } from "@release-gate/core";
import { Substitution } from "../../src/source/substitution.js";
import { lintFlat } from "../lint-flat.js";

beforeAll(() => loadParser());

/** Lines that a file of some framework may hold, in any order. */
const lines = [
  "-- +goose Up",
  "-- +goose Down",
  "-- +goose StatementBegin",
  "-- +goose StatementEnd",
  "-- +goose NO TRANSACTION",
  "-- +migrate Up notransaction",
  "-- +migrate Down",
  "-- +migrate StatementBegin",
  "-- +migrate StatementEnd",
  "-- migrate:up transaction:false",
  "-- migrate:down",
  "---- create above / drop below ----",
  "---- tern: disable-tx ----",
  "--> statement-breakpoint",
  "SELECT 1--> statement-breakpoint",
  "--! Previous: -",
  "--! no-transaction",
  "-- no-transaction",
  "\\set a b",
  "\\i other.sql",
  "SELECT 1;",
  "SELECT 'é' AS 日本, ${long} FROM ${s}.t",
  "CREATE INDEX CONCURRENTLY i ON ${s}.t (:a, {{ .long }});",
  "DO $$ BEGIN PERFORM 1; END $$;",
  "COMMIT; BEGIN;",
  "{{ if .x }}",
  "$$ /* '",
  "",
];
const placeholders = { s: "x", long: "a_very_long_name_for_it", a: "" };
const paths = [
  "1_a.sql",
  "1_a.up.sql",
  "V1__a.sql",
  "1_a/up.sql",
  "1_a/migration.sql",
  "committed/1.sql",
  "deploy/a.sql",
  "v1.0/a.sql",
  "1_a.autocommit.up.sql",
];
const text = fc
  .tuple(fc.array(fc.constantFrom(...lines), { maxLength: 12 }), fc.constantFrom("\n", "\r\n"))
  .map(([parts, end]) => parts.join(end));
const names = frameworks.map(({ name }) => name);

describe("any file of any framework", () => {
  it("is cut into statements that lie in their sections, one after the other", () => {
    fc.assert(
      fc.property(text, fc.constantFrom(...paths), fc.constantFrom(...names), (content, path, framework) => {
        for (const migration of readMigrations([sourceOf(path, content)], { postgres: 18, framework, placeholders })) {
          const written = migration.substitution?.text ?? content;
          let at = migration.span.start;
          for (const [index, statement] of migration.statements.entries()) {
            expect(statement.index).toBe(index);
            expect(statement.span.start).toBeGreaterThanOrEqual(at);
            expect(written.slice(statement.span.start, statement.span.end)).toBe(statement.text);
            at = statement.span.end;
          }
          expect(at).toBeLessThanOrEqual(migration.span.end);
        }
      }),
      { seed: 4, numRuns: 1500 },
    );
  });

  it("has its findings at places of the file", () => {
    fc.assert(
      fc.property(text, fc.constantFrom(...paths), fc.constantFrom(...names), (content, path, framework) => {
        const report = lintFlat([sourceOf(path, content)], { postgres: 18, framework, placeholders });
        for (const { span, fix } of report.files.flatMap(({ migrations }) =>
          migrations.flatMap((each) => each.findings),
        )) {
          for (const { start, end } of [span, ...(fix ?? []).map((edit) => edit.span)]) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeGreaterThanOrEqual(start);
            expect(end).toBeLessThanOrEqual(content.length);
          }
        }
      }),
      { seed: 4, numRuns: 300 },
    );
  });
});

describe("a substitution", () => {
  it("leads every word that was not replaced back to itself", () => {
    const parts = fc.array(fc.tuple(fc.string({ maxLength: 5 }), fc.option(fc.string({ maxLength: 8 }))), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(parts, (pieces) => {
        let source = "";
        let written = "";
        const kept: { readonly from: number; readonly at: number; readonly length: number }[] = [];
        const replacements = pieces.flatMap(([piece, value]) => {
          const start = source.length;
          source += piece;
          if (value === null) {
            kept.push({ from: written.length, at: start, length: piece.length });
            written += piece;
            return [];
          }
          written += value;
          return [{ span: { start, end: source.length }, text: value }];
        });
        const substitution = new Substitution(source, replacements);
        expect(substitution.text).toBe(written);
        for (const { from, at, length } of kept.filter((each) => each.length > 0)) {
          expect(substitution.original({ start: from, end: from + length })).toEqual({ start: at, end: at + length });
          expect(substitution.touches({ start: from, end: from + length })).toBe(false);
        }
      }),
      { seed: 4, numRuns: 1000 },
    );
  });
});
