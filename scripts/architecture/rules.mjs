/** Every rule under the name that a message shows. */
import {
  doorsByName,
  kebabNames,
  noDefaultExports,
  noEnums,
  nothingLeftOpen,
  shortFiles,
  stateInOnePlace,
} from './code-rules.mjs';
import {
  coreFolders,
  manifestDirection,
  metadataInOneFile,
  modelForBrowsers,
  packageDirection,
  rxjsAtHome,
} from './import-rules.mjs';
import { parseSourceFile } from './source-file.mjs';

const CODE_RULES = {
  'package-direction': packageDirection,
  'core-folders': coreFolders,
  'model-for-browsers': modelForBrowsers,
  'metadata-in-one-file': metadataInOneFile,
  'rxjs-at-home': rxjsAtHome,
  'state-in-one-place': stateInOnePlace,
  'doors-by-name': doorsByName,
  'no-default-exports': noDefaultExports,
  'no-enums': noEnums,
  'short-files': shortFiles,
  'kebab-names': kebabNames,
  'nothing-left-open': nothingLeftOpen,
};
const MANIFEST_RULES = { 'manifest-direction': manifestDirection };

export const RULE_NAMES = [...Object.keys(CODE_RULES), ...Object.keys(MANIFEST_RULES)];

/**
 * Applies every rule to a tree of files.
 * @param {Record<string, string>} files texts by path, relative to the workspace
 * @returns {{ path: string, line: number, rule: string, reason: string }[]}
 */
export function checkFiles(files) {
  const violations = [];
  const apply = (rules, file, tree) => {
    for (const [rule, check] of Object.entries(rules)) {
      for (const violation of check(file, tree)) violations.push({ path: file.path, rule, ...violation });
    }
  };
  const tree = new Map();
  for (const [path, text] of Object.entries(files)) {
    if (path.endsWith('package.json')) apply(MANIFEST_RULES, { path, text });
    else tree.set(path, parseSourceFile(path, text));
  }
  for (const file of tree.values()) apply(CODE_RULES, file, tree);
  return violations;
}
