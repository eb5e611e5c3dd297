/** Rules about what stands in a file: each takes a file and yields `{ line, reason }`. */
import { posix } from 'node:path';
import ts from 'typescript';
import { MAX_LINES, STATE_FILES } from './layers.mjs';
import { lineOf, walk } from './source-file.mjs';

const isTest = (path) => /\/(test|test-d)\/|\.(test|test-d)\.tsx?$/.test(path);
const isTypeScript = (path) => /\.tsx?$/.test(path);

export function* stateInOnePlace({ path, tree }) {
  if (!path.startsWith('packages/core/src/') || STATE_FILES.includes(path)) return;
  const found = [];
  walk(tree, (node) => {
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind) && isStateAccess(node.left)) {
      found.push({ line: lineOf(node), reason: `the state of a run is assigned only in ${STATE_FILES[0]}` });
    }
  });
  yield* found;
}

const isAssignment = (kind) => kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;

const isStateAccess = (node) =>
  (ts.isPropertyAccessExpression(node) && node.name.text === 'state') ||
  (ts.isElementAccessExpression(node) &&
    ts.isStringLiteralLike(node.argumentExpression) &&
    node.argumentExpression.text === 'state');

export function* doorsByName({ path, tree }) {
  if (!/^packages\/[^/]+\/src\/(index|model)\.ts$/.test(path)) return;
  for (const statement of tree.statements) {
    if (!ts.isExportDeclaration(statement) || statement.isTypeOnly || !statement.moduleSpecifier) continue;
    if (!statement.exportClause || ts.isNamespaceExport(statement.exportClause)) {
      yield { line: lineOf(statement), reason: "a package's door lists its values by name, not `export *`" };
    }
  }
}

export function* noDefaultExports({ path, tree }) {
  // Tools read their configuration from a default export.
  if (!isTypeScript(path) || /\.config\.ts$/.test(path)) return;
  for (const statement of tree.statements) {
    const isDefault =
      ts.isExportAssignment(statement) ||
      (ts.canHaveModifiers(statement) &&
        ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)) ||
      (ts.isExportDeclaration(statement) &&
        statement.exportClause &&
        ts.isNamedExports(statement.exportClause) &&
        statement.exportClause.elements.some(({ name }) => name.text === 'default'));
    if (isDefault) yield { line: lineOf(statement), reason: 'exports have names: no `export default`' };
  }
}

export function* noEnums({ tree }) {
  const found = [];
  walk(tree, (node) => {
    if (ts.isEnumDeclaration(node)) {
      found.push({ line: lineOf(node), reason: 'a union of string literals instead of an `enum`' });
    }
  });
  yield* found;
}

export function* shortFiles({ path, text }) {
  const lines = text.replace(/\n$/, '').split('\n').length;
  if (isTest(path) || lines <= MAX_LINES) return;
  yield { line: lines, reason: `${lines} lines, more than ${MAX_LINES}: which collaborator is hiding in it?` };
}

export function* kebabNames({ path }) {
  const name = posix.basename(path);
  const isKebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|test-d|d|config|bench|stories))*\.(ts|tsx|mjs)$/.test(name);
  if (!isKebab) yield { line: 1, reason: `the file name ${name} is not in kebab case` };
}

export function* nothingLeftOpen({ text }) {
  // Written so that this file does not find itself.
  const marks = new RegExp(String.raw`\b(${['TO' + 'DO', 'FIX' + 'ME'].join('|')})\b`);
  for (const [index, content] of text.split('\n').entries()) {
    const mark = marks.exec(content)?.[1];
    if (mark) yield { line: index + 1, reason: `${mark}: finish it or make it an issue` };
  }
}
