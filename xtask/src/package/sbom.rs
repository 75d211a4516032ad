//! Bills of materials (CycloneDX): what each package is made of, by the kept tool of each language,
//! checked against CycloneDX's own schemas. What counts is Rust's: every package holds the core and
//! AWS-LC, and next to nothing else.

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::kotlin::MVN;
use crate::node::NPM;
use crate::step::Step;
use crate::workspace::{Workspace, answers, read, remove_folder, write};
use crate::{python, version};

const REQUIREMENTS: &str = "xtask/requirements-sbom.txt";
const CHECK: &str = "xtask/sbom/check.py";
/// The tools that are no packages of Python's.
const CARGO: (&str, &str) = ("cargo-cyclonedx", "0.5.9");
const NODE: &str = "@cyclonedx/cyclonedx-npm@6.0.1";
const MAVEN: &str = "org.cyclonedx:cyclonedx-maven-plugin:2.9.3:makeBom";
/// The crates that are shipped, by themselves or inside of a package, and their folders.
const CRATES: [(&str, &str); 8] = [
    ("tokenseal", "core"),
    ("tokenseal-cli", "cli"),
    ("tokenseal-drivers", "drivers"),
    ("tokenseal-files", "files"),
    ("tokenseal-node", "bindings-node"),
    ("tokenseal-python", "bindings-python"),
    ("tokenseal-serve", "server"),
    ("tokenseal-uniffi", "bindings-uniffi"),
];
/// The name for cargo-cyclonedx's files, which it writes next to every manifest of the workspace.
const WRITTEN: &str = "tokenseal-sbom";

/// Writes a bill for each package, and checks all of them. With `complete`, a language whose tool
/// is missing is an error.
pub(super) fn run(workspace: &Workspace, complete: bool, folder: &Path) -> Result<()> {
    remove_folder(folder)?;
    std::fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let venv = workspace.target.join("sbom/venv");
    python::tools(workspace, &venv, &workspace.root.join(REQUIREMENTS))?;
    rust(workspace, folder)?;
    let mut missing = Vec::new();
    for (name, program, bill) in [
        ("Node", NPM, node as fn(&Workspace, &Path) -> Result<()>),
        ("Kotlin", MVN, kotlin),
    ] {
        if answers(program, &["--version"]) {
            bill(workspace, folder)?;
        } else {
            missing.push(format!("{name}: {program} is missing"));
        }
    }
    if !wheel(workspace, folder)? {
        missing.push("Python: there is no wheel in target/python/wheel, which brings its own".to_owned());
    }
    if complete && !missing.is_empty() {
        bail!("{}", missing.join("; "));
    }
    missing.iter().for_each(|note| say!("    left out: {note}"));
    let mut check = workspace.command(python::python_of(&venv));
    check
        .arg(workspace.root.join(CHECK))
        .arg(folder)
        .arg(version::of(workspace)?);
    Step::shown("every bill is CycloneDX, and Rust's have AWS-LC", check)
        .require()
        .map(|_| ())
}

/// One for each crate that is shipped, for all systems together. The Python wheel's own, which
/// maturin puts into it, is for one.
fn rust(workspace: &Workspace, folder: &Path) -> Result<()> {
    let program = cargo_cyclonedx(workspace)?;
    let mut command = workspace.command(program);
    command.args([
        "cyclonedx",
        "--quiet",
        "--format",
        "json",
        "--target",
        "all",
        "--spec-version",
        "1.5",
    ]);
    command.args(["--override-filename", WRITTEN]);
    let finished = Step::quiet("the bills of the crates", command).run();
    let moved = CRATES.iter().try_for_each(|(name, member)| {
        let text = read(&workspace.root.join(member).join(format!("{WRITTEN}.json")))?;
        write(&folder.join(format!("{name}.cdx.json")), &text)
    });
    // Those of members that are not shipped too, and whatever became of the rest.
    for path in written(workspace)? {
        std::fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
    }
    if !finished?.success {
        bail!("cargo-cyclonedx failed");
    }
    moved
}

/// The files that it has left in the members' folders.
fn written(workspace: &Workspace) -> Result<Vec<PathBuf>> {
    let files = workspace
        .members()
        .map(|folder| folder.join(format!("{WRITTEN}.json")));
    Ok(files.filter(|path| path.is_file()).collect())
}

/// Compiled once, and without optimization, since it runs for a second: no registry has it as a
/// program.
fn cargo_cyclonedx(workspace: &Workspace) -> Result<PathBuf> {
    let (name, version) = CARGO;
    let root = workspace.target.join("sbom/tools");
    let program = root
        .join("bin")
        .join(name)
        .with_extension(std::env::consts::EXE_EXTENSION);
    let mut install = workspace.cargo([
        "install",
        "--quiet",
        "--debug",
        "--locked",
        "--version",
        version,
        name,
        "--root",
    ]);
    install
        .arg(&root)
        .env("CARGO_TARGET_DIR", workspace.target.join("sbom/build"));
    // Cargo itself sees that it is there.
    Step::quiet(format!("install {name} {version}"), install).require()?;
    Ok(program)
}

/// What npm installs with the package, by its lock file: nothing but its own addon, whose bill is
/// that of the crate.
fn node(workspace: &Workspace, folder: &Path) -> Result<()> {
    let mut command = workspace.command(NPM);
    command.args([
        "exec",
        "--yes",
        "--package",
        NODE,
        "--",
        "cyclonedx-npm",
        "--no-workspaces",
        "--package-lock-only",
        "--ignore-npm-errors",
    ]);
    // The frameworks of its adapters are peers that users bring.
    command.args([
        "--omit",
        "dev",
        "--omit",
        "optional",
        "--omit",
        "peer",
        "--output-format",
        "JSON",
        "--validate",
        "--output-file",
    ]);
    command
        .arg(folder.join("npm-tokenseal.cdx.json"))
        .current_dir(workspace.root.join("bindings-node"));
    Step::quiet("the bill of the npm package", command)
        .require()
        .map(|_| ())
}

/// The bill that maturin has put into the wheel; false where there is no wheel.
fn wheel(workspace: &Workspace, folder: &Path) -> Result<bool> {
    let Ok(path) = python::wheel_in(&workspace.target.join("python/wheel")) else {
        return Ok(false);
    };
    let file = std::fs::File::open(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut archive = zip::ZipArchive::new(file)?;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        if entry.name()?.contains(".dist-info/sboms/") {
            let mut text = String::new();
            entry.read_to_string(&mut text)?;
            write(&folder.join("pypi-tokenseal.cdx.json"), &text)?;
            return Ok(true);
        }
    }
    bail!("{} has no bill of materials", path.display())
}

/// What Maven brings with the jar.
fn kotlin(workspace: &Workspace, folder: &Path) -> Result<()> {
    let mut command = workspace.command(MVN);
    command.args([
        "--batch-mode",
        "--quiet",
        MAVEN,
        "--file",
        "bindings-kotlin/pom.xml",
        "-DoutputFormat=json",
    ]);
    command.args([
        "-DincludeTestScope=false",
        "-DoutputName=maven-tokenseal.cdx",
        "-Dcyclonedx.skipAttach=true",
    ]);
    command.arg(format!("-DoutputDirectory={}", folder.display()));
    Step::quiet("the bill of the jar", command).require().map(|_| ())
}
