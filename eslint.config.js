/** Rules for the widget: plain mistakes, and nothing that makes markup out of data. */

import js from "@eslint/js";
import noUnsanitized from "eslint-plugin-no-unsanitized";
import globals from "globals";

const SINKS = [
  ["innerHTML"],
  ["outerHTML"],
  ["insertAdjacentHTML"],
  ["setHTMLUnsafe"],
  ["srcdoc"],
  ["document", "write"],
  ["document", "writeln"],
  ["eval"],
];

export default [
  { ignores: ["**", "!bot", "!bot/widget", "!bot/widget/src/**", "!eslint.config.js"] },
  js.configs.recommended,
  noUnsanitized.configs.recommended,
  { files: ["bot/widget/src/**"], languageOptions: { globals: globals.browser } },
  {
    rules: {
      eqeqeq: "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-console": "error", // what a parent writes must not reach a log
      "no-restricted-properties": [
        "error",
        ...SINKS.map(([object, property]) => ({
          ...(property ? { object, property } : { property: object }),
          message: "Use make() of dom.js: data becomes text, never markup.",
        })),
      ],
    },
  },
];
