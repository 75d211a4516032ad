//! Compiles the core with its secrets named, and valgrind's macros into functions.

fn main() {
    println!("cargo::rustc-cfg=tokenseal_side_channels");
    println!("cargo::rerun-if-changed=src/requests.c");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        // Where it is missing, it may come later.
        println!("cargo::rerun-if-changed=/usr/include/valgrind/memcheck.h");
    }
    // One section for all of it: the linker would take away a function that nobody calls but
    // valgrind.
    cc::Build::new()
        .file("src/requests.c")
        .flag_if_supported("-fno-function-sections")
        .warnings(true)
        .compile("requests");
}
