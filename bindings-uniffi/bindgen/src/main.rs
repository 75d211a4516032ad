//! Writes the Swift and Kotlin sources from the compiled library; `cargo xtask` calls it.

fn main() {
    uniffi::uniffi_bindgen_main();
}
