declare module "*.css" {
  /** esbuild gives the text of the file. */
  const css: string;
  export default css;
}
