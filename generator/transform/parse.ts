import { Project, type SourceFile } from "ts-morph";

/** Parses an emitted module; throws with line and message where it is not TypeScript. */
export function parseModule(text: string): SourceFile {
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    compilerOptions: { noLib: true },
  });
  const file = project.createSourceFile("module.ts", text);
  const [fault] = project.getProgram().getSyntacticDiagnostics(file);
  if (fault !== undefined) {
    const line = fault.getLineNumber() ?? 1;
    const message = fault.getMessageText();
    const near = text.split("\n")[line - 1]?.trim() ?? "";
    throw new Error(
      `line ${line} does not parse: ${
        typeof message === "string" ? message : message.getMessageText()
      } (near "${near}")`,
    );
  }
  return file;
}
