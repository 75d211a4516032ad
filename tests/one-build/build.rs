//! Without a build script, cargo would not look at the dependencies that it has.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
}
