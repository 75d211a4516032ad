//! The floors of the core: each room may use the rooms below it, and none above. So there is no
//! circle either.

mod source;

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result};

use crate::workspace::{Workspace, read};
use source::Module;

/// The rooms of `core/src`, from the bottom to the top. A room includes its modules that are not
/// listed.
const FLOORS: [&str; 37] = [
    "error",
    "secrecy",
    "random",
    "time",
    "base64url",
    "algorithm",
    "deflate",
    "http",
    "machine",
    "limits",
    "json",
    "made",
    "primitive",
    "options",
    "header",
    "serialization",
    "key::error",
    "key::shape",
    "key::permission",
    "key::carried",
    "key::material",
    "key",
    "key::format",
    "key::generate",
    "key::set",
    "jws",
    "jwe",
    "dpop",
    "revocation",
    "ring",
    "remote",
    "status",
    "followed",
    "jwt",
    "http::oauth",
    "access",
    "resource",
];

/// Reports every use of a room above, and every room without a floor. Returns whether there were
/// none.
pub(crate) fn check(workspace: &Workspace) -> Result<bool> {
    let mut modules = Vec::new();
    collect(&workspace.root.join("core/src"), &mut Vec::new(), &mut modules)?;
    let problems = problems(&modules, &FLOORS);
    problems.iter().for_each(|problem| say!("core/src: {problem}"));
    Ok(problems.is_empty())
}

/// Reads a folder of modules. The file of the folder itself is `lib.rs` or `mod.rs`.
fn collect(folder: &Path, path: &mut Vec<String>, modules: &mut Vec<Module>) -> Result<()> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let entry = entry?.path();
        let name = entry
            .file_stem()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let is_own = matches!(name.as_str(), "lib" | "mod");
        if !is_own {
            path.push(name);
        }
        if entry.is_dir() {
            collect(&entry, path, modules)?;
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            modules.push(Module::read(path.join("::"), &read(&entry)?));
        }
        if !is_own {
            path.pop();
        }
    }
    Ok(())
}

fn problems(modules: &[Module], floors: &[&str]) -> BTreeSet<String> {
    let mut problems = BTreeSet::new();
    let code: Vec<&Module> = modules
        .iter()
        .filter(|module| !is_test(module, modules))
        .collect();
    for room in floors
        .iter()
        .filter(|room| !code.iter().any(|module| module.path == **room))
    {
        problems.insert(format!(
            "`{room}` has a floor and does not exist: delete it from xtask/src/checks/floors.rs"
        ));
    }
    // The crate root is above all floors, and may use everything.
    for module in code.iter().filter(|module| !module.path.is_empty()) {
        let Some(own) = floor(&module.path, floors) else {
            problems.insert(format!(
                "`{}` has no floor: add it to xtask/src/checks/floors.rs",
                module.path
            ));
            continue;
        };
        for used in module.uses.iter().map(|path| resolve(path, modules)) {
            if floor(&used, floors).is_some_and(|used| used > own) {
                problems.insert(format!("`{}` uses `{used}`, which is above it", module.path));
            }
        }
    }
    problems
}

/// The floor of a path: that of the longest listed room that the path lies in.
fn floor(path: &str, floors: &[&str]) -> Option<usize> {
    let rooms = floors.iter().enumerate().filter(|(_, room)| lies_in(path, room));
    rooms.max_by_key(|(_, room)| room.len()).map(|(floor, _)| floor)
}

fn lies_in(path: &str, room: &str) -> bool {
    path.strip_prefix(room)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// Whether a module, or one around it, is declared for tests only.
fn is_test(module: &Module, modules: &[Module]) -> bool {
    modules.iter().any(|other| {
        let prefix = if other.path.is_empty() {
            String::new()
        } else {
            format!("{}::", other.path)
        };
        other
            .tests
            .iter()
            .any(|name| lies_in(&module.path, &format!("{prefix}{name}")))
    })
}

/// Where a path leads: a name that a module takes from one of its own modules counts as that
/// module's.
fn resolve(path: &str, modules: &[Module]) -> String {
    let around = |module: &&Module| !module.path.is_empty() && lies_in(path, &module.path);
    let root = modules.iter().find(|module| module.path.is_empty());
    let Some(module) = modules
        .iter()
        .filter(around)
        .max_by_key(|module| module.path.len())
        .or(root)
    else {
        return path.to_owned();
    };
    let rest = path
        .strip_prefix(&module.path)
        .unwrap_or(path)
        .trim_start_matches("::");
    let name = rest.split("::").next().unwrap_or(rest);
    match module.reexports.get(name) {
        Some(target) if target != path => resolve(target, modules),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLOORS: [&str; 4] = ["error", "key::material", "key", "key::set"];

    /// The problems of these modules, apart from the two rooms that everything has.
    fn found(extra: &[(&str, &str)]) -> Vec<String> {
        let mut sources = vec![
            (
                "",
                "mod error;\nmod key;\npub use error::Error;\npub use key::KeySet;\n",
            ),
            ("error", "pub struct Error;\n"),
            (
                "key",
                "mod material;\nmod set;\n#[cfg(test)]\nmod tests;\nuse crate::error::Error;\npub use set::KeySet;\npub(crate) use material::{\n    Material,\n};\n",
            ),
            (
                "key::set",
                "use super::material::Material;\nuse crate::key::Key;\npub struct KeySet;\n",
            ),
            ("key::tests", "use super::set::KeySet;\n"),
            ("key::material", "pub(in crate::key) struct Material;\n"),
        ];
        for (path, source) in extra {
            sources.retain(|(other, _)| other != path);
            sources.push((path, source));
        }
        let modules: Vec<Module> = sources
            .into_iter()
            .map(|(path, source)| Module::read(path.to_owned(), source))
            .collect();
        problems(&modules, &FLOORS).into_iter().collect()
    }

    #[test]
    fn the_core_has_no_climbing_arrow() {
        let workspace = Workspace::find().unwrap();
        assert!(check(&workspace).unwrap());
    }

    #[test]
    fn arrows_down_and_level_pass() {
        assert_eq!(found(&[]), [""; 0]);
    }

    #[test]
    fn a_climbing_arrow_is_found() {
        for source in [
            "use crate::key::Key;",
            "use crate::{\n    error::Error as E,\n    key::{self},\n};",
            "fn f() -> crate::key::Key { todo!() }",
            "use super::key::Key;",
        ] {
            let problem = found(&[("error", source)]).remove(0);
            assert!(
                problem.starts_with("`error` uses `key") && problem.ends_with("which is above it"),
                "{source}: {problem}"
            );
        }
    }

    /// A re-export does not hide where a name comes from.
    #[test]
    fn an_arrow_that_climbs_through_a_reexport_is_found() {
        for source in [
            "use crate::key::{KeySet, Material};",
            "use super::KeySet;",
            "use crate::KeySet;",
            "fn f(set: &super::set::KeySet) {}",
        ] {
            assert_eq!(
                found(&[("key::material", source)]),
                ["`key::material` uses `key::set::KeySet`, which is above it"],
                "{source}"
            );
        }
    }

    #[test]
    fn a_module_may_reexport_what_is_above_it_and_not_use_it() {
        let source =
            "mod material;\nmod set;\n#[cfg(test)]\nmod tests;\npub use set::KeySet;\nfn f() { set::f() }\n";
        assert_eq!(
            found(&[("key", source)]),
            ["`key` uses `key::set::f`, which is above it"]
        );
    }

    #[test]
    fn comments_and_tests_are_no_arrows() {
        let source = "//! [`crate::key::Key`]\n/// See [`f`](crate::key::f).\nfn f() {} // crate::key\n\n#[cfg(test)]\nmod tests {\n    use crate::key::Key;\n}\n";
        assert_eq!(found(&[("error", source)]), [""; 0]);
    }

    #[test]
    fn a_room_without_a_floor_is_found() {
        assert_eq!(
            found(&[("jwx", "")]),
            ["`jwx` has no floor: add it to xtask/src/checks/floors.rs"]
        );
    }
}
