import { loadPyodide } from "pyodide";
const [root, packages, ...args] = process.argv.slice(2);
const python = await loadPyodide({ packageBaseUrl: "" });
for (const [from, to] of [[root, "/project"], [packages, "/packages"]]) {
  python.FS.mkdir(to);
  python.FS.mount(python.FS.filesystems.NODEFS, { root: from }, to);
}
python.globals.set("arguments", args);
process.exitCode = await python.runPythonAsync(`
import os, sys
os.chdir("/project")
sys.path[:0] = ["/project/generator", "/project/tests"]
sys.path.append("/packages")
sys.dont_write_bytecode = True
print(sys.version)
import pytest
int(pytest.main([*arguments.to_py(), "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-o", "addopts="]))
`);
