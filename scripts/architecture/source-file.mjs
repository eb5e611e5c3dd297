/** What the architecture rules see of a file: its place, its text, its syntax tree and what it imports. */
import ts from 'typescript';

/**
 * @typedef {{ specifier: string, isTypeOnly: boolean, line: number }} Import
 * @typedef {{ path: string, text: string, tree: ts.SourceFile, imports: readonly Import[] }} SourceFile
 */

/** Reads one file. `path` is relative to the workspace, with forward slashes. @returns {SourceFile} */
export function parseSourceFile(path, text) {
  const kind = path.endsWith('.tsx') ? ts.ScriptKind.TSX : path.endsWith('.mjs') ? ts.ScriptKind.JS : ts.ScriptKind.TS;
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind);
  return { path, text, tree, imports: importsOf(tree) };
}

/** Calls `visit` for every node of a tree. */
export function walk(node, visit) {
  visit(node);
  node.forEachChild((child) => walk(child, visit));
}

/** The line of a node, counted from 1. */
export const lineOf = (node) => {
  const tree = node.getSourceFile();
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
};

/** `import`, `export … from`, `import()`, `import x = require()`, `require()` and the type `import('x').Y`. */
function importsOf(tree) {
  const found = [];
  const add = (node, literal, isTypeOnly) => {
    if (literal && ts.isStringLiteralLike(literal)) {
      found.push({ specifier: literal.text, isTypeOnly, line: lineOf(node) });
    }
  };
  walk(tree, (node) => {
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier, isTypeOnlyImport(node));
    else if (ts.isExportDeclaration(node)) add(node, node.moduleSpecifier, isTypeOnlyExport(node));
    else if (ts.isImportTypeNode(node)) add(node, node.argument.literal, true);
    else if (ts.isExternalModuleReference(node)) add(node, node.expression, false);
    else if (ts.isCallExpression(node) && isImportCall(node)) add(node, node.arguments[0], false);
  });
  return found;
}

const isImportCall = ({ expression }) =>
  expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === 'require');

function isTypeOnlyImport({ importClause }) {
  if (!importClause) return false;
  if (importClause.isTypeOnly) return true;
  const { name, namedBindings } = importClause;
  return !name && !!namedBindings && ts.isNamedImports(namedBindings) && namedBindings.elements.length > 0
    ? namedBindings.elements.every((element) => element.isTypeOnly)
    : false;
}

function isTypeOnlyExport({ isTypeOnly, exportClause }) {
  if (isTypeOnly) return true;
  return !!exportClause && ts.isNamedExports(exportClause) && exportClause.elements.length > 0
    ? exportClause.elements.every((element) => element.isTypeOnly)
    : false;
}
